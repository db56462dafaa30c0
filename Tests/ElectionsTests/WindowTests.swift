import Elections
import Foundation
import TestSupport
import Testing

@Suite struct WindowTests {
  static func calculator(_ settings: PurdahSettings = PurdahSettings(), withSupplement: Bool = true) throws
    -> WindowCalculator
  {
    WindowCalculator(
      holidays: try PublishedHolidays.holidays(withSupplement: withSupplement), settings: settings,
      zone: TimeZone.london)
  }

  static func settings(_ change: (inout PurdahSettings) -> Void) -> PurdahSettings {
    var settings = PurdahSettings()
    change(&settings)
    return settings
  }

  // MARK: Known answers

  struct KnownAnswer: Decodable {
    let election_id, nation, kind, polling_day, event, date, bar: String

    var kinds: [ElectionKind] {
      kind == "UK general election"
        ? [.ukParliament] : ElectionID(election_id)?.stem.kinds ?? []
    }
  }

  static let knownAnswers: [KnownAnswer] = {
    let url = Places.checkout.appending(path: "Tests/ElectionsTests/Fixtures/known-answers.json")
    return (try? JSONDecoder().decode([KnownAnswer].self, from: Data(contentsOf: url))) ?? []
  }()

  @Test func `every known answer that the default or a setting must give is given`() throws {
    let tested = Self.knownAnswers.filter { ["exact", "setting:notice", "setting:latest-notice"].contains($0.bar) }
    #expect(tested.count == 17)
    for answer in tested {
      let settings = Self.settings {
        if answer.bar == "setting:notice" { $0.generalElectionStarts = .notice }
        if answer.bar == "setting:latest-notice" { $0.scottishNotice = .latest }
      }
      let nations: [String: Nation] = [
        "England": .england, "Wales": .wales, "Scotland": .scotland, "Northern Ireland": .northernIreland,
      ]
      let election = Election.on(
        .day(answer.polling_day), answer.kinds, in: nations[answer.nation] ?? .england, id: answer.election_id)
      let window = try #require(try Self.calculator(settings).windows(for: election).first)
      if answer.event == "window_end" {
        let end = TimeZone.london.civil(at: window.ends)
        #expect(end.description.hasPrefix(answer.date), "\(answer)")
      } else {
        #expect(window.firstDay.description == answer.date, "\(answer)")
        #expect(TimeZone.london.startOfDay(window.firstDay) == window.starts)
      }
      #expect(!window.isEstimate)
    }
  }

  @Test func `a start that no rule gives comes from the published notice`() throws {
    for answer in Self.knownAnswers where answer.bar == "explicit" && answer.event == "notice_of_election" {
      let election = Election.on(
        .day(answer.polling_day), answer.kinds, id: answer.election_id, notice: .day(answer.date))
      let window = try #require(try Self.calculator().windows(for: election).first)
      #expect(window.firstDay == .day(answer.date))
      #expect(window.basis == .notice)
      #expect(!window.isEstimate)
    }
  }

  // MARK: A second count

  /// The rules once more, as plain numbers: kind, nations, days, whose holidays.
  static let secondTable: [(ElectionKind, [Nation], Int, String)] = [
    (.local, [.england, .wales, .northernIreland], 25, "own"), (.local, [.scotland], 35, "scotland+em"),
    (.parish, [.england, .wales], 25, "own"), (.parishPoll, [.england, .wales], 25, "own"),
    (.mayor, [.england], 25, "own"), (.policeAndCrimeCommissioner, [.england, .wales], 25, "own"),
    (.greaterLondonAuthority, [.england], 30, "own"), (.cityOfLondon, [.england], 25, "city"),
    (.ukParliament, Nation.allCases, 25, "union"), (.ukParliamentByElection, Nation.allCases, 27, "own"),
    (.senedd, [.wales], 25, "own"), (.scottishParliament, [.scotland], 35, "scotland+em"),
    (.northernIrelandAssembly, [.northernIreland], 25, "own"), (.europeanParliament, Nation.allCases, 25, "own"),
    (.neighbourhoodReferendum, [.england], 28, "own"),
  ]

  @Test func `every Thursday from 2012 to 2028 agrees with a second count over plain sets`() throws {
    let days = try PublishedHolidays.days()
    let calculator = try Self.calculator()
    let easterMondays = Set(
      (2010...2028).compactMap { year in
        days[.englandAndWales]?.first { $0.year == year && $0.weekday == .monday && (3...4).contains($0.numbers.month) }
      })
    for (kind, nations, count, holidays) in Self.secondTable {
      for nation in nations {
        var left = days[nation.division] ?? []
        if holidays == "union" { left = days.values.reduce([]) { $0.union($1) } }
        if holidays == "scotland+em" { left.formUnion(easterMondays) }
        var poll = CivilDate.day("2012-01-05")
        while poll < .day("2028-12-31") {
          var day = poll
          var counted = 0
          while counted < count {
            day = day.adding(days: -1)
            let (_, month, number) = day.numbers
            let isLeftOut =
              day.isWeekend || left.contains(day) || (month == 12 && (number == 24 || number == 25))
              || (holidays == "city" && Self.isInCityBreak(day, easterMondays, days[.englandAndWales] ?? []))
            if !isLeftOut { counted += 1 }
          }
          let window = try #require(calculator.windows(for: .on(poll, [kind], in: nation)).first)
          #expect(window.firstDay == day, "\(kind) \(nation) \(poll)")
          poll = poll.adding(days: 7)
        }
      }
    }
  }

