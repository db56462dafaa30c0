import ElectionCalendar
import Elections
import Foundation
import TestSupport
import Testing

/// What an event in `elections/` is, and how notices and windows join their elections.
@Suite struct ElectionCalendarTests {
  static func calendar(_ lines: [String], rules: [SourceRule] = [], nation: Nation = .england) -> ElectionCalendar {
    calendar(
      [CalendarReader.read(CalendarText.calendar(lines), path: "elections/test.ics", zone: .london)], rules, nation)
  }

  static func calendar(_ files: [CalendarFile], _ rules: [SourceRule] = [], _ nation: Nation = .england)
    -> ElectionCalendar
  {
    ElectionCalendar(
      files: files, days: .day("2010-01-01")..<(.day("2035-01-01")), zone: .london, nation: nation, rules: rules)
  }

  @Test(
    arguments: [
      ("local.peterborough.2027-05-06@x", "", ["local"], "local.peterborough"),
      ("local.peterborough.2027-05-06", "", ["local"], "local.peterborough"),
      ("WMC:E14000647-parl.2027-05-06", "", ["parl"], "parl"),
      (
        "E05-010-local.peterborough.fletton-woodston.by.2027-05-06@x", "", ["local"],
        "local.peterborough.fletton-woodston"
      ),
      ("mayor.london.2027-05-06@x", "", ["gla"], "mayor.london"),
      ("local.city-of-london.2027-05-06@x", "", ["city-of-london"], "local.city-of-london"),
      ("parl.stoke.by.2027-05-06@x", "", ["parl-by-election"], "parl.stoke"),
      ("parl.stoke.2027-05-06@x", "PARL-BY-ELECTION", ["parl-by-election"], "parl.stoke"),
      ("ref.a.2027-05-06@x", "Referendum-Governance", ["referendum-governance"], "ref.a"),
      ("x@y", "LOCAL,ENGLAND", ["local"], nil), ("x@y", "parish", ["parish"], nil), ("x@y", "ELECTION", [], nil),
      ("2b0a-4c2e-2027-05-06@y", "", [], nil), ("local.peterborough@x", "", [], nil),
    ] as [(String, String, [String], String?)])
  func `an event is an election by its UID, else by its categories, else nobody has classified it`(
    uid: String, categories: String, kinds: [String], area: String?
  ) {
    let lines = categories.isEmpty ? [] : ["CATEGORIES:\(categories)"]
    let calendar = Self.calendar(
      ["BEGIN:VEVENT", "UID:\(uid)", "DTSTART;VALUE=DATE:20270506"] + lines + ["END:VEVENT"])
    #expect(calendar.elections.map { $0.kinds.map(\.rawValue) } == [kinds])
    #expect(calendar.elections.map { $0.area?.description } == [area])
    #expect(calendar.problems.map(\.severity) == (kinds.isEmpty ? [.warning] : []))
  }

  @Test func `a ref id without a category may be any referendum`() {
    let calendar = Self.calendar(CalendarText.event("ref.a.2027-05-06@x", "DTSTART;VALUE=DATE:20270506"))
    #expect(calendar.elections.map(\.kinds) == [ElectionKind.referendums])
  }

