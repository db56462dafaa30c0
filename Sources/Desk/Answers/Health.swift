package import Elections
import Foundation
package import Publishing
package import PublishingGate
package import Texts

/// What the data say of the gate (G-38).
package struct Health {
  package let now: Instant
  package let council: AnsweringCouncil
  package let revision: RevisionNumber?
  /// A gate that was heard of lately, by the time that the machine has run.
  package let gate: GatePresence
  /// Why the gate does not trust the clock.
  package let clockDoubt: String?
  package var overdue = 0
  package var oldestOverdue: Instant?
  /// Deliveries whose verdict is to hold, at their time or now.
  package let held: Int
  package let uncertain: Int
  package let review: Int
  package let oldestUncertain: Instant?
  package let givenBack: Int
  package let lateReports: Int
  package let stops: [ChannelStop]
  /// Files that cannot be read, so that everything holds.
  package let doubts: [SourceDoubt]
  /// When a living gate last read its files whole.
  package let lastLook: Instant?
  package let anchor: StoreAnchoring.Finding

  package static let longestSilence = Duration.seconds(30)
  package static let longestDelay = Duration.seconds(60)
  /// The files are read at least once a minute.
  package static let longestBlindness = Duration.seconds(150)

  package init(_ store: any CouncilStore, _ workspace: Workspace, _ reading: ClockReading, parts: Parts) async throws {
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

  package var lastHeartbeat: Instant? { gate.lastHeartbeat }
  package var isSilent: Bool { !gate.isRunning }

  /// A gate that lives and does not see its files.
  package var isBlind: Bool { !isSilent && (lastLook.map { now.since($0) > Self.longestBlindness } ?? true) }
  package var isWell: Bool {
    overdue == 0 && !isSilent && !isBlind && clockDoubt == nil && !doubts.contains { $0.isAlarm(at: now) }
      && !anchor.alarms
  }

  package func json(_ contract: ContractJSON) -> JSON {
    .object([
      ("overdue", .number(overdue)), ("oldest_overdue", contract.instant(oldestOverdue)),
      ("last_heartbeat", contract.instant(lastHeartbeat)), ("held", .number(held)), ("uncertain", .number(uncertain)),
      ("review", .number(review)), ("revision", revision.map { .number(Int($0.rawValue)) } ?? .null),
      ("given_back", .number(givenBack)), ("late_reports", .number(lateReports)), ("well", .bool(isWell)),
      ("oldest_uncertain", contract.instant(oldestUncertain)), ("anchor", .string(anchor.word)),
      ("clock_doubt", JSON(clockDoubt)),
      (
        "doubts", .array(doubts.map(contract.doubt))
      ),
      ("last_look", contract.instant(lastLook)), council.json, gate.json(contract),
      (
        "stopped_channels",
        .array(stops.map { .object([("channel", .string($0.channel)), ("reason", .string($0.reason))]) })
      ),
    ])
  }

  package func text(_ civil: CivilText) -> String {
    var lines: [String] = []
    if let lastHeartbeat, !isSilent {
      lines.append("\(Style.green("A gate is working")), last heard of \(civil.short(lastHeartbeat)).")
    } else {
      let last = lastHeartbeat.map { "; the last was heard of \(civil.short($0))" } ?? ""
      lines.append("\(Style.red("No gate is working"))\(last). Start one: portcullis gate run")
    }
    for doubt in doubts {
      lines.append(
        "\(Style.red("Unreadable")): \(doubt.source.printable), since \(civil.short(doubt.since)), so everything holds: "
          + doubt.detail.printable)
    }
    if isBlind {
      let last = lastLook.map { " since \(civil.short($0))" } ?? ""
      lines.append("\(Style.red("Blind")): the gate has not read its files whole\(last). Restart it, and see its log.")
    }
    if let clockDoubt { lines.append("\(Style.red("Clock in doubt")), so nothing leaves: \(clockDoubt)") }
    if let oldestOverdue {
      lines.append(
        "\(Style.red("Overdue")): \(overdue), though their channels are open, the oldest since \(civil.short(oldestOverdue))."
      )
    }
    lines.append(
      "Held: \(held). Waiting for a person: \(review). Uncertain: \(uncertain). "
        + (revision.map { "Revision \($0) is in force." } ?? "Nothing is adopted."))
    if let words = anchor.fault ?? anchor.remark { lines.append("\(Style.red("Anchor")): \(words)") }
    if givenBack > 0 {
      lines.append(
        "\(Style.yellow("Given back")): \(givenBack), taken in hand and not sent for another reason than time; "
          + "“portcullis audit list” says why.")
    }
    if lateReports > 0 {
      lines.append(
        "\(Style.red("Public, and recorded otherwise")): \(lateReports), whose network answered late; “portcullis post show” "
          + "says where.")
    }
    for stop in stops {
      lines.append(
        "\(Style.red("Stopped")): \(stop.channel), since \(civil.short(stop.at)): \(stop.reason.visibleLine) Once it is "
          + "mended: portcullis channel resume \(stop.channel)")
    }
    if review + uncertain > 0 { lines.append("Decide what waits: portcullis post review") }
    return lines.joined(separator: "\n")
  }
}