  private static func isInCityBreak(_ day: CivilDate, _ easterMondays: Set<CivilDate>, _ holidays: Set<CivilDate>)
    -> Bool
  {
    // From Thursday, four days before Easter Monday, to the Tuesday after it.
    if easterMondays.contains(where: { (-4...1).contains(day.days(since: $0)) }) { return true }
    for christmas in [CivilDate(year: day.year, month: 12, day: 25), CivilDate(year: day.year - 1, month: 12, day: 25)]
    {
      guard let christmas else { continue }
      let before = (1...4).map { christmas.adding(days: -$0) }.first { !$0.isWeekend } ?? christmas
      let after =
        (1...9).map { christmas.adding(days: $0) }.first { !$0.isWeekend && !holidays.contains($0) } ?? christmas
      if before <= day && day <= after { return true }
    }
    return false
  }

  // MARK: Other rules

  @Test(arguments: [
    (ElectionKind.referendumUnderAct, "2016-06-23", "2016-05-27"),
    (.referendumUnderAct, "2014-09-18", "2014-08-22"), (.governanceReferendum, "2021-05-06", "2021-04-08"),
    (.councilTaxReferendum, "2015-05-07", "2015-04-09"),
  ])
  func `a referendum under an Act or a council's counts calendar days`(kind: ElectionKind, poll: String, start: String)
    throws
  {
    let window = try #require(try Self.calculator().windows(for: .on(.day(poll), [kind])).first)
    #expect(window.firstDay == .day(start))
    #expect(!window.isEstimate)
  }

