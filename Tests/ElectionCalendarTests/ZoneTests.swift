import ElectionCalendar
import Elections
import Foundation
import TestSupport
import Testing

/// P13 to P18, and section 4: which zone a time stands in.
@Suite struct ZoneTests {
  private static func start(_ line: String, _ around: [String] = []) -> [String] {
    CalendarText.read(around + CalendarText.event("z@x", line)).occurrences()
  }

  @Test(arguments: [
    ("DTSTART;TZID=Europe/London:20260507T070000", "2026-05-07T07:00:00"),
    ("DTSTART;TZID=GMT Standard Time:20260507T070000", "2026-05-07T07:00:00"),
    ("DTSTART;TZID=W. Europe Standard Time:20260507T070000", "2026-05-07T06:00:00"),
    ("DTSTART;TZID=UTC-02:20260507T070000", "2026-05-07T10:00:00"),
    ("DTSTART;TZID=GB:20260507T070000", "2026-05-07T07:00:00"),
    ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/London:20260507T070000", "2026-05-07T07:00:00"),
    ("DTSTART;TZID=/a/b/America/Argentina/Buenos_Aires:20260507T070000", "2026-05-07T11:00:00"),
    ("DTSTART;TZID=/mozilla.org/20050126_1/GB:20260507T070000", "2026-05-07T07:00:00"),
    ("DTSTART;TZID=America/New_York:20260507T070000Z", "2026-05-07T08:00:00"),
    ("DTSTART:20260507T070000", "2026-05-07T07:00:00"),
  ])
  func `P13 P15: a TZID is an IANA name, also prefixed, or a Windows name; Z is UTC`(line: String, start: String) {
    #expect(Self.start(line) == ["z@x \(start)"])
  }

  @Test(arguments: ["Nowhere/Land", "BST", "GMT+1", "../Europe/London", "/etc/localtime", "europe/london", "X/../GB"])
  func `P13: an unknown TZID makes a time unreadable, never floating, and a date does not need one`(name: String) {
    let file = CalendarText.read(CalendarText.event("z@x", "DTSTART;TZID=\(name):20260507T070000"))
    #expect(file.events.isEmpty)
    #expect(file.errors.map(\.line) == [7])
    #expect(file.errors.first?.message.contains(name) == true)
    #expect(Self.start("DTSTART;VALUE=DATE;TZID=\(name):20260507") == ["z@x 2026-05-07"])
  }

  private static func zone(_ name: String, offset: String, rule: String? = nil) -> [String] {
    [
      "BEGIN:VTIMEZONE", "TZID:\(name)", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:\(offset)",
      "TZOFFSETTO:\(offset)",
    ] + (rule.map { ["RRULE:\($0)"] } ?? []) + ["END:STANDARD", "END:VTIMEZONE"]
  }

  @Test func `P14: the database beats a VTIMEZONE that lies, with a warning, and only then`() {
    let event = CalendarText.event("z@x", "DTSTART;TZID=Europe/London:20260507T070000")
    let lying = CalendarText.read(Self.zone("Europe/London", offset: "+0900") + event)
    #expect(lying.occurrences() == ["z@x 2026-05-07T07:00:00"])
    #expect(lying.warnings.map(\.line) == [4])
    let unused = CalendarText.read(
      Self.zone("Europe/London", offset: "+0900") + CalendarText.event("z@x", "DTSTART;VALUE=DATE:20260507"))
    #expect(unused.warnings.isEmpty)
    // Winter agrees with a zone that stands still at UTC.
    let winter = CalendarText.read(
      Self.zone("Europe/London", offset: "+0000")
        + CalendarText.event("z@x", "DTSTART;TZID=Europe/London:20260107T070000"))
    #expect(winter.warnings.isEmpty)
  }

  /// Two readings of one clock: what either closes is closed.
  @Test func `an election or window counts by both readings of a zone that its file defines otherwise`() throws {
    let window = CalendarText.event(
      "w@x", "DTSTART;TZID=Europe/London:20270301T000000", "DTEND;TZID=Europe/London:20270305T000000",
      "CATEGORIES:PURDAH")
    func windows(_ offset: String) throws -> [(String, String)] {
      let calendar = ElectionCalendarTests.calendar(Self.zone("Europe/London", offset: offset) + window)
      #expect(calendar.problems.map(\.severity) == (offset == "+0000" ? [] : [.warning]), "\(calendar.problems)")
      return calendar.standaloneWindows.map {
        (TimeZone.london.civil(at: $0.starts).description, TimeZone.london.civil(at: $0.ends).description)
      }
    }
    #expect(try windows("+0000").map(\.0) == ["2027-03-01T00:00:00"])
    #expect(try windows("+0900").map(\.0) == ["2027-02-28T15:00:00"])
    #expect(try windows("+0900").map(\.1) == ["2027-03-05T00:00:00"])
    #expect(try windows("-0500").map(\.0) == ["2027-03-01T00:00:00"])
    #expect(try windows("-0500").map(\.1) == ["2027-03-05T05:00:00"])
  }

