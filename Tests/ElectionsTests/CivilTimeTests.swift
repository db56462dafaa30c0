import Elections
import Foundation
import TestSupport
import Testing

@Suite struct CivilTimeTests {
  @Test func `every day of six centuries survives its numbers and its text`() throws {
    var date = CivilDate.day("1600-01-01")
    let last = CivilDate.day("2199-12-31")
    var weekday = Weekday.saturday  // 1 January 1600
    while date <= last {
      let (year, month, day) = date.numbers
      #expect(CivilDate(year: year, month: month, day: day) == date)
      #expect(date.weekday == weekday)
      weekday = Weekday(rawValue: (weekday.rawValue + 1) % 7) ?? .monday
      date = date.adding(days: 1)
    }
    #expect(CivilDate(last.description) == last)
  }

  @Test(arguments: ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026-01-01 ", "2026/01/01", ""])
  func `text that names no day is refused`(text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test func `G-03: boundaries resolve in the authority's zone across both clock changes`() {
    let london = TimeZone.london
    func instant(_ day: String, _ hour: Int, _ minute: Int = 0) -> Int64 {
      let civil = CivilDateTime(date: .day(day), secondOfDay: Int32(hour * 3600 + minute * 60))
      return london.instant(of: civil).secondsSince1970
    }
    // 29 March 2026 is 23 hours long, 25 October 25.
    #expect(instant("2026-03-30", 0) - instant("2026-03-29", 0) == 23 * 3600)
    #expect(instant("2026-10-26", 0) - instant("2026-10-25", 0) == 25 * 3600)
    // A window that spans a change opens at local midnight and ends at local 22:00.
    #expect(instant("2026-03-30", 0) == 1_774_825_200)
    #expect(instant("2026-05-07", 22) == 1_778_187_600)
    #expect(instant("2026-10-20", 0) == 1_792_450_800)
    #expect(instant("2026-11-26", 22) == 1_795_730_400)
  }

  @Test func `G-03: a window spanning each clock change starts and ends by the clock on the wall`() throws {
    let calculator = WindowCalculator(holidays: try PublishedHolidays.holidays(), zone: TimeZone.london)
    for day in ["2026-05-07", "2026-11-26"] {
      let window = try #require(calculator.windows(for: .on(.day(day), [.local])).first)
      let (starts, ends) = (TimeZone.london.civil(at: window.starts), TimeZone.london.civil(at: window.ends))
      #expect(starts.secondOfDay == 0)
      #expect(ends == CivilDateTime(date: .day(day), secondOfDay: 22 * 3600))
      #expect(
        TimeZone.london.offsetSeconds(at: window.starts) != TimeZone.london.offsetSeconds(at: window.ends)
          || day == "2026-05-07")
    }
  }

  @Test func `a skipped time takes the offset before the change, a repeated one its first instant`() {
    let london = TimeZone.london
    let skipped = CivilDateTime(date: .day("2026-03-29"), secondOfDay: 5400)
    #expect(london.resolve(skipped) == .skipped(shifted: Instant(secondsSince1970: 1_774_747_800)))
    let repeated = CivilDateTime(date: .day("2026-10-25"), secondOfDay: 5400)
    #expect(
      london.resolve(repeated)
        == .repeated(
          first: Instant(secondsSince1970: 1_792_888_200), second: Instant(secondsSince1970: 1_792_891_800)))
  }

  @Test(arguments: ["Europe/London", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"])
  func `civil times agree with a search over every minute of a year`(name: String) throws {
    let zone = try #require(ZoneCheck.zone(named: name))
    // Every instant of 2018 shows a reading; the reading resolves back to it, or to its first.
    var instant = Instant(secondsSince1970: 1_514_764_800)
    for _ in 0..<35_040 {
      let civil = zone.civil(at: instant)
      switch zone.resolve(civil) {
      case .unique(let found): #expect(found == instant)
      case .repeated(let first, let second): #expect(first == instant || second == instant)
      case .skipped: Issue.record("\(civil) was shown, so it cannot be skipped")
      }
      instant = instant.adding(seconds: 900)
    }
  }

  @Test func `a window edge at a midnight that does not exist is the first instant of that day`() throws {
    let saoPaulo = try #require(ZoneCheck.zone(named: "America/Sao_Paulo"))
    let start = saoPaulo.startOfDay(.day("2018-11-04"))
    #expect(saoPaulo.civil(at: start) == CivilDateTime(date: .day("2018-11-04"), secondOfDay: 3600))
    #expect(saoPaulo.date(at: start.adding(seconds: -1)) == .day("2018-11-03"))
  }

  @Test func `G-04: a database that is wrong about London is found out`() {
    struct AlwaysGreenwich: ZoneOffsets {
      func offsetSeconds(at instant: Instant) -> Int { 0 }
    }
    #expect(ZoneCheck.problems(london: TimeZone.london).isEmpty)
    #expect(ZoneCheck.problems(london: AlwaysGreenwich()).count == 3)
  }

  @Test(arguments: ["BST", "GMT+1", "UTC+1", "Europe/Lodnon", "europe/london", "", "../../etc/passwd", "SystemV/EST5"])
  func `G-04: a name that the IANA database does not have is no zone`(name: String) {
    #expect(ZoneCheck.zone(named: name) == nil)
  }

  @Test(arguments: ["Europe/London", "GB", "UTC", "Etc/GMT+1", "GMT0", "EST", "America/Argentina/Buenos_Aires"])
  func `names and aliases of the IANA database are zones`(name: String) {
    #expect(ZoneCheck.zone(named: name) != nil)
  }
}
