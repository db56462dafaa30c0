import ElectionCalendar
import TestSupport
import Testing

/// Lines that were pasted with a page's indentation, which a reader would otherwise swallow in silence.
@Suite struct MisplacedLineTests {
  private static let event = [
    "BEGIN:VEVENT", "UID:local.a.2027-05-06@x", "DTSTAMP:20260101T000000Z", "DTSTART;VALUE=DATE:20270506",
    "SUMMARY:Pasted", "RRULE:FREQ=YEARLY;COUNT=2", "END:VEVENT",
  ]

  private static func file(_ lines: [String], ending: String = "\r\n") -> CalendarFile {
    let all = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN"] + lines + ["END:VCALENDAR"]
    return CalendarText.read(Array(all.map { $0 + ending }.joined().utf8))
  }

  @Test(arguments: [
    "    ", " ", "\t", "\t\t", "\u{A0}", "\u{A0}\u{A0} ", " \u{A0}", "\u{2003}", "\u{3000}", "\u{FEFF}", "> ", "• ",
  ])
  func `an indented event is an error at its line, by whatever it is indented`(blank: String) {
    for ending in ["\r\n", "\n", "\r"] {
      let file = Self.file(Self.event.map { blank + $0 }, ending: ending)
      #expect(file.errors.first?.line == 4, "\(file.problems)")
      #expect(file.isUnreadable)
    }
  }

  @Test(arguments: 1..<event.count)
  func `a single indented line is an error at its line or at its event`(index: Int) {
    for blank in [" ", "    ", "\t", "\u{A0}"] {
      var lines = Self.event
      lines[index] = blank + lines[index]
      let file = Self.file(lines)
      #expect(!file.errors.isEmpty, "\(blank)\(lines[index])")
    }
  }

  @Test func `a second event that is indented is an error, and the first does not hide it`() {
    let second = Self.event.map { "  " + $0.replacing("local.a", with: "local.b") }
    #expect(Self.file(Self.event + second).errors.map(\.line).contains(11))
  }

  @Test(arguments: ["BEGIN :VEVENT", "BEGIN: VEVENT", "begin:vevent", "DTSTART ;VALUE=DATE:20270506"])
  func `a name with something beside it is told of or read, and loses no event`(line: String) {
    let lines = Self.event.map { $0.uppercased().hasPrefix(line.prefix(5).uppercased()) ? line : $0 }
    let file = Self.file(lines)
    #expect(file.errors.isEmpty ? file.events.count == 1 : file.events.isEmpty)
  }

  @Test(arguments: [1, 59, 60, 67, 79, 90, 200])
  func `a property that is indented after a line of no fold's length is an error at its line`(length: Int) {
    let text = "SUMMARY:" + String(repeating: "a", count: max(0, length - 8))
    let file = Self.file(
      ["BEGIN:VEVENT", "UID:u@x", "DTSTART;VALUE=DATE:20270506", text, " RRULE:FREQ=YEARLY;COUNT=2", "END:VEVENT"])
    #expect(file.errors.map(\.line) == [8], "\(file.problems)")
  }

  @Test(arguments: ["RRULE:FREQ=YEARLY;COUNT=2", "RDATE;VALUE=DATE:20280504,20290503", "DTSTART:20270506T070000Z"])
  func `a whole property of dates is told of also where a line may have been folded`(line: String) {
    for length in [68, 75, 78] {
      let text = "SUMMARY:" + String(repeating: "a", count: length - 8)
      let file = Self.file(
        ["BEGIN:VEVENT", "UID:u@x", "DTSTART;VALUE=DATE:20270506", text, " " + line, "END:VEVENT"])
      #expect(file.errors.map(\.line) == [8], "\(file.problems)")
    }
  }

  @Test(arguments: [69, 72, 73, 74, 75, 76, 78], ["a", "ä"])
  func `a property's name where a line was folded is text, in octets and in characters`(length: Int, letter: String) {
    let text = "SUMMARY:" + String(repeating: letter, count: length - 8)
    let file = Self.file(
      ["BEGIN:VEVENT", "UID:u@x", "DTSTART;VALUE=DATE:20270506", text, " STATUS: to be said", "END:VEVENT"])
    #expect(file.problems.isEmpty, "\(file.problems)")
  }

  @Test func `ordinary folds of texts that speak of calendars are none`() {
    let text = "SUMMARY:" + String(repeating: "a word ", count: 9)
    let file = Self.file(
      ["BEGIN:VEVENT", "UID:u@x", "DTSTART;VALUE=DATE:20270506", text, " STATUS: to be said", " BEGIN: at noon"]
        + ["DESCRIPTION:Short", " and END: none", "END:VEVENT"])
    #expect(file.problems.isEmpty, "\(file.problems)")
    #expect(file.events.count == 1)
  }
}
