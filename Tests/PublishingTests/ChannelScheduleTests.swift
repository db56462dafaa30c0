import Elections
import Foundation
import GateTesting
import Publishing
import TestSupport
import Testing

@Suite struct ChannelScheduleTests {
  private static func instant(_ day: String, _ hour: Int = 0) -> Instant {
    TimeZone.london.instant(of: CivilDateTime(date: .day(day), secondOfDay: Int32(hour * 3600)))
  }

  private static func schedule(
    _ elections: [Election], closesFor: [ContentClass] = ContentClass.allCases, doubts: [Cause] = [],
    areas: [Area]? = nil
  ) throws -> ChannelSchedule {
    let calculator = WindowCalculator(holidays: try PublishedHolidays.holidays(), zone: TimeZone.london)
    let channel = Channel(
      id: "c", name: "C", connector: SimulatedConnectorSettings(), areas: areas, closesFor: closesFor)
    return ChannelSchedule(channel: channel, windows: elections.flatMap(calculator.windows), doubts: doubts)
  }

  private static let doubt = Cause.calendarUnreadable("elections/a.ics:3: broken")

  @Test func `a closed channel tells since when, until when, why, and what comes next`() throws {
    let schedule = try Self.schedule([.on(.day("2023-05-04"), [.local])], closesFor: [.routine])
    let state = schedule.state(at: Self.instant("2023-04-20"))
    #expect(state.state == .closed)
    #expect(state.since == Self.instant("2023-03-27"))
    #expect(state.until == Self.instant("2023-05-04", 22))
    #expect(state.closedFor == [.routine])
    #expect(state.causes.count == 1)
    #expect(state.next?.at == state.until)
    #expect(state.next?.state == .open)
  }

  @Test func `an open channel tells when and why it closes next`() throws {
    let schedule = try Self.schedule([.on(.day("2023-05-04"), [.local]), .on(.day("2024-05-02"), [.local])])
    let state = schedule.state(at: Self.instant("2023-06-01"))
    #expect(state.state == .open)
    #expect(state.since == Self.instant("2023-05-04", 22))
    #expect(state.until == Self.instant("2024-03-26"))
    #expect(state.closedFor.isEmpty && state.causes.isEmpty)
    #expect(state.next?.state == .closed)
    #expect(state.next?.causes.count == 1)
    let last = schedule.state(at: Self.instant("2025-01-01"))
    #expect(last.until == nil && last.next == nil)
  }

  @Test func `G-01: closed at its first instant and open at its last, to the millisecond`() throws {
    let schedule = try Self.schedule([.on(.day("2023-05-04"), [.local])])
    func state(_ instant: Instant, _ milliseconds: Int64) -> ChannelState.State {
      schedule.state(at: Instant(millisecondsSince1970: instant.millisecondsSince1970 + milliseconds)).state
    }
    let (starts, ends) = (Self.instant("2023-03-27"), Self.instant("2023-05-04", 22))
    #expect(
      [state(starts, -1), state(starts, 0), state(ends, -1), state(ends, 0)] == [.open, .closed, .closed, .open])
  }

  @Test func `with calendars in doubt a channel is never open: closed inside a blackout, else unknown, which holds`()
    throws
  {
    let schedule = try Self.schedule([.on(.day("2023-05-04"), [.local])], doubts: [Self.doubt])
    let inside = schedule.state(at: Self.instant("2023-04-20"))
    #expect(inside.state == .closed)
    #expect(inside.causes.contains(Self.doubt))
    #expect(inside.next?.state == .unknown)
    let outside = schedule.state(at: Self.instant("2023-06-01"))
    #expect(outside.state == .unknown)
    #expect(outside.causes == [Self.doubt])
    #expect(outside.closedFor == ContentClass.allCases)
    for contentClass in ContentClass.allCases {
      #expect(schedule.state(for: contentClass, at: Self.instant("2023-06-01")) == .unknown)
    }
  }

  @Test func `a class that the channel does not close for stays open`() throws {
    let schedule = try Self.schedule([.on(.day("2023-05-04"), [.local])], closesFor: [.routine, .service])
    let inside = Self.instant("2023-04-20")
    #expect(
      ContentClass.allCases.map { schedule.state(for: $0, at: inside) } == [.closed, .closed, .open, .open])
  }

  @Test func `only elections that touch the channel's areas close it`() throws {
    let elections: [Election] = [
      .on(.day("2023-05-04"), [.local], id: "local.fenland.2023-05-04"),
      .on(.day("2024-07-04"), [.ukParliament], id: "parl.2024-07-04"),
    ]
    let schedule = try Self.schedule(
      elections, areas: [try #require(Area("local.peterborough")), try #require(Area("parl"))])
    #expect(schedule.state(at: Self.instant("2023-04-20")).state == .open)
    #expect(schedule.state(at: Self.instant("2024-06-20")).state == .closed)
  }
}