  @Test func `a recurring event without a date in its id completes it for each occurrence`() {
    let calendar = Self.calendar(
      CalendarText.event(
        "local.peterborough@x", "DTSTART;VALUE=DATE:20220505", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1TH;COUNT=3"))
    #expect(
      calendar.elections.map { $0.id?.description } == [
        "local.peterborough.2022-05-05", "local.peterborough.2023-05-04", "local.peterborough.2024-05-02",
      ])
    #expect(calendar.problems.isEmpty)
  }

  @Test func `a rule under sources classifies what its file and summary match, the first that does`() throws {
    let area = try #require(Area("local.a"))
    let rules = [
      SourceRule(
        file: "out*.ics", summary: "*BY-election*", treatment: .election(kind: .local, area: area, nation: .wales)),
      SourceRule(file: "outlook.ics", summary: nil, treatment: .ignore),
    ]
    func file(_ path: String, _ summary: String) -> CalendarFile {
      CalendarReader.read(
        CalendarText.calendar(CalendarText.event(path + summary, "DTSTART;VALUE=DATE:20270506", "SUMMARY:\(summary)")),
        path: "elections/\(path)", zone: .london)
    }
    let calendar = Self.calendar(
      [
        file("outlook.ics", "Ward By-Election"), file("outlook.ics", "Hustings"), file("sub/outlook.ics", "Count"),
        file("other.ics", "Ward by-election"),
      ], rules)
    #expect(calendar.elections.map { $0.id?.description } == [nil, "local.a.2027-05-06"])
    #expect(calendar.elections.map(\.nation) == [.england, .wales])
  }

  @Test func `CATEGORIES name the nation; the kind's only nation wins over it`() {
    let calendar = Self.calendar(
      CalendarText.event("local.a.2027-05-06@x", "DTSTART;VALUE=DATE:20270506", "CATEGORIES:SCOTLAND")
        + CalendarText.event("senedd.2027-05-06@x", "DTSTART;VALUE=DATE:20270506", "CATEGORIES:ENGLAND")
        + CalendarText.event("local.b.2027-05-06@x", "DTSTART;VALUE=DATE:20270506"), nation: .northernIreland)
    let nations = calendar.elections.map { "\($0.area?.description ?? "") \($0.nation.rawValue)" }.sorted()
    #expect(nations == ["local.a scotland", "local.b northern-ireland", "senedd wales"])
    #expect(calendar.problems.map(\.uid) == ["senedd.2027-05-06@x"])
  }

  private static let poll = CalendarText.event("local.a.2027-05-06@x", "DTSTART;VALUE=DATE:20270506")

  private static func notice(_ day: String, _ related: String, _ more: String...) -> [String] {
    ["BEGIN:VEVENT", "UID:notice-\(day)", "DTSTART;VALUE=DATE:\(day)", "CATEGORIES:NOTICE-OF-ELECTION"]
      + (related.isEmpty ? [] : ["RELATED-TO:\(related)"]) + more + ["END:VEVENT"]
  }

  @Test(arguments: ["local.a.2027-05-06@x", "local.a.2027-05-06"])
  func `a notice replaces the computed start of the election that it names by UID or id`(related: String) {
    let calendar = Self.calendar(Self.poll + Self.notice("20270319", related))
    #expect(calendar.elections.map(\.notice?.day) == [.day("2027-03-19")])
    #expect(calendar.problems.isEmpty)
  }

  @Test func `a notice of a series is that of its next poll, and of two notices the earlier counts`() {
    let series = CalendarText.event(
      "local.a@x", "DTSTART;VALUE=DATE:20220505", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1TH;COUNT=3")
    let calendar = Self.calendar(
      series + Self.notice("20230320", "local.a@x") + Self.notice("20230315", "local.a@x"))
    #expect(calendar.elections.map(\.notice?.day) == [nil, .day("2023-03-15"), nil])
  }

  @Test func `a notice that names nothing, or comes after the poll, is an error; a tentative one says nothing`() {
    for lines in [
      Self.notice("20270319", ""), Self.notice("20270319", "other"), Self.notice("20270510", "local.a.2027-05-06@x"),
    ] {
      let calendar = Self.calendar(Self.poll + lines)
      #expect(calendar.problems.map(\.severity) == [.error])
      #expect(calendar.elections.map(\.notice?.day) == [nil])
    }
    let tentative = Self.calendar(Self.poll + Self.notice("20270319", "local.a.2027-05-06@x", "STATUS:TENTATIVE"))
    #expect(tentative.elections.map(\.notice?.day) == [nil])
  }

  @Test func `a tentative window or notice is kept as possible, and what is wrong with it is a warning`() {
    let related = "RELATED-TO:local.a.2027-05-06@x"
    let calendar = Self.calendar(
      Self.poll + Self.notice("20270319", "local.a.2027-05-06@x", "STATUS:TENTATIVE")
        + CalendarText.event(
          "w1", "DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270305", "CATEGORIES:PURDAH", "STATUS:TENTATIVE")
        + CalendarText.event(
          "w2", "DTSTART;VALUE=DATE:20270310", "DTEND;VALUE=DATE:20270507", "CATEGORIES:PURDAH", "STATUS:TENTATIVE",
          related))
    #expect(calendar.possibleWindows.map(\.source.uid) == ["w1"])
    #expect(calendar.elections.map { $0.possibleWindows.map(\.source.uid) } == [["w2"]])
    #expect(calendar.elections.map(\.possibleNotice?.day) == [.day("2027-03-19")])
    #expect(calendar.standaloneWindows.isEmpty && calendar.elections.allSatisfy(\.explicitWindows.isEmpty))
    #expect(calendar.problems.isEmpty)
    for lines in [
      Self.notice("20270319", "other", "STATUS:TENTATIVE"),
      CalendarText.event("w1", "DTSTART:20270301T000000Z", "CATEGORIES:PURDAH", "STATUS:TENTATIVE"),
    ] {
      #expect(Self.calendar(Self.poll + lines).problems.map(\.severity) == [.warning])
    }
  }

  @Test func `a doubtful notice is a warning at the notice's own line, and none is given where its day is lawful`()
    throws
  {
    let calculator = WindowCalculator(holidays: BankHolidays([:]), zone: TimeZone.london)
    let poll = Self.poll + Self.notice("20270505", "local.a.2027-05-06@x")
    let problem = try #require(Self.calendar(poll).doubts(under: calculator).first)
    #expect(problem.severity == .warning && problem.uid == "notice-20270505")
    #expect(problem.line == Self.poll.count + 4)
    let lawful = Self.poll + Self.notice("20270319", "local.a.2027-05-06@x")
    #expect(Self.calendar(lawful).doubts(under: calculator).isEmpty)
  }

  @Test func `categories that a semicolon parts are read, with a warning`() {
    for text in ["LOCAL;", "LOCAL;ENGLAND", "LOCAL,;SCOTLAND"] {
      let calendar = Self.calendar(
        CalendarText.event("x", "DTSTART;VALUE=DATE:20270506", "CATEGORIES:\(text)"), nation: .wales)
      #expect(calendar.elections.map(\.kinds) == [[.local]])
      #expect(calendar.problems.map(\.severity) == [.warning])
    }
  }

  @Test func `a notice confirms a tentative election, with a warning, and a cancelled one stays cancelled`() {
    for (status, expected) in [("TENTATIVE", Election.Status.confirmed), ("CANCELLED", .cancelled)] {
      let poll = CalendarText.event("local.a.2027-05-06@x", "DTSTART;VALUE=DATE:20270506", "STATUS:\(status)")
      let calendar = Self.calendar(poll + Self.notice("20270319", "local.a.2027-05-06@x"))
      #expect(calendar.elections.map(\.status) == [expected])
    }
  }

  private static func window(_ lines: String...) -> [String] {
    ["BEGIN:VEVENT", "UID:window@x", "CATEGORIES:PURDAH", "SUMMARY:By hand"] + lines + ["END:VEVENT"]
  }

  @Test func `a window is taken exactly as given, alone or in place of an election's`() throws {
    let times = ["DTSTART;TZID=Europe/London:20270319T170000", "DTEND;TZID=Europe/London:20270507T120000"]
    let alone = Self.calendar(Self.poll + Self.window(times[0], times[1]))
    #expect(alone.standaloneWindows.count == 1)
    #expect(alone.elections.map(\.explicitWindows.count) == [0])
    let joined = Self.calendar(Self.poll + Self.window(times[0], times[1], "RELATED-TO:local.a.2027-05-06@x"))
    #expect(joined.standaloneWindows.isEmpty)
    let window = try #require(joined.elections.first?.explicitWindows.first)
    #expect(TimeZone.london.civil(at: window.starts).description == "2027-03-19T17:00:00")
    #expect(TimeZone.london.civil(at: window.ends).description == "2027-05-07T12:00:00")
    let days = Self.calendar(Self.window("DTSTART;VALUE=DATE:20270319", "DTEND;VALUE=DATE:20270507"))
    #expect(days.standaloneWindows.map { TimeZone.london.civil(at: $0.ends).description } == ["2027-05-07T00:00:00"])
    let dangling = Self.calendar(Self.window(times[0], times[1], "RELATED-TO:gone"))
    #expect(dangling.standaloneWindows.count == 1)
    #expect(dangling.problems.map(\.severity) == [.warning])
  }

  @Test func `a window without an end is an error`() {
    #expect(Self.calendar(Self.window("DTSTART:20270319T170000Z")).problems.map(\.severity) == [.error])
  }

  @Test func `two calendars that name one election agree, or are reported and both count`() {
    func file(_ path: String, _ lines: String...) -> CalendarFile {
      CalendarReader.read(
        CalendarText.calendar(["BEGIN:VEVENT", "UID:\(path)-local.a.2027-05-06"] + lines + ["END:VEVENT"]),
        path: "elections/\(path).ics", zone: .london)
    }
    let day = "DTSTART;VALUE=DATE:20270506"
    let agreeing = Self.calendar([file("a", day), file("b", day)])
    #expect(agreeing.elections.count == 1)
    #expect(agreeing.problems.isEmpty)
    for line in ["CATEGORIES:SCOTLAND", "CATEGORIES:MAYOR", "STATUS:CANCELLED", "STATUS:TENTATIVE"] {
      let differing = Self.calendar([file("a", day), file("b", day, line)])
      #expect(differing.elections.count == 2)
      #expect(differing.problems.map(\.severity) == [.warning])
      #expect(differing.problems.first?.file == "elections/b.ics")
    }
  }

  @Test(arguments: ["STATUS:CANCELLED", "CATEGORIES:SCOTLAND"])
  func `two versions that no rank parts both count, with a warning, whatever their files are called`(line: String)
    throws
  {
    func file(_ path: String, _ lines: String...) -> CalendarFile {
      CalendarReader.read(
        CalendarText.calendar(
          ["BEGIN:VEVENT", "UID:local.a.2027-05-06@x", "DTSTAMP:20260101T000000Z", "DTSTART;VALUE=DATE:20270506"]
            + lines
            + ["END:VEVENT"]),
        path: "elections/\(path).ics", zone: .london)
    }
    let calculator = WindowCalculator(holidays: try PublishedHolidays.holidays(), zone: TimeZone.london)
    func starts(_ files: [CalendarFile]) -> Instant? {
      BlackoutSchedule(Self.calendar(files).elections.flatMap(calculator.windows)).blackouts.first?.starts
    }
    let first = starts([file("a"), file("b", line)])
    #expect(first != nil)
    #expect(first == starts([file("b"), file("a", line)]))
    let problems = Self.calendar([file("a"), file("b", line)]).problems
    #expect(problems.contains { $0.severity == .warning && $0.message.contains("One UID stands for 2 events") })
    // The same twice says nothing new.
    #expect(Self.calendar([file("a", line), file("b", line)]).problems.isEmpty)
  }

  @Test func `a poll that its nation does not hold is reported, and closes for the longest window`() {
    let calendar = Self.calendar(CalendarText.event("x@y", "DTSTART;VALUE=DATE:20270506", "CATEGORIES:MAYOR,WALES"))
    #expect(calendar.problems.map(\.severity) == [.warning])
  }

  @Test func `two notices of one election are reported, and the earlier counts`() {
    let calendar = Self.calendar(
      Self.poll + Self.notice("20270319", "local.a.2027-05-06@x") + Self.notice("20270322", "local.a.2027-05-06@x"))
    #expect(calendar.elections.map(\.notice?.day) == [.day("2027-03-19")])
    #expect(calendar.problems.map(\.severity) == [.warning])
  }

  @Test func `an id that names the last of several days adds no third`() {
    let calendar = Self.calendar(
      CalendarText.event("local.a.2027-05-06@x", "DTSTART;VALUE=DATE:20270503", "DTEND;VALUE=DATE:20270507"))
    #expect(calendar.elections.map(\.pollingDay) == [.day("2027-05-03"), .day("2027-05-06")])
  }

  @Test func `an id that names another day than the event closes on both, with a warning`() {
    let calendar = Self.calendar(CalendarText.event("local.a.2027-05-06@x", "DTSTART;VALUE=DATE:20270513"))
    #expect(calendar.elections.map(\.pollingDay) == [.day("2027-05-06"), .day("2027-05-13")])
    #expect(calendar.problems.map(\.severity) == [.warning])
  }

  @Test func `a poll of several days closes for its first and its last, with a warning`() {
    let calendar = Self.calendar(
      CalendarText.event("x@y", "DTSTART;VALUE=DATE:20270506", "DTEND;VALUE=DATE:20270509", "CATEGORIES:LOCAL"))
    #expect(calendar.elections.map(\.pollingDay) == [.day("2027-05-06"), .day("2027-05-08")])
    #expect(calendar.problems.count == 1)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `G-10 G-05: a malformed event opens nothing that the others close`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let calculator = WindowCalculator(holidays: try PublishedHolidays.holidays(), zone: TimeZone.london)
    let events = (0..<12).map { number -> [String] in
      let day = CivilDate.day("2020-01-01").adding(days: Int.random(in: 0..<2500, using: &random))
      return CalendarText.event("local.a\(number).\(day)@x", "DTSTART;VALUE=DATE:\(day.compact)")
    }
    func schedule(_ events: [[String]]) -> BlackoutSchedule {
      BlackoutSchedule(Self.calendar(events.flatMap(\.self)).elections.flatMap(calculator.windows))
    }
    let broken = Int.random(in: events.indices, using: &random)
    let rest = events.enumerated().filter { $0.offset != broken }.map(\.element)
    var damaged = events
    damaged[broken][Int.random(in: 3...4, using: &random)] =
      ["rubbish", "DTSTART:never", "END:VTODO"].randomElement(using: &random) ?? ""
    let (whole, without) = (schedule(damaged), schedule(rest))
    for window in without.windows { #expect(whole.isClosed(at: window.starts), "seed \(seed)") }
    #expect(whole.windows.count >= without.windows.count - 1, "seed \(seed)")
  }

  // MARK: What is shipped

  @Test func `the shipped bank holidays are those published`() throws {
    let files = CalendarFolder.read(
      Places.calendars.path(percentEncoded: false) + "/bank-holidays", prefix: "bank-holidays", zone: .london
    ).files
    let calendars = BankHolidayCalendars(files: files, zone: .london)
    #expect(calendars.problems.isEmpty)
    #expect(calendars.holidays == (try PublishedHolidays.holidays()))
  }

  @Test func `the shipped elections are read whole, and each tells its source`() throws {
    let files = CalendarFolder.read(
      Places.calendars.path(percentEncoded: false) + "/elections", prefix: "elections", zone: .london
    ).files
    let calendar = Self.calendar(files)
    #expect(calendar.problems.isEmpty)
    let days = Set(calendar.elections.map(\.pollingDay.description))
    for day in [
      "2011-05-05", "2012-05-03", "2012-11-15", "2014-05-22", "2015-05-07", "2015-10-29", "2016-05-05", "2016-06-23",
      "2017-05-04", "2017-06-08", "2017-07-06", "2017-08-17", "2017-09-07", "2017-11-02", "2018-05-03", "2018-08-02",
      "2019-05-02", "2019-05-23", "2019-06-06", "2019-12-12", "2020-05-07", "2021-05-06", "2022-05-05", "2022-09-15",
      "2023-05-04", "2023-11-22", "2024-05-02", "2024-06-12", "2024-07-04", "2025-05-01", "2026-02-12", "2026-05-07",
      "2027-05-06", "2029-08-15",
    ] {
      #expect(days.contains(day), "\(day)")
    }
    for url in try FileManager.default.contentsOfDirectory(
      at: Places.calendars.appending(path: "elections"), includingPropertiesForKeys: nil)
    {
      let text = try String(contentsOf: url, encoding: .utf8)
      let events = text.split(separator: "BEGIN:VEVENT").dropFirst()
      for event in events { #expect(event.contains("COMMENT:"), "\(url.lastPathComponent)") }
    }
  }
}