  @Test func `a calendar's floating times count by both readings as well, and so do later occurrences of a series`() {
    let zone = Self.zone("Europe/London", offset: "+0000")
    let floating = ElectionCalendarTests.calendar(
      ["X-WR-TIMEZONE:Europe/London"] + zone
        + CalendarText.event("w@x", "DTSTART:20270401T000000", "DTEND:20270405T000000", "CATEGORIES:PURDAH"))
    #expect(
      floating.standaloneWindows.map { TimeZone.london.civil(at: $0.ends).description } == ["2027-04-05T01:00:00"])
    // The first occurrence lies in winter, where the readings agree; the second in summer.
    let series = ElectionCalendarTests.calendar(
      zone
        + CalendarText.event(
          "w@x", "DTSTART;TZID=Europe/London:20270201T000000", "DTEND;TZID=Europe/London:20270203T000000",
          "RRULE:FREQ=MONTHLY;INTERVAL=4;COUNT=2", "CATEGORIES:PURDAH"))
    #expect(
      series.standaloneWindows.map { TimeZone.london.civil(at: $0.ends).description } == [
        "2027-02-03T00:00:00", "2027-06-03T01:00:00",
      ])
  }

  private static func days(_ calendar: ElectionCalendar) -> Set<String> {
    Set(calendar.elections.map(\.pollingDay.description))
  }

  private static let late = CalendarText.event("q@x", "DTSTART;TZID=GMT:20270506T200000", "CATEGORIES:LOCAL")

  @Test func `each VCALENDAR of a file has its own VTIMEZONEs`() {
    let next = ["END:VCALENDAR", "BEGIN:VCALENDAR", "VERSION:2.0"]
    let other = CalendarText.event("r@x", "DTSTART;TZID=GMT:20270909T200000", "CATEGORIES:LOCAL")
    let calendar = ElectionCalendarTests.calendar(
      Self.zone("GMT", offset: "-0900") + Self.late + next + Self.zone("GMT", offset: "-0500") + other)
    #expect(Self.days(calendar) == ["2027-05-06", "2027-05-07", "2027-09-09", "2027-09-10"])
    let plain = ElectionCalendarTests.calendar(Self.zone("GMT", offset: "-0900") + Self.late + next + other)
    #expect(Self.days(plain) == ["2027-05-06", "2027-05-07", "2027-09-09"])
  }

  @Test func `a copy of an event whose file disputes its zone is no repeat of one whose file does not`() {
    func file(_ name: String, _ lines: [String]) -> CalendarFile {
      CalendarReader.read(CalendarText.calendar(lines), path: "elections/\(name).ics", zone: .london)
    }
    let disputed = Self.zone("GMT", offset: "-0900") + Self.late
    for files in [[file("a", disputed), file("b", Self.late)], [file("a", Self.late), file("b", disputed)]] {
      #expect(Self.days(ElectionCalendarTests.calendar(files)) == ["2027-05-06", "2027-05-07"])
    }
  }

  @Test(
    arguments: [
      (["DTSTART:20270107T120000Z", "RDATE;TZID=GMT:20270506T200000"], ["2027-01-07", "2027-05-06", "2027-05-07"]),
      (
        ["DTSTART:20270506T200000Z", "RDATE:20270909T120000Z", "EXDATE;TZID=GMT:20270506T200000"],
        ["2027-05-06", "2027-09-09"]
      ),
      (
        ["DTSTART:20270107T120000Z", "DTEND;TZID=GMT:20270107T200000"], ["2027-01-07", "2027-01-08"]
      ),
    ] as [([String], [String])])
  func `every time in a disputed zone counts by both readings, whatever the zone of the start`(
    lines: [String], days: [String]
  ) {
    let event = ["BEGIN:VEVENT", "UID:q", "CATEGORIES:LOCAL"] + lines + ["END:VEVENT"]
    let calendar = ElectionCalendarTests.calendar(Self.zone("GMT", offset: "-0900") + event)
    #expect(Self.days(calendar) == Set(days), "\(calendar.problems)")
    #expect(calendar.problems.contains { $0.message.contains("differs from the time zone database") })
  }

  @Test func `an override in a disputed zone counts by both readings`() {
    let series = CalendarText.event("q@x", "DTSTART:20270506T120000Z", "RRULE:FREQ=YEARLY;COUNT=2", "CATEGORIES:LOCAL")
    let moved = CalendarText.event(
      "q@x", "RECURRENCE-ID:20270506T120000Z", "DTSTART;TZID=GMT:20270909T200000", "CATEGORIES:LOCAL")
    let calendar = ElectionCalendarTests.calendar(Self.zone("GMT", offset: "-0900") + series + moved)
    #expect(Self.days(calendar) == ["2027-09-09", "2027-09-10", "2028-05-06"])
  }

  @Test func `a VTIMEZONE that cannot be used and whose name is known is told of where a time uses it`() {
    let broken = Self.zone("Europe/London", offset: "+0900", rule: "FREQ=DAILY")
    let timed = CalendarText.read(broken + CalendarText.event("z@x", "DTSTART;TZID=Europe/London:20260507T070000"))
    #expect(timed.warnings.map(\.line) == [4] && timed.errors.isEmpty)
    #expect(CalendarText.read(broken + CalendarText.event("z@x", "DTSTART;VALUE=DATE:20260507")).problems.isEmpty)
    let bare = ["BEGIN:VTIMEZONE", "TZID:Europe/London", "X-LIC-LOCATION:Europe/London", "END:VTIMEZONE"]
    #expect(
      CalendarText.read(bare + CalendarText.event("z@x", "DTSTART;TZID=Europe/London:20260507T070000")).problems.isEmpty
    )
  }

  @Test func `a series that ended before its zone is read otherwise is not told of`() {
    let zone = [
      "BEGIN:VTIMEZONE", "TZID:Europe/London", "BEGIN:STANDARD", "DTSTART:20301001T000000", "TZOFFSETFROM:+0000",
      "TZOFFSETTO:+0900", "END:STANDARD", "END:VTIMEZONE",
    ]
    func told(_ until: String) -> Int {
      CalendarText.read(
        zone
          + CalendarText.event(
            "z@x", "DTSTART;TZID=Europe/London:20261201T120000", "RRULE:FREQ=MONTHLY;BYMONTH=12;UNTIL=\(until)")
      ).warnings.count
    }
    #expect(told("20261231T120000Z") == 0 && told("20351231T120000Z") == 1)
  }

  @Test func `a disputed zone that only ignored events use is no warning`() {
    let rules = [SourceRule(file: nil, summary: "Hustings*", treatment: .ignore)]
    let hustings = CalendarText.event("h@x", "DTSTART;TZID=GMT:20270401T200000", "SUMMARY:Hustings")
    let lines = Self.zone("GMT", offset: "-0900") + hustings
    #expect(ElectionCalendarTests.calendar(lines, rules: rules).problems.isEmpty)
    #expect(ElectionCalendarTests.calendar(lines + Self.late, rules: rules).problems.contains { $0.line == 4 })
  }

  @Test func `an X-WR-TIMEZONE that nothing knows is a warning at its line`() {
    let event = CalendarText.event("z@x", "DTSTART:20260507T070000")
    #expect(CalendarText.read(["X-WR-TIMEZONE:Nowhere/Land"] + event).warnings.map(\.line) == [4])
    #expect(CalendarText.read(["X-WR-TIMEZONE:Own"] + Self.zone("Own", offset: "+0300") + event).problems.isEmpty)
    #expect(CalendarText.read(["X-WR-TIMEZONE:GMT Standard Time"] + event).problems.isEmpty)
    #expect(CalendarText.read(["X-WR-TIMEZONE:"] + event).problems.isEmpty)
  }

  @Test func `a zone that only the calendar knows counts, before or after its events, anywhere in its file`() {
    let event = CalendarText.event("z@x", "DTSTART;TZID=Town Hall:20260507T070000")
    let zone = Self.zone("Town Hall", offset: "-0330")
    #expect(CalendarText.read(zone + event).occurrences() == ["z@x 2026-05-07T11:30:00"])
    #expect(CalendarText.read(event + zone).occurrences() == ["z@x 2026-05-07T11:30:00"])
    let next = ["END:VCALENDAR", "BEGIN:VCALENDAR", "VERSION:2.0"]
    #expect(CalendarText.read(zone + next + event).occurrences() == ["z@x 2026-05-07T11:30:00"])
    #expect(CalendarText.read(event + next + zone).occurrences() == ["z@x 2026-05-07T11:30:00"])
    // Each calendar's own counts before another's.
    let other = Self.zone("Town Hall", offset: "+0200")
    #expect(CalendarText.read(zone + next + other + event).occurrences() == ["z@x 2026-05-07T06:00:00"])
  }

  /// London's own rules since 1996, under a name that no database has, against the database.
  @Test func `an own zone with yearly rules agrees with the database in every week of sixty years`() {
    let zone = [
      "BEGIN:VTIMEZONE", "TZID:Like London", "BEGIN:DAYLIGHT", "DTSTART:19960331T010000",
      "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
      "BEGIN:STANDARD", "DTSTART:19961027T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000",
      "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "END:VTIMEZONE",
    ]
    var own: [String] = []
    var database: [String] = []
    for week in 0..<3000 {
      let day = CivilDate.day("1997-01-05").adding(days: week * 7).description.replacing("-", with: "")
      own += CalendarText.event("\(week)@x", "DTSTART;TZID=Like London:\(day)T013000")
      database += CalendarText.event("\(week)@x", "DTSTART;TZID=Europe/London:\(day)T013000")
    }
    let expected = CalendarText.read(database).occurrences("1996-01-01", "2060-01-01")
    #expect(CalendarText.read(zone + own).occurrences("1996-01-01", "2060-01-01") == expected)
    #expect(expected.count == 3000)
  }

  @Test(arguments: ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY", "FREQ=YEARLY;BYWEEKNO=1"])
  func `P18: a VTIMEZONE whose rules are other than yearly is not used`(rule: String) {
    let file = CalendarText.read(
      Self.zone("Odd", offset: "+0100", rule: rule) + CalendarText.event("z@x", "DTSTART;TZID=Odd:20260507T070000"))
    #expect(file.errors.map(\.uid) == ["z@x"])
  }

  @Test func `floating times stand in X-WR-TIMEZONE when it is known, else in the authority's zone`() {
    #expect(Self.start("DTSTART:20260507T070000", ["X-WR-TIMEZONE:Europe/Athens"]) == ["z@x 2026-05-07T05:00:00"])
    #expect(Self.start("DTSTART:20260507T070000", ["X-WR-TIMEZONE:Nowhere"]) == ["z@x 2026-05-07T07:00:00"])
    #expect(
      Self.start("DTSTART:20260507T070000", ["X-WR-TIMEZONE:Own"] + Self.zone("Own", offset: "+0300"))
        == ["z@x 2026-05-07T05:00:00"])
  }

  @Test func `P16: only the day of the gap is shifted, the days after it keep the clock`() {
    let file = CalendarText.read(
      CalendarText.event("z@x", "DTSTART;TZID=Europe/London:20260328T013000", "RRULE:FREQ=DAILY;COUNT=3"))
    #expect(
      file.occurrences() == ["z@x 2026-03-28T01:30:00", "z@x 2026-03-29T02:30:00", "z@x 2026-03-30T01:30:00"])
  }

  @Test func `P17: days of a DURATION are civil, its hours exact, and a DTEND keeps the clock`() throws {
    func end(_ line: String) throws -> CivilDateTime {
      let file = CalendarText.read(CalendarText.event("z@x", "DTSTART;TZID=Europe/London:20260328T120000", line))
      let answer = CalendarSet([file], zone: .london).occurrences(in: .day("2026-03-01")..<(.day("2026-04-01")))
      let moment = try #require(answer.occurrences.first?.end)
      return TimeZone.london.civil(at: moment.instant(in: TimeZone.london))
    }
    #expect(try end("DURATION:P1D").description == "2026-03-29T12:00:00")
    #expect(try end("DURATION:PT24H").description == "2026-03-29T13:00:00")
    #expect(try end("DTEND;TZID=Europe/London:20260329T120000").description == "2026-03-29T12:00:00")
  }

  @Test func `G-08: an all-day event covers whole local days, of 23 and 25 hours where the clocks change`() throws {
    for (day, hours) in [("20260329", 23), ("20261025", 25), ("20260507", 24)] {
      let file = CalendarText.read(CalendarText.event("d@x", "DTSTART;VALUE=DATE:\(day)"))
      let answer = CalendarSet([file], zone: .london).occurrences(in: .day("2026-01-01")..<(.day("2027-01-01")))
      let occurrence = try #require(answer.occurrences.first)
      let end = try #require(occurrence.end?.instant(in: TimeZone.london))
      let start = occurrence.start.instant(in: TimeZone.london)
      #expect(end.secondsSince1970 - start.secondsSince1970 == Int64(hours) * 3600)
    }
  }

  @Test func `G-08: DTEND of a date is exclusive at both edges of a question`() {
    let file = CalendarText.read(
      CalendarText.event("d@x", "DTSTART;VALUE=DATE:20260507", "DTEND;VALUE=DATE:20260509"))
    #expect(file.occurrences("2026-05-08", "2026-05-09").count == 1)
    #expect(file.occurrences("2026-05-09", "2026-05-10").isEmpty)
    #expect(file.occurrences("2026-05-06", "2026-05-07").isEmpty)
  }

  @Test func `every Windows name leads to a zone of the database`() {
    for name in ["GMT Standard Time", "Eastern Standard Time", "India Standard Time", "Line Islands Standard Time"] {
      #expect(ZoneNames.zone(for: name) != nil, "\(name)")
    }
    #expect(ZoneNames.zone(for: "GMT Standard Time")?.identifier == "Europe/London")
  }
}
