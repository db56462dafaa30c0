import ElectionCalendar
import Elections
import Foundation
import PublishingGate

/// What adopting the files on disk would do, worked out before anything is written.
struct AdoptionPlan {
  let disk: DiskSnapshot
  let basis: AdoptedRevision?
  let rules: Ruleset
  let problems: [CalendarProblem]
  let change: RevisionChange
  let newlyHeld: DeliveryList
  let newlyReleased: DeliveryList
  let now: Instant
  /// Who left without a named replacement, with their channels: such settings are not adopted.
  let leavers: [String]
  /// What the register, the approvals and the checks would ask for less than before.
  let loosened: [String]
  /// Channels that nobody answers for under the new settings.
  let staffing: [String]
  private let judgement: Judgement

  /// Some deliveries by name, and how many there are.
  struct DeliveryList {
    var names: [DeliveryName] = []
    var total = 0
    static let longest = 1000
  }

  init(
    _ disk: DiskSnapshot, over basis: AdoptedRevision?, rules current: Ruleset?, store: (any GateStore)?, now: Instant
  ) async throws {
    self.disk = disk
    self.basis = basis
    self.now = now
    let days = Workspace.days(around: now, zone: disk.settings.authority.zone)
    let read = ReadSnapshot(disk, days: days)
    problems = read.forecast.problems
    rules = read.ruleset(revision: nil, folder: disk.snapshot.folder)
    change = RevisionChange(
      from: current ?? .nothing(disk.settings, folder: disk.snapshot.folder), to: rules, now: now)
    let settings = disk.settings
    leavers = GovernanceChange.leavers(settings, on: settings.authority.zone.date(at: now))
    loosened = basis == nil ? [] : GovernanceChange.loosened(from: current?.settings ?? settings, to: settings)
    staffing = GovernanceChange.staffing(settings, at: now)
    judgement = current?.judgement ?? .unregistered(nil)
    newlyHeld = try await Self.deliveries(in: change.closes, store, now: now)
    newlyReleased = try await Self.deliveries(in: change.opens, store, now: now)
  }

  var errors: [CalendarProblem] { problems.filter { $0.severity == .error } }
  var isFirst: Bool { basis == nil }
  var opens: Bool { !isFirst && !(change.opens.isEmpty && loosened.isEmpty) }
  /// The revision in force says exactly this already.
  var isInForce: Bool { basis.map { $0.revision.snapshots == [disk.snapshot] } ?? false }

  func draft(actor: Actor, reason: String?) -> RevisionDraft {
    RevisionDraft(
      basis: basis?.revision.number, governing: disk.snapshot, bytes: disk.contents.bytes, at: now,
      actor: actor.description, reason: reason, note: note, judgement: judgement, deed: opens ? .open : .adopt)
  }

  /// The change as the audit log keeps it.
  var note: JSON {
    let contract = ContractJSON(zone: disk.settings.authority.zone)
    return .object([
      ("closes", .array(change.closes.map(contract.stretch))), ("opens", .array(change.opens.map(contract.stretch))),
      ("loosened", .array(loosened.map(JSON.string))),
    ])
  }

  private static func deliveries(in stretches: [RevisionChange.Stretch], _ store: (any GateStore)?, now: Instant)
    async throws -> DeliveryList
  {
    var list = DeliveryList()
    guard let store else { return list }
    for stretch in stretches {
      // What is due already waits for the present moment.
      let from = stretch.starts <= now ? nil : stretch.starts
      for contentClass in stretch.classes {
        let lane = Lane(channel: stretch.channel, contentClass: contentClass)
        let count = try await store.count(queuedIn: lane, from: from, to: stretch.ends)
        guard count > 0 else { continue }
        list.total += count
        let room = DeliveryList.longest - list.names.count
        if room > 0 {
          list.names += try await store.names(queuedIn: lane, from: from, to: stretch.ends, limit: room)
        }
      }
    }
    return list
  }
}