  @Test func `a referendum whose sort is not told is the one that starts earliest`() throws {
    let window = try #require(
      try Self.calculator().windows(for: .on(.day("2017-07-06"), ElectionKind.referendums)).first)
    #expect(window.kind == .neighbourhoodReferendum)
    for kind in ElectionKind.referendums {
      let other = try #require(try Self.calculator().windows(for: .on(.day("2017-07-06"), [kind])).first)
      #expect(window.starts <= other.starts)
    }
  }

  @Test func `no default starts before the window of what nobody has classified`() throws {
    let calculator = try Self.calculator()
    var poll = CivilDate.day("2012-06-07")
    while poll < .day("2028-12-31") {
      for nation in Nation.allCases {
        let longest = try #require(calculator.windows(for: .on(poll, [], in: nation)).first)
        #expect(longest.basis == .unclassified)
        for kind in ElectionKind.allCases {
          let window = try #require(calculator.windows(for: .on(poll, [kind], in: nation)).first)
          #expect(longest.starts <= window.starts, "\(kind) \(nation) \(poll)")
          #expect(!window.citation.isEmpty)
        }
      }
      poll = poll.adding(days: 63)
    }
  }

  @Test func `a parish poll ends at 21:00 and is an estimate; every other poll ends at 22:00`() throws {
    for kind in ElectionKind.allCases {
      let nation = kind.onlyNation ?? .england
      let window = try #require(try Self.calculator().windows(for: .on(.day("2024-06-13"), [kind], in: nation)).first)
      let end = TimeZone.london.civil(at: window.ends)
      #expect(end.secondOfDay == (kind == .parishPoll ? 21 : 22) * 3600, "\(kind)")
      #expect(window.isEstimate == [.parishPoll, .ukParliamentByElection].contains(kind), "\(kind)")
    }
  }

  @Test func `the end of polling day is its midnight, also for a parish poll`() throws {
    let settings = Self.settings { $0.ends = .endOfPollingDay }
    for kind in [ElectionKind.local, .parishPoll] {
      let window = try #require(try Self.calculator(settings).windows(for: .on(.day("2026-10-22"), [kind])).first)
      #expect(window.ends == TimeZone.london.startOfDay(.day("2026-10-23")))
    }
  }

  @Test func `past the published holidays a start is an estimate and a working day earlier`() throws {
    let calculator = try Self.calculator()
    let window = try #require(calculator.windows(for: .on(.day("2029-05-03"), [.local])).first)
    // 25 working days over the regular holidays of 2029 lead to 27 March; Good Friday is the 30th.
    #expect(window.firstDay == .day("2029-03-26"))
    #expect(window.isEstimate)
    let inside = try #require(calculator.windows(for: .on(.day("2028-12-21"), [.local])).first)
    #expect(!inside.isEstimate)
    // Calendar days need no holidays.
    let referendum = try #require(calculator.windows(for: .on(.day("2035-05-03"), [.referendumUnderAct])).first)
    #expect(!referendum.isEstimate)
    // Before the data begin the same holds.
    let early = try #require(
      try Self.calculator(withSupplement: false).windows(for: .on(.day("2011-05-05"), [.local])).first)
    #expect(early.isEstimate)
  }

  @Test func `a day of mourning given by hand moves a start a working day back`() throws {
    let settings = Self.settings { $0.extraNonWorkingDays = [.day("2023-04-18")] }
    let window = try #require(try Self.calculator(settings).windows(for: .on(.day("2023-05-04"), [.local])).first)
    #expect(window.firstDay == .day("2023-03-24"))
  }

  @Test func `tentative and cancelled elections close nothing, but a window given by hand does`() throws {
    let calculator = try Self.calculator()
    for status in [Election.Status.tentative, .cancelled] {
      var election = Election.on(.day("2027-05-06"), [.local], status: status)
      #expect(calculator.windows(for: election).isEmpty)
      #expect(calculator.possibleWindows(for: election).isEmpty == (status == .cancelled))
      let window = try #require(
        ExplicitWindow(
          starts: Instant(secondsSince1970: 100), ends: Instant(secondsSince1970: 200), summary: "By hand",
          source: election.source))
      election.explicitWindows = [window]
      #expect(calculator.windows(for: election).map(\.basis) == [.explicit])
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `windows given by hand stand as they are where one closes some of polling day, and else close besides the law`(
    seed: UInt64
  )
    throws
  {
    var random = SeededGenerator(seed: seed)
    let calculator = try Self.calculator()
    let plain = Election.on(.day("2027-05-06"), [.local])
    let computed = try #require(calculator.windows(for: plain).first)
    func instant(_ days: ClosedRange<Int>) -> Instant {
      calculator.zone.startOfDay(.day("2027-05-06").adding(days: Int.random(in: days, using: &random)))
    }
    for _ in 0..<50 {
      var election = plain
      election.explicitWindows = (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in
        ExplicitWindow(starts: instant(-60...5), ends: instant(-40...10), summary: "By hand", source: plain.source)
      }
      let windows = calculator.windows(for: election)
      let (given, schedule) = (election.explicitWindows, BlackoutSchedule(windows))
      let poll = calculator.zone.startOfDay(.day("2027-05-06"))
      let closesPoll = (0..<24).contains { hour in
        given.contains {
          $0.starts <= poll.adding(seconds: Int64(hour) * 3600) && poll.adding(seconds: Int64(hour) * 3600) < $0.ends
        }
      }
      for hour in 0..<(37 * 24) {
        let at = computed.starts.adding(seconds: Int64(hour) * 3600)
        let isClosed = given.contains { $0.starts <= at && at < $0.ends } || !closesPoll && computed.contains(at)
        #expect(schedule.isClosed(at: at) == isClosed, "seed \(seed)")
      }
      #expect((calculator.missedPoll(of: election) == nil) == (closesPoll || given.isEmpty), "seed \(seed)")
    }
  }

  @Test func `the working days counted are those from polling day back to the start`() throws {
    let calculator = try Self.calculator()
    let window = try #require(calculator.windows(for: .on(.day("2023-05-04"), [.local])).first)
    let days = calculator.countedDays(for: window)
    #expect(days.count == 25)
    #expect(days.first == .day("2023-05-03"))
    #expect(days.last == window.firstDay)
    for holiday in ["2023-05-01", "2023-04-10", "2023-04-07"] { #expect(!days.contains(.day(holiday))) }
  }

  // MARK: G-09

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `G-09: adding a bank holiday never moves a computed start later`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var days = try PublishedHolidays.days()
    let polls = (0..<12).map { _ in CivilDate.day("2010-06-01").adding(days: Int.random(in: 0..<9000, using: &random)) }
    func starts(_ days: [HolidayDivision: Set<CivilDate>]) -> [Instant] {
      let calculator = WindowCalculator(holidays: BankHolidays(days), zone: TimeZone.london)
      return polls.flatMap { poll in
        ElectionKind.allCases.flatMap { kind in
          Nation.allCases.flatMap { calculator.windows(for: .on(poll, [kind], in: $0)).map(\.starts) }
        }
      }
    }
    var before = starts(days)
    for _ in 0..<4 {
      let division = HolidayDivision.allCases.randomElement(using: &random) ?? .scotland
      days[division]?.insert(CivilDate.day("2010-01-01").adding(days: Int.random(in: 0..<9200, using: &random)))
      let after = starts(days)
      #expect(zip(before, after).allSatisfy { $1 <= $0 }, "seed \(seed)")
      before = after
    }
  }

  @Test func `G-09: a holiday proclaimed late moves a start into the past, which closes at once`() throws {
    var days = try PublishedHolidays.days()
    days[.englandAndWales]?.remove(.day("2022-09-19"))
    let poll = Election.on(.day("2022-10-20"), [.local])
    func schedule() -> BlackoutSchedule {
      BlackoutSchedule(WindowCalculator(holidays: BankHolidays(days), zone: TimeZone.london).windows(for: poll))
    }
    let now = TimeZone.london.startOfDay(.day("2022-09-14")).adding(seconds: 3600)
    #expect(schedule().state(at: now) == .open(previous: nil, next: 0))
    days[.englandAndWales]?.insert(.day("2022-09-19"))
    #expect(schedule().state(at: now) == .closed(0))
  }
}
