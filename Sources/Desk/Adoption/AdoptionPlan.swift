import Contract
package import ElectionCalendar
package import Elections
import Foundation
package import Publishing
package import PublishingGate
package import Texts

/// What adopting the files on disk would do, worked out before anything is written: the only way into force, for `adopt`,
/// `init` and the gate alike.
package struct AdoptionPlan {
  package let disk: DiskSnapshot
  /// Nil: nothing is in force yet, so nothing can open against anybody's decision.
  package let inForce: InForce?
  package let candidate: Ruleset
  package let problems: [CalendarProblem]
  package let comparison: RevisionComparison?
  /// How far the store had come when the queued posts were looked at.
  package let position: StorePosition
  package let newlyHeld: DeliveryList
  package let newlyReleased: DeliveryList
  package let now: Instant
  /// Who left without a named replacement, with their channels: such settings are not adopted.
  package let leavers: [String]
  /// Channels that nobody answers for under the new settings.
  package let staffing: [String]

  /// A revision in force with its rules.
  package struct InForce {
    package let adopted: AdoptedRevision
    package let rules: Ruleset

    package init(_ adopted: AdoptedRevision, now: Instant) throws {
      self.adopted = adopted
      rules = try adopted.ruleset(days: Workspace.days(around: now, zone: try adopted.settings().authority.zone))
    }

    /// Nil where the store has no revision.
    package init?(_ store: any GateStore, connectors: ConnectorList, now: Instant) async throws {
      guard let epoch = try await store.epoch(), let revision = try await store.revision(epoch) else { return nil }
      try self.init(try await AdoptedRevision(revision, from: store, connectors: connectors), now: now)
    }
  }

  package init(_ disk: DiskSnapshot, over inForce: InForce?, store: (any GateStore)?, now: Instant) async throws {
    self.disk = disk
    self.inForce = inForce
    self.now = now
    let zone = disk.settings.authority.zone
    let days = Workspace.days(around: now, zone: zone)
    let read = ReadSnapshot(disk, days: days)
    let candidate = read.ruleset(revision: nil, folder: disk.snapshot.folder)
    self.candidate = candidate
    problems =
      try read.forecast.problems + Self.lostElections(read.forecast, inForce, days: days)
      + read.forecast.losses(settings: disk.settings, on: zone.date(at: now))
    leavers = GovernanceChange.leavers(disk.settings, on: zone.date(at: now))
    staffing = GovernanceChange.staffing(disk.settings, at: now)
    guard let inForce, let store else {
      (comparison, newlyHeld, newlyReleased) = (nil, DeliveryList(), DeliveryList())
      position = .beginning
      return
    }
    position = try await store.position()
    let comparison = RevisionComparison(
      of: candidate, over: inForce.rules,
      departed: try await ChannelHistory(store: store, connectors: inForce.adopted.connectors, now: now)
        .departed(candidate, inForce: inForce.rules),
      lanes: try await store.lanesToFree(), now: now)
    self.comparison = comparison
    newlyHeld = try await DeliveryList(held: comparison.change.closes, store, now: now)
    newlyReleased = try await DeliveryList(freed: comparison.freed, store)
  }

  /// Calendars that named elections and name none any more were emptied, by whatever went wrong.
  private static func lostElections(
    _ forecast: Forecast, _ inForce: InForce?, days: Range<CivilDate>
  ) throws -> [CalendarProblem] {
    guard let inForce, forecast.namesNothing, forecast.errors.isEmpty else { return [] }
    let before = try inForce.adopted.read(days: days).governing.forecast
    guard !before.namesNothing else { return [] }
    return [
      CalendarProblem(
        severity: .warning, file: "elections", line: 1,
        message: "Revision \(inForce.adopted.revision.number), which is in force, names "
          + "\(counted(before.elections.count, "election")), and these calendars none. Look whether an export failed "
          + "before you adopt this.")
    ]
  }

  package var basis: Revision? { inForce?.adopted.revision }
  package var errors: [CalendarProblem] { problems.filter { $0.severity == .error } }
  package var isFirst: Bool { inForce == nil }
  package var needsAgreement: Bool { comparison?.needsAgreement ?? false }
  package var replaces: [String] { comparison?.replaces ?? [] }

  /// Neither a stretch nor a queued post: what loosens is another rule.
  package var opensNothing: Bool { comparison.map { $0.change.opens.isEmpty && $0.freed.isEmpty } ?? true }

  /// Why these files cannot be adopted by anybody, as `adopt`, `init` and the gate all ask; nil where they can.
  package var unfitness: Failure? {
    if !leavers.isEmpty { return Failure(.badInput, messages: leavers.map { Sentence($0) }) }
    if !errors.isEmpty {
      return Failure(.badInput, "Nothing was adopted, because the files have errors: see \(Remedy.checkCalendars).")
    }
    return nil
  }

  /// The revision in force says exactly this already.
  package var isInForce: Bool { basis.map { $0.snapshots == [disk.snapshot] } ?? false }

  /// What a person agrees to.
  package var hash: ContentHash { Agreement.hash(of: disk.snapshot, over: basis) }

  /// `seen`: how far the store had come when the adopter was shown what opens; nil where they never were.
  package func draft(actor: Actor, reason: String?, seen: StorePosition?) -> RevisionDraft {
    RevisionDraft(
      basis: basis?.number, governing: disk.snapshot, bytes: disk.contents.bytes, at: now, actor: actor.description,
      reason: reason, note: note, inForce: inForce?.rules.inForce ?? .unregistered(nil),
      deed: needsAgreement ? .open : .adopt, unseen: unseen(since: needsAgreement ? seen ?? .beginning : position))
  }

  /// Where nothing has to be agreed to, what was queued while this was worked out is looked at once more all the same.
  package func unseen(since seen: StorePosition) -> Unseen? {
    guard let inForce else { return nil }
    return Unseen(since: seen) { [candidate, now, rules = inForce.rules] delivery in
      RevisionComparison.frees(delivery, by: candidate, from: rules, now: now)
    }
  }

  /// The change as the audit log keeps it.
  package var note: JSON {
    guard let comparison else { return .null }
    let values = ContractValues(CivilText(zone: disk.settings.authority.zone))
    return JSON(encoding: values.change(comparison, released: newlyReleased))
  }
}