extension ContractJSON {
  func stretch(_ stretch: RevisionChange.Stretch) -> JSON {
    .object([
      ("channel", .string(stretch.channel)),
      ("classes", .array(stretch.classes.map { .string($0.rawValue) })),
      ("starts", instant(stretch.starts)),
      ("ends", instant(stretch.ends)),
      ("causes", causes(stretch.causes)),
    ])
  }

  func problem(_ problem: CalendarProblem) -> JSON {
    .object([
      ("severity", .string(problem.severity.rawValue)), ("file", .string(problem.file)),
      ("line", .number(problem.line)), ("uid", JSON(problem.uid)), ("message", .string(problem.message)),
    ])
  }
}

/// Takes over by itself what only closes, and leaves the rest to a person (decision 2 of the architecture).
struct TighteningAdoption {
  enum Outcome {
    /// The files say what the revision in force says.
    case nothingNew
    /// The whole change only closes, and is in force now.
    case adopted(Adoption)
    /// Its new blackouts are in force now; the rest waits for a person.
    case adoptedInPart(Adoption, String)
    /// It waits for a person.
    case notAdopted(String)
  }

  static func run(
    _ workspace: Workspace, store: any GateStore, current: AdoptedRevision, actor: String, now: Instant
  ) async throws -> Outcome {
    let disk = DiskSnapshot(workspace)
    if current.revision.governing == disk.snapshot { return .nothingNew }
    let days = Workspace.days(around: now, zone: disk.settings.authority.zone)
    let rules = try current.ruleset(days: days)
    let plan = try await AdoptionPlan(disk, over: current, rules: rules, store: nil, now: now)
    if let first = plan.errors.first {
      return .notAdopted("The files on disk are not adopted, because they have errors: \(first)")
    }
    let onlyCloses = plan.change.opens.isEmpty && Self.publishesAlike(rules.settings, disk.settings)
    if onlyCloses { return .adopted(try await store.adopt(automatic(plan, current, governing: true, actor, now))) }
    let remedy = "Look at the change by “portcullis adopt --preview”."
    let knownToClose = current.revision.alsoCloses.contains(disk.snapshot)
    if plan.change.closes.isEmpty || knownToClose {
      return .notAdopted(
        "The files on disk differ from revision \(current.revision.number) and are not adopted. \(remedy)")
    }
    let adoption = try await store.adopt(automatic(plan, current, governing: false, actor, now))
    return .adoptedInPart(
      adoption, "Only the new blackouts of the files on disk are in force; the rest waits for a person. \(remedy)")
  }

  private static func automatic(
    _ plan: AdoptionPlan, _ current: AdoptedRevision, governing: Bool, _ actor: String, _ now: Instant
  ) -> RevisionDraft {
    var bytes = plan.disk.contents.bytes
    if !governing { for contents in current.contents { bytes.merge(contents.bytes) { $1 } } }
    return RevisionDraft(
      basis: current.revision.number, governing: governing ? plan.disk.snapshot : current.revision.governing,
      alsoCloses: governing ? [] : current.revision.alsoCloses + [plan.disk.snapshot], bytes: bytes, at: now,
      actor: actor, reason: governing ? "It only closes." : "Its new blackouts only close.", isAutomatic: true,
      note: plan.note)
  }

  /// Whether two settings publish in the same way, so that only blackouts can differ.
  static func publishesAlike(_ one: Settings, _ other: Settings) -> Bool {
    guard one.authority.zone == other.authority.zone, one.channels.count == other.channels.count,
      one.register == other.register, one.contentChecks == other.contentChecks, one.redactions == other.redactions
    else { return false }
    return zip(one.channels, other.channels).allSatisfy { old, new in
      old.id == new.id && old.connector == new.connector && old.governance == new.governance && old.pace == new.pace
        && old.lateAfter == new.lateAfter
    }
  }
}
