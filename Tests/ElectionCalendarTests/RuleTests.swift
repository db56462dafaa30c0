import ElectionCalendar
import Elections
import TestSupport
import Testing

/// P18 to P20, and section 5: which rules are expanded, and how.
@Suite struct RuleTests {
  private static func days(_ start: String, _ rule: String, _ from: String = "2026-01-01", _ to: String = "2028-01-01")
    -> [String]
  {
    CalendarText.read(CalendarText.event("r", "DTSTART;VALUE=DATE:\(start)", "RRULE:\(rule)")).occurrences(from, to)
      .map { String($0.dropFirst(2)) }
  }

  @Test(arguments: [
    "FREQ=WEEKLY;BYSETPOS=1", "FREQ=YEARLY;BYMONTH=5;BYWEEKNO=20", "FREQ=MONTHLY;BYSETPOS=1",
    "FREQ=YEARLY;BYDAY=54TH", "FREQ=YEARLY;BYMONTH=5;BYDAY=6TH", "FREQ=MONTHLY;BYMONTHDAY=0",
    "FREQ=MONTHLY;BYMONTHDAY=32",
    "FREQ=WEEKLY;BYMONTHDAY=7", "FREQ=DAILY;BYYEARDAY=127", "FREQ=YEARLY;BYYEARDAY=367", "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=1000001", "FREQ=DAILY;INTERVAL=1001", "FREQ=DAILY;UNTIL=soon", "FREQ=DAILY;UNTIL=20260230",
    ";", "FREQ", "FREQ=", "FREQ=FORTNIGHTLY", "FREQ=DAILY;WKST=XX", "FREQ=DAILY;BYDAY=TH,",
    "FREQ=DAILY;BYMONTH=1,1", "FREQ=MONTHLY;BYDAY=1TH,1TH", "FREQ=MONTHLY;BYDAY=+1TH,1TH", "FREQ=DAILY;X-OWN=1",
    "FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=FORWARD;BYDAY=1TH", "FREQ=DAILY;RSCALE=GREGORIAN;SKIP=OMIT",
    "FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;BYMINUTE=60", "FREQ=DAILY;BYSECOND=60", "FREQ=MONTHLY;BYDAY=1TH,-0FR",
    "FREQ=WEEKLY;INTERVAL=2;WKST=TU;BYDAY=TH", "FREQ=YEARLY;BYDAY=1TH,FR",
  ])
  func `P19: a rule outside the proved shapes is refused by name, at its line`(rule: String) {
    let file = CalendarText.read(
      CalendarText.event("r@x", "DTSTART;TZID=Europe/London:20260507T070000", "RRULE:\(rule)"))
    #expect(file.events.isEmpty)
    #expect(file.errors.map(\.line) == [8])
    #expect(file.errors.first?.message.contains("its RRULE ") == true)
  }

  @Test(arguments: [
    "FREQ=YEARLY;BYMONTH=5;BYDAY=1TH;", ";FREQ=YEARLY;;BYMONTH=5;BYDAY=1TH", "FREQ = YEARLY; BYMONTH=5; BYDAY = 1TH",
    "FREQ=YEARLY;BYMONTH=5, 6;BYDAY=1TH;UNTIL= 20270601",
  ])
  func `harmless slips of the pen in a rule are read, with a warning at its line`(rule: String) {
    let file = CalendarText.read(CalendarText.event("r", "DTSTART;VALUE=DATE:20260507", "RRULE:\(rule)"))
    #expect(file.errors.isEmpty)
    #expect(file.warnings.map(\.line) == [8])
    #expect(file.occurrences("2026-01-01", "2028-01-01").contains("r 2027-05-06"))
  }