/// Some deliveries by name, and how many there are.
package struct DeliveryList {
  package private(set) var names: [DeliveryName] = []
  package private(set) var total = 0
  package static let longest = 1000

  package init() {}

  /// Queued in stretches that close.
  package init(held stretches: [RevisionChange.Stretch], _ store: any GateStore, now: Instant) async throws {
    for stretch in stretches {
      // What is due already waits for the present moment.
      let from = stretch.starts <= now ? nil : stretch.starts
      for contentClass in stretch.classes {
        let lane = Lane(channel: stretch.channel, contentClass: contentClass)
        try await add(lane, exactly: false, from: from, to: stretch.ends, store)
      }
    }
  }

  /// Queued where a lane no longer holds.
  package init(freed lanes: [RevisionComparison.FreedLane], _ store: any GateStore) async throws {
    for freed in lanes { try await add(freed.lane, exactly: true, from: freed.dueFrom, to: freed.ends, store) }
  }

  private mutating func add(
    _ lane: Lane, exactly: Bool, from: Instant?, to: Instant?, _ store: any GateStore
  ) async throws {
    let count = try await store.count(queuedIn: lane, exactly: exactly, from: from, to: to)
    guard count > 0 else { return }
    total += count
    let room = Self.longest - names.count
    guard room > 0 else { return }
    names += try await store.names(queuedIn: lane, exactly: exactly, from: from, to: to, limit: room)
  }
}
