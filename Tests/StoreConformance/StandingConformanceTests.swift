import Elections
import Foundation
import GateTesting
import Publishing
import PublishingGate
import TestSupport
import Testing

/// G-50: what every store gives of all that holds.
@Suite struct StandingConformanceTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static func after(_ seconds: Int64) -> Instant { Given.noon.adding(seconds: seconds) }

  private static func pause(_ channel: String?, until: Instant? = nil) -> Pause {
    Pause(channel: channel, reason: "An incident", until: until, at: Given.noon, actor: "author")
  }

  @Test(arguments: StoreUnderTest.all)
  func `pauses, stopped channels, doubts, paces and the clock come together, and a pause that is over does not`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    #expect(try await store.standingRows(StandingQuery(at: Given.noon)) == StandingRows())
    let pauses = [Self.pause(nil, until: Self.after(60)), Self.pause("hook"), Self.pause("website")]
    for pause in pauses { _ = try await store.pause(pause, under: .unregistered(RevisionNumber(1))) }
    let stops = ["hook", "website"].map { channel in
      ChannelStop(channel: channel, reason: "It answered 401.", at: Self.after(1), actor: "gate")
    }
    for stop in stops.reversed() { #expect(try await store.stop(stop)) }
    let doubts = ["a.ics", "b.ics"].map { SourceDoubt(source: $0, detail: "cut off", since: Self.after(2)) }
    _ = try await store.setDoubts(doubts, at: Self.after(2))
    _ = try await store.submit([Given.post("one")], note: Given.note())
    let service = try await store.service()
    let pace = Pace(posts: 2, per: .seconds(60))
    let claimed = try await store.claim(service, at: Self.after(3), pace: pace).claimed
    var rows = try await store.standingRows(StandingQuery(at: Self.after(4)))
    #expect(rows.pauses == pauses && rows.stops == stops && rows.doubts == doubts && rows.clockDoubt == nil)
    #expect(rows.paces == [:] && rows.queue == StandingRows.Queue())
    // A permit is what a pace is measured by.
    for channel in ["website", nil] {
      let ended = try await store.endPause(
        of: channel, at: Self.after(4), actor: "author", reason: "over", under: .unregistered(RevisionNumber(1)))
      #expect(ended)
    }
    _ = try await store.start(
      channel: "website", at: Self.after(4), reason: "mended", by: "author", under: .unregistered(RevisionNumber(1)))
    _ = try await store.setDoubts([], at: Self.after(4))
    #expect(try await store.permit(claimed, service, at: Self.after(5), pace: pace).granted.count == 1)
    let reading = ClockReading(wall: Self.after(6))
    _ = try await store.heartbeat(SignOfLife(service, reading, .doubt("The clock is off.")))
    rows = try await store.standingRows(StandingQuery(at: Self.after(60)))
    #expect(rows.pauses == [pauses[1]] && rows.stops == [stops[0]] && rows.doubts.isEmpty)
    #expect(rows.paces == ["website": PaceLog([Self.after(5)])] && rows.clockDoubt == "The clock is off.")
  }

  @Test(arguments: StoreUnderTest.all)
  func `of what waits a query gives whole queues, lanes, and what its lane alone does not tell`(
    kind: StoreUnderTest
  ) async throws {
    let store = try kind.open(folder)
    try await store.adoptFirst()
    let drafts = [
      Given.post("first", on: ["website", "hook"], due: Self.after(20), seed: 1),
      Given.post("second", on: ["website", "hook"], due: Self.after(10), seed: 2),
      Given.post("in hand", on: ["hook"], seed: 3), Given.post("put off", on: ["hook"], seed: 4),
      Given.post("overridden", on: ["hook"], due: Self.after(300), seed: 5),
      Given.post("in hand too", on: ["website"], seed: 6),
    ]
    _ = try await store.submit(drafts, note: Given.note())
    let service = try await store.service()
    let claimed = try await store.claim(service, at: Given.noon).claimed
    #expect(claimed.map(\.content.text) == ["in hand", "put off", "in hand too"])
    _ = try await store.record([
      DeliveryReport(
        delivery: claimed[1].delivery.id,
        event: .giveBack(fence: claimed[1].delivery.fence, next: Self.after(100)), audit: nil)
    ])
    let name = DeliveryName(post: PostID(5), channel: "hook")
    let asked = try await store.change(
      OverrideChange(
        .request(name, basis: .publicSafety, reason: "a flood", until: Self.after(600)), at: Given.noon, actor: "ann",
        under: .unregistered(RevisionNumber(1))))
    _ = try await store.change(
      OverrideChange(
        .approve(asked.id, reason: nil), at: Given.noon, actor: "dee", under: .unregistered(RevisionNumber(1)), seen: 1)
    )

    var queue = try await store.standingRows(StandingQuery(at: Self.after(1), paced: ["website", "none"])).queue
    #expect(queue.whole["website"]?.map(\.post) == [PostID(2), PostID(1)] && queue.whole["none"] == [])
    #expect(queue.lanes.isEmpty && queue.single.isEmpty)
    queue = try await store.standingRows(StandingQuery(at: Self.after(1), paced: ["website"], counts: true)).queue
    let plain = ["website", "hook"].map { Lane(channel: $0, contentClass: .routine) }
    let overridden = Lane(
      channel: "hook", contentClass: .routine, traits: Lane.Traits(isOverridden: true))
    #expect(
      Set(queue.lanes) == [
        QueuedLane(lane: plain[0], first: Self.after(10), last: Self.after(20)),
        QueuedLane(lane: plain[1], first: Self.after(10), last: Self.after(100)),
        QueuedLane(lane: overridden, first: Self.after(300), last: Self.after(300)),
      ])
    #expect(queue.single.map(\.post).sorted() == [3, 4, 5, 6].map(PostID.init))
    // What is put off until now is put off no longer.
    queue = try await store.standingRows(StandingQuery(at: Self.after(100), counts: true)).queue
    #expect(queue.single.map(\.post).sorted() == [3, 5, 6].map(PostID.init) && queue.whole.isEmpty)

    // Whatever holds it, as many are counted as have a verdict of hold.
    for window in [nil, (0, 15), (12, 400), (200, 310)] as [(Int64, Int64)?] {
      for (pace, isPaused) in [(nil, false), (Pace(posts: 1, per: .seconds(60)), false), (nil, true)] as [(Pace?, Bool)]
      {
        let rules = try Self.rules(window, pace: pace)
        var rows = try await store.standingRows(StandingQuery(counting: rules.settings, at: Self.after(1)))
        if isPaused { rows.pauses = [Self.pause("hook", until: Self.after(30))] }
        let standing = Standing(rules, rows, now: Self.after(1))
        let held = try await store.posts(PostQuery(state: .queued)).flatMap(\.deliveries).map(\.delivery)
          .filter { $0.state.name == .queued && standing.outlook(for: $0).verdict.isHold }
        let expected = Dictionary(grouping: held, by: \.channel).mapValues(\.count)
        #expect(
          try await HeldCount(standing, in: store).byChannel == expected, "\(String(describing: window)) \(isPaused)")
      }
    }
  }

  /// Both channels without a rule but one window and a pace.
  private static func rules(_ window: (Int64, Int64)?, pace: Pace?) throws -> Ruleset {
    var settings = try #require(Settings.builtIn(publishingBy: SimulatedConnectorSettings()))
    settings.channels = ["website", "hook"].map {
      Channel(id: $0, name: $0, connector: SimulatedConnectorSettings(receiver: $0), pace: $0 == "website" ? pace : nil)
    }
    let entry = try window.map { starts, ends in
      try #require(
        ExplicitWindow(
          starts: after(starts), ends: after(ends), summary: "A window",
          source: SourceLine(file: "elections/w.ics", line: 1, uid: "w")))
    }
    let calculator = WindowCalculator(holidays: BankHolidays([:]), zone: TimeZone.london)
    return Ruleset(
      revision: RevisionNumber(1), settings: settings, folder: "/",
      schedules: settings.channels.map { channel in
        ChannelSchedule(channel: channel, windows: entry.map { [calculator.window(for: $0)] } ?? [])
      })
  }
}