  @Test(arguments: ["99991231", "99991231T235959Z", "99991231T000000", "22000229T000000Z", "47121231T235959Z"])
  func `an UNTIL beyond the years that are read ends nothing`(until: String) {
    #expect(
      Self.days("20260507", "FREQ=YEARLY;BYMONTH=5;BYDAY=1TH;UNTIL=\(until)").last == "2027-05-06")
    let file = CalendarText.read(
      CalendarText.event("r", "DTSTART;VALUE=DATE:20260507", "RRULE:FREQ=YEARLY;UNTIL=\(until)"))
    #expect(file.problems.isEmpty)
  }

  @Test(arguments: ["99991331", "99990230", "9999123", "99991231T250000Z"])
  func `an UNTIL that is no day of any year is refused`(until: String) {
    let file = CalendarText.read(
      CalendarText.event("r", "DTSTART;VALUE=DATE:20260507", "RRULE:FREQ=YEARLY;UNTIL=\(until)"))
    #expect(file.errors.map(\.line) == [8])
  }

  @Test func `the clock parts of a rule on days are ignored, also beside BYSETPOS`() {
    #expect(Self.days("20260507", "FREQ=YEARLY;BYHOUR=7,22;BYMINUTE=30") == ["2026-05-07", "2027-05-07"])
    #expect(
      Self.days("20260507", "FREQ=YEARLY;BYMONTH=5;BYDAY=TH;BYHOUR=7;BYSETPOS=1") == ["2026-05-07", "2027-05-06"])
  }

  @Test(arguments: [
    ("UNTIL=20260509", 3), ("UNTIL=20260509T000000", 3), ("UNTIL=20260508T230000Z", 3), ("UNTIL=20260508T225959Z", 2),
    ("UNTIL=20260509T235959Z", 3), ("UNTIL=20260506", 0), ("COUNT=3", 3),
  ])
  func `P20: UNTIL on days is a day, in any of its forms`(part: String, count: Int) {
    #expect(Self.days("20260507", "FREQ=DAILY;\(part)").count == count)
  }

  @Test(arguments: [
    ("UNTIL=20260509", 3), ("UNTIL=20260509T070000", 3), ("UNTIL=20260509T065959", 2), ("UNTIL=20260509T060000Z", 3),
    ("UNTIL=20260509T055959Z", 2), ("UNTIL=20260507T055959Z", 0),
  ])
  func `P20: UNTIL on times includes its second, in the start's zone`(part: String, count: Int) {
    let file = CalendarText.read(
      CalendarText.event("r@x", "DTSTART;TZID=Europe/London:20260507T070000", "RRULE:FREQ=DAILY;\(part)"))
    #expect(file.occurrences().count == count)
  }

  @Test(arguments: ["UNTIL=20260503T080000Z", "COUNT=5"])
  func `a clock list that is not in order gives every date all the same`(part: String) {
    let file = CalendarText.read(
      CalendarText.event(
        "r", "DTSTART;TZID=Europe/London:20260501T070000", "RRULE:FREQ=DAILY;BYHOUR=20,7;BYMINUTE=0;\(part)"))
    #expect(
      file.occurrences() == [
        "r 2026-05-01T07:00:00", "r 2026-05-01T20:00:00", "r 2026-05-02T07:00:00", "r 2026-05-02T20:00:00",
        "r 2026-05-03T07:00:00",
      ])
  }

  @Test func `P20: a start outside its rule counts, and COUNT counts the rule's own dates besides`() {
    #expect(
      Self.days("20260102", "FREQ=YEARLY;BYMONTH=5;BYDAY=1TH;COUNT=2") == ["2026-01-02", "2026-05-07", "2027-05-06"])
  }

  @Test(arguments: [
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000000",
  ])
  func `P18: a rule that no date fits returns at once, or is refused`(rule: String) {
    let file = CalendarText.read(CalendarText.event("r@x", "DTSTART;VALUE=DATE:16000101", "RRULE:\(rule)"))
    #expect(file.events.isEmpty ? file.errors.count == 1 : file.occurrences("1600-01-01", "2199-12-31").count == 1)
  }

  @Test func `a series with more than 50,000 dates in a question is unreadable, and shorter questions are answered`() {
    let file = CalendarText.read(CalendarText.event("r@x", "DTSTART;VALUE=DATE:20000101", "RRULE:FREQ=DAILY"))
    let set = CalendarSet([file], zone: .london)
    let long = set.occurrences(in: .day("2000-01-01")..<(.day("2199-01-01")))
    #expect(long.occurrences.isEmpty)
    #expect(long.problems.map(\.line) == [8])
    #expect(set.occurrences(in: .day("2100-01-01")..<(.day("2101-01-01"))).occurrences.count == 365)
  }

  // MARK: A second opinion

  /// Random rules of the accepted shapes against an expander that looks at every day.
  @Test(arguments: 0..<400 as Range<UInt64>)
  func `libical's dates are those that a search over every day finds`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let rule = RandomRule(using: &random)
    let file = CalendarText.read(
      CalendarText.event("r", "DTSTART;VALUE=DATE:\(rule.start.compact)", "RRULE:\(rule.text)"))
    // What libical refuses has no date of its own.
    let until = rule.start.adding(days: 366 * 6)
    let expected = rule.dates(until: until)
    guard file.errors.isEmpty else {
      #expect(expected.filter { $0 != rule.start }.isEmpty, "seed \(seed): \(rule.text) \(file.errors)")
      return
    }
    let found = file.occurrences(rule.start.description, until.description).map { String($0.dropFirst(2)) }
    #expect(found == expected.map(\.description), "seed \(seed): \(rule.start) \(rule.text)")
    // A question that begins later skips ahead and must find the same.
    let middle = rule.start.adding(days: 366 * 4 + 17)
    let late = file.occurrences(middle.description, until.description).map { String($0.dropFirst(2)) }
    #expect(late == expected.filter { $0 >= middle }.map(\.description), "seed \(seed): \(rule.start) \(rule.text)")
  }
}

extension CivilDate {
  var compact: String { description.replacing("-", with: "") }
}
