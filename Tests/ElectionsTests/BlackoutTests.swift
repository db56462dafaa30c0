import Elections
import Foundation
import TestSupport
import Testing

@Suite struct BlackoutTests {
  /// Windows of whole hours over a few days, so that edges often touch.
  private static func windows(seed: UInt64, count: Int = 12) throws -> [PurdahWindow] {
    var random = SeededGenerator(seed: seed)
    let calculator = WindowCalculator(holidays: BankHolidays(), zone: TimeZone.london)
    return try (0..<count).map { number in
      let starts = Int64.random(in: 0..<200, using: &random) * 3600
      let length = Int64.random(in: 1..<30, using: &random) * 3600
      let areas = [nil, Area("local.a"), Area("local.a.w"), Area("local.b"), Area("parl")]
      let window = try #require(
        ExplicitWindow(
          starts: Instant(secondsSince1970: starts), ends: Instant(secondsSince1970: starts + length),
          area: areas.randomElement(using: &random) ?? nil, summary: "window \(number)",
          source: SourceLine(file: "f.ics", line: number, uid: "\(number)")))
      return calculator.window(for: window)
    }
  }

  private static let probes: [Instant] = (-2...240).flatMap { hour in
    [-1, 0, 1].map { Instant(millisecondsSince1970: Int64(hour) * 3_600_000 + $0) }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `G-01 G-06 G-07: closed exactly when some window contains the instant, with every such cause`(seed: UInt64)
    throws
  {
    let windows = try Self.windows(seed: seed)
    let schedule = BlackoutSchedule(windows)
    for instant in Self.probes {
      // Half-open to the millisecond, and from intervals alone.
      let expected = Set(
        windows.filter {
          $0.starts.millisecondsSince1970 <= instant.millisecondsSince1970
            && instant.millisecondsSince1970 < $0.ends.millisecondsSince1970
        })
      #expect(schedule.isClosed(at: instant) == !expected.isEmpty, "seed \(seed), \(instant)")
      #expect(Set(schedule.causes(at: instant)) == expected, "seed \(seed), \(instant)")
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `G-05: adding a window never opens, removing one never closes, and order is irrelevant`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var windows = try Self.windows(seed: seed)
    let whole = BlackoutSchedule(windows)
    #expect(BlackoutSchedule(windows.shuffled(using: &random)) == whole, "seed \(seed)")
    windows.remove(at: Int.random(in: windows.indices, using: &random))
    let fewer = BlackoutSchedule(windows)
    for instant in Self.probes {
      #expect(whole.isClosed(at: instant) || !fewer.isClosed(at: instant), "seed \(seed), \(instant)")
    }
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `blackouts are disjoint, in order, and say when the state changes next`(seed: UInt64) throws {
    let schedule = BlackoutSchedule(try Self.windows(seed: seed))
    for (one, next) in zip(schedule.blackouts, schedule.blackouts.dropFirst()) { #expect(one.ends < next.starts) }
    for instant in Self.probes {
      switch schedule.state(at: instant) {
      case .closed(let index):
        let blackout = schedule.blackouts[index]
        #expect(blackout.starts <= instant && instant < blackout.ends)
      case .open(let previous, let next):
        if let previous { #expect(schedule.blackouts[previous].ends <= instant) }
        if let next { #expect(instant < schedule.blackouts[next].starts) }
        #expect((next ?? schedule.blackouts.count) - (previous ?? -1) == 1)
      }
    }
  }

  @Test func `G-07: windows that touch are one blackout, and its end is the last of their ends`() throws {
    let calculator = WindowCalculator(holidays: try PublishedHolidays.holidays(), zone: TimeZone.london)
    // 2019: local, European and parliamentary by-election, from 19 March to 6 June without a gap.
    let elections: [Election] = [
      .on(.day("2019-05-02"), [.local], notice: .day("2019-03-19"), line: 1),
      .on(.day("2019-05-23"), [.europeanParliament], line: 2),
      .on(.day("2019-06-06"), [.ukParliamentByElection], line: 3),
    ]
    let schedule = BlackoutSchedule(elections.flatMap(calculator.windows))
    #expect(schedule.blackouts.count == 1)
    #expect(TimeZone.london.date(at: schedule.blackouts[0].starts) == .day("2019-03-19"))
    #expect(TimeZone.london.date(at: schedule.blackouts[0].ends) == .day("2019-06-06"))
    let afterLocal = TimeZone.london.startOfDay(.day("2019-05-10"))
    #expect(schedule.causes(at: afterLocal).map(\.kind) == [.europeanParliament, .ukParliamentByElection])
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `a channel is closed by the windows that touch its areas, and by those of no area`(seed: UInt64) throws {
    let windows = try Self.windows(seed: seed)
    let area = try #require(Area("local.a"))
    let schedule = BlackoutSchedule(windows, touching: [area])
    let expected = BlackoutSchedule(windows.filter { $0.area?.touches(area) ?? true })
    #expect(schedule == expected, "seed \(seed)")
    #expect(BlackoutSchedule(windows, touching: nil) == BlackoutSchedule(windows))
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `G-13: what vanished, was cancelled or moved keeps closing until a person agrees`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let before = try Self.windows(seed: seed)
    var after = before.filter { _ in Bool.random(using: &random) }
    after += try Self.windows(seed: seed &+ 1_000, count: 3)
    let (old, new) = (BlackoutSchedule(before), BlackoutSchedule(after))
    let change = BlackoutChange(from: old, to: new)
    for instant in Self.probes {
      let (was, would) = (old.isClosed(at: instant), new.isClosed(at: instant))
      #expect(change.schedule.isClosed(at: instant) == (was || would), "seed \(seed), \(instant)")
      #expect(change.closes.contains { $0.contains(instant) } == (would && !was), "seed \(seed), \(instant)")
      #expect(change.opens.contains { $0.contains(instant) } == (was && !would), "seed \(seed), \(instant)")
    }
  }

  @Test func `G-02: a state depends on the instant alone, not on when or how often it is asked`() throws {
    let schedule = BlackoutSchedule(try Self.windows(seed: 7))
    let first = Self.probes.map { schedule.state(at: $0) }
    let again = Self.probes.reversed().map { schedule.state(at: $0) }
    #expect(first == again.reversed())
  }
}
