import Elections
import Foundation
import Publishing
import PublishingGate

/// What the data say of the gate (G-38).
struct Health {
  let now: Instant
  let council: AnsweringCouncil
  let revision: RevisionNumber?
  /// A gate that was heard of lately, by the time that the machine has run.
  let gate: GatePresence
  /// Why the gate does not trust the clock.
  let clockDoubt: String?
  var overdue = 0
  var oldestOverdue: Instant?
  /// Deliveries whose verdict is to hold, at their time or now.
  let held: Int
  let uncertain: Int
  let review: Int
  let oldestUncertain: Instant?
  let givenBack: Int
  let lateReports: Int
  let stops: [ChannelStop]
  /// Files that cannot be read, so that everything holds.
  let doubts: [SourceDoubt]
  /// When a living gate last read its files whole.
  let lastLook: Instant?
  let anchor: StoreAnchoring.Finding

  static let longestSilence = Duration.seconds(30)
  static let longestDelay = Duration.seconds(60)
  /// The files are read at least once a minute.
  static let longestBlindness = Duration.seconds(150)

  init(_ store: any CouncilStore, _ workspace: Workspace, _ reading: ClockReading, parts: Parts) async throws {
    now = reading.wall
    revision = try await store.epoch()
    let found = try await store.health(at: now)
    gate = GatePresence(found, reading)
    council = AnsweringCouncil(workspace)
    uncertain = found.counts[.uncertain] ?? 0
    review = found.counts[.review] ?? 0
    oldestUncertain = found.oldestUncertain
    givenBack = found.givenBack
    lateReports = found.lateReports
    lastLook = found.lastLook
    anchor = try await StoreAnchoring.look(at: store, parts: parts)
    let rules =
      try workspace.adopted?.ruleset(days: Workspace.days(around: now, zone: workspace.civil.zone))
      ?? .nothing(workspace.settings, folder: workspace.folder)
    var rows = try await store.standingRows(StandingQuery(counting: rules.settings, at: now))
    rows.doubts = SourceDoubt.joined(rows.doubts, workspace.ownDoubts())
    let standing = Standing(rules, rows, now: now)
    doubts = rows.doubts
    clockDoubt = standing.clockDoubt.map(workspace.civil.words)
    stops = standing.stops
    held = try await HeldCount(standing, in: store).all
    for lane in standing.queue.lanes where lane.first <= now && standing.isOpen(lane.lane, at: now) {
      // A pace makes posts wait though all is well.
      if rules.channel(lane.lane.channel)?.pace != nil { continue }
      let limit = now.adding(.zero - Self.longestDelay)
      let count = try await store.count(queuedIn: lane.lane, exactly: true, from: nil, to: limit)
      if count > 0 {
        overdue += count
        oldestOverdue = min(oldestOverdue ?? lane.first, lane.first)
      }
    }
  }

  var lastHeartbeat: Instant? { gate.lastHeartbeat }
  var isSilent: Bool { !gate.isRunning }

  /// A gate that lives and does not see its files.
  var isBlind: Bool { !isSilent && (lastLook.map { now.since($0) > Self.longestBlindness } ?? true) }
  var isWell: Bool {
    overdue == 0 && !isSilent && !isBlind && clockDoubt == nil && !doubts.contains { $0.isAlarm(at: now) }
      && !anchor.alarms
  }
}
