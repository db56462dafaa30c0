import Elections
import GateTesting
import Publishing
import TestSupport
import Testing

/// Files that cannot be read: everything that they may concern holds, and leaves once they can be read.
@Suite struct SourceDoubtTests {
  private static let doubt = SourceDoubt(
    source: "elections/a.ics", detail: "elections/a.ics:3: error: There is no such day.", since: PeopleStage.start)

  @Test func `nothing leaves while a file is in doubt, and all leaves after`() throws {
    let stage = PeopleStage()
    try stage.run(SimulatedCouncil.governed()) { stage in
      _ = try? await stage.store.setDoubts([Self.doubt], at: stage.now)
      try? await stage.submit("a", by: "ann")
      try? await stage.submit("b", by: "ann", due: .seconds(50))
      await stage.sleep(.seconds(300))
      #expect(stage.calls.all.isEmpty)
      _ = try? await stage.store.setDoubts([], at: stage.now)
    }
    #expect(stage.deliveries.map(\.state.name) == [.published, .published])
    #expect(stage.calls.all.allSatisfy { $0.at >= PeopleStage.start.adding(seconds: 300) })
  }

  @Test func `what a channel never closes for leaves whatever cannot be read`() throws {
    let stage = PeopleStage()
    var settings = SimulatedCouncil.governed()
    settings.channels = settings.channels.map { $0.closing(for: [.routine]) }
    try stage.run(settings) { stage in
      _ = try? await stage.store.setDoubts([Self.doubt], at: stage.now)
      try? await stage.submit("The river rises.", by: "hal", contentClass: .emergency)
      try? await stage.submit("Bins on Friday.", by: "ann")
    }
    #expect(stage.deliveries.map(\.state.name) == [.published, .queued])
  }

  @Test func `G-50: verdict, state and lane say alike that it is unknown, with the file as the cause`() throws {
    let settings = SimulatedCouncil.governed()
    let channel = try #require(settings.channels.first)
    let schedule = ChannelSchedule(channel: channel, windows: [])
    let rules = Ruleset(revision: RevisionNumber(1), settings: settings, folder: "", schedules: [schedule])
    var rows = StandingRows()
    rows.doubts = [Self.doubt]
    let standing = Standing(rules, rows, now: PeopleStage.start)
    let state = standing.state(of: channel.id, at: PeopleStage.start)
    #expect(state.state == .unknown && state.causes == [Self.doubt.cause])
    let lane = Lane(channel: channel.id, contentClass: .routine)
    #expect(standing.rules.state(of: lane, at: PeopleStage.start).causes == [Self.doubt.cause])
    #expect(!standing.isOpen(lane, at: PeopleStage.start) && rules.isHeldInDoubt(lane))
    #expect(Standing(rules, now: PeopleStage.start).isOpen(lane, at: PeopleStage.start))
    guard case .condition(let condition) = Self.doubt.cause else { return }
    #expect(condition.kind == .calendarUnreadable && condition.detail.description == Self.doubt.detail)
  }

  @Test func `a file that is half saved is no alarm for ten seconds`() {
    #expect(!Self.doubt.isAlarm(at: PeopleStage.start.adding(seconds: 10)))
    #expect(Self.doubt.isAlarm(at: PeopleStage.start.adding(.milliseconds(10_001))))
  }
}
