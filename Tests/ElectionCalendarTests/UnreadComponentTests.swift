import ElectionCalendar
import TestSupport
import Testing

/// G-48: what stands in a component that is not read is told of where an election may be meant.
@Suite struct UnreadComponentTests {
  private static let poll = CalendarText.event("local.a.2027-05-06@x", "DTSTART;VALUE=DATE:20270506")

  private static func component(_ name: String, uid: String = "n@x") -> [String] {
    ["BEGIN:\(name)", "UID:\(uid)", "DTSTART;VALUE=DATE:20280504", "CATEGORIES:LOCAL", "END:\(name)"]
  }

  @Test(arguments: [
    "EVENT", "VEVENTS", "EVENTS", "V EVENT", "VEVETN", "VEVENT;X=1", "V-EVENT", "VЕVENT", "ＶＥＶＥＮＴ", "Vevént",
  ])
  func `a component that is nearly VEVENT is an error at its line, beside and inside an event`(name: String) {
    let beside = CalendarText.read(Self.component(name) + Self.poll)
    #expect(beside.errors.map(\.line) == [4], "\(beside.problems)")
    #expect(beside.isUnreadable && beside.events.count == 1)
    let inside = CalendarText.read(Self.poll.dropLast() + Self.component(name) + ["END:VEVENT"])
    #expect(inside.errors.first?.line == 8, "\(inside.problems)")
    #expect(inside.isUnreadable && inside.events.isEmpty)
  }

  @Test(arguments: ["VTODO", "vjournal", "VPOLL", "X-VEVENT"])
  func `tasks, journal entries and unknown components are a warning, once a file`(name: String) {
    let file = CalendarText.read(Self.component(name) + Self.poll + Self.component(name, uid: "m@x"))
    #expect(file.errors.isEmpty && file.events.count == 1)
    #expect(file.warnings.map(\.line) == [4], "\(file.problems)")
  }

  @Test(arguments: [
    "VFREEBUSY", "VAVAILABILITY", "X-PRIVATE", "VALARM", "PARTICIPANT", "VLOCATION", "VRESOURCE", "VTIMEZONE",
  ])
  func `what can hold no election is passed over without a word`(name: String) {
    #expect(CalendarText.read(Self.component(name) + Self.poll).problems.isEmpty)
    #expect(CalendarText.read(Self.poll.dropLast() + Self.component(name) + ["END:VEVENT"]).problems.isEmpty)
  }
}
