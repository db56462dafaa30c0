package import Elections
package import Publishing
import Synchronization
import Texts

/// Watches every permit and every byte that leaves, and compares it with what must hold. It knows the truth: the
/// store as it is, not as a gate believes it to be.
package final class SimulationOracle: Sendable {
  struct Call {
    let delivery: DeliveryName
    let key: DeliveryKey
    let isExact: Bool
    let outcomeWasNotSent: Bool
  }

  private struct State {
    var violation: String?
    var accepted = 0
    /// How each delivery ended, by its place in the store.
    var finals: [DeliveryState?] = []
    var permits: [String: [Instant]] = [:]
    /// The deliveries that each adoption listed as being sent.
    var inFlight: [RevisionNumber: Set<DeliveryName>] = [:]
    var calls: [Call] = []
    var effects: [DeliveryName: Set<DeliveryKey>] = [:]
    var copies: [DeliveryName: Int] = [:]
    var releasedInDoubt: Set<DeliveryName> = []
    /// Of deliveries that a restored store knows nothing of.
    var lost: Set<DeliveryKey> = []
    /// How far the store had come when a person looked at an opening that they then agreed to.
    var agreements: [RevisionNumber: StorePosition] = [:]
    /// What a last look let leave.
    var lookedAt: Set<LastLook> = []
  }

  private let base: MemoryStore
  private let rules: @Sendable (RevisionNumber) -> Ruleset?
  /// Asked of the plain windows, one by one: not by the code that is judged.
  private let isClosed: @Sendable (RevisionNumber, Lane, Instant) -> Bool
  /// Which rule about people a permit breaks, asked in the same way.
  private let people: @Sendable (RevisionNumber, Delivery, Instant) -> String?
  private let trueTime: @Sendable () -> Instant
  private let state = Mutex(State())

  package init(
    base: MemoryStore, trueTime: @escaping @Sendable () -> Instant = { Instant(millisecondsSince1970: 0) },
    rules: @escaping @Sendable (RevisionNumber) -> Ruleset?,
    isClosed: @escaping @Sendable (RevisionNumber, Lane, Instant) -> Bool,
    people: @escaping @Sendable (RevisionNumber, Delivery, Instant) -> String? = { _, _, _ in nil }
  ) {
    self.people = people
    self.trueTime = trueTime
    self.base = base
    self.rules = rules
    self.isClosed = isClosed
  }

  package var violation: String? { state.withLock(\.violation) }
  /// How many network calls were made, and how many of the receivers' effects they had.
  package var callCount: Int { state.withLock { $0.calls.count } }
  package var effectCount: Int { state.withLock { $0.effects.count } }

  func violate(_ words: String) { state.withLock { if $0.violation == nil { $0.violation = words } } }

  // MARK: What the world tells

  package func accepted(_ count: Int) { state.withLock { $0.accepted += count } }
  /// `seen`: how far the store had come when a person looked who agreed to it; nil where nobody had to.
  package func adopted(_ adoption: Adoption, agreedTo seen: StorePosition? = nil) {
    state.withLock { state in
      state.inFlight[adoption.revision] = Set(adoption.inFlight)
      state.agreements[adoption.revision] = seen
    }
  }
  /// A person let go what may have been sent already, and bears a second copy.
  package func releasedInDoubt(_ name: DeliveryName) { state.withLock { _ = $0.releasedInDoubt.insert(name) } }

  /// G-31: what a person agreed to is what they had before their eyes, its text and its time.
  func agreed(_ sight: Sight, to name: DeliveryName, hash: ContentHash, due: Instant) {
    if sight.hash != hash || sight.due[name] != due {
      violate("G-31: an agreement to \(name) at revision \(sight.revision) counts for what was not looked at")
    }
  }

  /// An older copy takes the store's place. What came to pass stays in mind, for whatever is still known by its name.
  func willRestore(_ before: MemoryStore.State, _ earlier: MemoryStore.State) {
    let known = Dictionary(uniqueKeysWithValues: earlier.deliveries.map { ($0.name, $0) })
    state.withLock { state in
      for delivery in before.deliveries {
        guard let old = known[delivery.name], old.id == delivery.id else {
          state.lost.insert(delivery.key)
          state.calls.removeAll { $0.delivery == delivery.name }
          state.effects[delivery.name] = nil
          state.copies[delivery.name] = nil
          state.releasedInDoubt.remove(delivery.name)
          continue
        }
        // Rewritten or moved since: what left then is not what is queued now.
        if old.revision != delivery.revision { state.releasedInDoubt.insert(delivery.name) }
      }
      state.accepted = earlier.deliveries.count
      // What was agreed to afterwards nobody has agreed to any more.
      let last = earlier.revisions.last?.number ?? RevisionNumber(0)
      state.agreements = state.agreements.filter { $0.key <= last }
      state.finals = earlier.deliveries.map { $0.state.isFinal ? $0.state : nil }
      state.permits = [:]
      let newest = earlier.revisions.last?.number ?? RevisionNumber(0)
      state.inFlight = state.inFlight.filter { $0.key <= newest }
    }
  }

  /// All that holds by the store as it is; nil where nothing is in force. Whether the clock is right is each gate's own
  /// affair.
  func standing(at now: Instant) -> Standing? {
    guard let newest = base.look({ $0.revisions.last?.number }), let rules = rules(newest) else { return nil }
    var rows = base.look { MemoryStore.rows(StandingQuery(at: now), $0) }
    rows.clockDoubt = nil
    return Standing(rules, rows, now: now)
  }

  /// G-20, G-30, G-37, G-40 to G-42, G-50: each permit, by the newest revision that was committed before it.
  func granted(
    _ answer: PermitAnswer, _ request: PermitRequest, under standing: Standing?, on machine: SimulatedMachine
  ) {
    guard !answer.granted.isEmpty else { return }
    let error = request.now.since(machine.truth)
    if max(error, .zero - error) > machine.largestUnseenError {
      violate("G-37: permits were given at \(UTCText.text(request.now)), when it was \(UTCText.text(machine.truth))")
    }
    let deliveries = base.allDeliveries
    for grant in answer.granted {
      guard let delivery = deliveries.first(where: { $0.id == grant.delivery }),
        let newest = base.look({ $0.revisions.last?.number }), let rules = rules(newest)
      else { continue }
      if let fault = people(newest, delivery, grant.issued) { violate(fault) }
      if delivery.override == nil, isClosed(newest, delivery.lane, grant.issued) {
        violate(
          "G-20: \(delivery.name) got a permit at \(UTCText.text(grant.issued)), when \(delivery.lane) was closed "
            + "under revision \(newest)")
      }
      if let hold = standing?.hold(of: delivery, from: grant.issued) {
        violate("G-50: \(delivery.name) got a permit though it is held: \(hold)")
      }
      if let fault = freedUnasked(delivery, newest, at: grant.issued) { violate(fault) }
      let channel = rules.channel(delivery.channel)
      if grant.issued > delivery.latest(channelAllows: channel?.lateAfter ?? Channel.defaultLateAfter) {
        violate("G-30: \(delivery.name) got a permit later than its lateness allows")
      }
      guard let pace = channel?.pace else { continue }
      state.withLock { state in
        state.permits[delivery.channel, default: []].append(grant.issued)
        let recent = state.permits[delivery.channel, default: []].filter { grant.issued.since($0) < pace.per }
        if recent.count > pace.posts, state.violation == nil {
          state.violation = "G-30: \(recent.count) permits on \(delivery.channel) within its pace of \(pace.posts)"
        }
      }
    }
  }

  /// G-49: what leaves was held by no revision since it was queued, since a person who had seen it agreed to an opening, or
  /// since a person let it go; but by time alone.
  private func freedUnasked(_ delivery: Delivery, _ newest: RevisionNumber, at instant: Instant) -> String? {
    if delivery.override != nil { return nil }
    let entries = base.allAudit
    let own = entries.filter { $0.draft.post == delivery.post && $0.draft.channel == delivery.channel }
    // Two people agreed that it may leave inside a blackout: for a while nothing held it.
    if own.contains(where: { $0.draft.event == .overrideApproved }) { return nil }
    let acts: [AuditEvent] = [.submitted, .released, .edited, .moved, .approved]
    var start = own.filter { acts.contains($0.draft.event) }.compactMap(\.draft.revision).max() ?? RevisionNumber(1)
    for (revision, seen) in state.withLock(\.agreements) where revision <= newest && revision > start {
      let adopted = entries.first { $0.draft.event == .adopted && $0.draft.revision == revision }?.id ?? .max
      let isSeen =
        delivery.post <= seen.newestPost
        && !entries.contains { $0.draft.post == delivery.post && $0.id > seen.lastEntry && $0.id < adopted }
      if isSeen { start = revision }
    }
    let revisions = base.look(\.revisions).filter { $0.number >= start && $0.number <= newest }
    let holding = zip(revisions, revisions.dropFirst()).first { old, new in
      // Held when the next one came, and without a break until it left, by true time: so nothing but that freed it.
      // What was being sent then is listed by the adoption.
      if state.withLock({ $0.inFlight[new.number]?.contains(delivery.name) ?? false }) { return false }
      let moment = max(new.adoptedAt, delivery.due)
      let end = max(instant, trueTime())
      return moment <= instant
        && stride(from: moment.millisecondsSince1970, through: end.millisecondsSince1970, by: 20).allSatisfy {
          isClosed(old.number, delivery.lane, Instant(millisecondsSince1970: $0))
        } && isClosed(old.number, delivery.lane, end)
    }?.0.number
    return holding.map { number in
      "G-49: \(delivery.name) got a permit at \(UTCText.text(instant)) under revision \(newest), though revision \(number) "
        + "held it and nobody agreed that it may leave"
        + own.map { "\n  \($0.id) \($0.draft.event.rawValue) under \($0.draft.revision?.description ?? "-")" }.joined()
        + entries.filter { $0.draft.event == .adopted }.map { entry in
          let seen = entry.draft.revision.flatMap { revision in state.withLock { $0.agreements[revision] } }
          return "\n  \(entry.id) \(entry.draft.actor) adopted \(entry.draft.revision?.description ?? "-")"
            + (seen.map { ", having seen up to post \($0.newestPost) and entry \($0.lastEntry)" } ?? "")
        }.joined()
        + "\n  \(delivery)" + text(of: number) + text(of: newest)
    }
  }

  /// What a revision says, for whoever looks into a failure.
  private func text(of number: RevisionNumber) -> String {
    base.look { state in
      let files = state.revisions.first { $0.number == number }?.snapshots.flatMap(\.files) ?? []
      return files.map { "\n  \(number) \($0.path): " + String(decoding: state.files[$0.hash] ?? [], as: UTF8.self) }
        .joined()
    }
  }

  /// G-25: what a worker reports that is not the newest to have it in hand.
  func recorded(_ reports: [DeliveryReport], before: [Delivery], _ after: [Delivery?]) {
    for (report, result) in zip(reports, after) {
      if case .publish(let fence, _, _) = report.event { told(report.delivery, fence) }
      // A receipt is a proof, and nothing but that makes anything of an older claim's report.
      if case .publish = report.event, result?.state.name == .published { continue }
      guard result != nil, let fence = report.event.fence,
        let delivery = before.first(where: { $0.id == report.delivery }), delivery.fence != fence
      else { continue }
      violate("G-25: a report under fence \(fence) changed \(delivery.name), whose fence was \(delivery.fence)")
    }
  }

  /// A last look that found nothing closed: whatever was committed before it must not close it (G-20, G-21, G-32).
  func lets(_ look: LastLook, at now: Instant) {
    state.withLock { _ = $0.lookedAt.insert(look) }
    guard let delivery = base.allDeliveries.first(where: { $0.id == look.delivery }) else { return }
    let (pauses, stops, newest) = base.look { state in
      (Array(state.pauses.values), state.stops, state.revisions.last?.number)
    }
    let name = delivery.name
    if delivery.fence == look.fence, delivery.wish != nil {
      violate("G-32: \(name) was let leave after somebody had taken it back")
    }
    if delivery.state.name != .sending {
      violate("G-25: \(name) was let leave, and is \(delivery.state.name.rawValue)")
    }
    for pause in pauses where pause.channel == nil || pause.channel == delivery.channel {
      if pause.until.map({ now < $0 }) ?? true { violate("G-21: \(name) was let leave after a pause") }
    }
    if stops[delivery.channel] != nil { violate("G-21: \(name) was let leave after its channel was stopped") }
    if newest != look.revision { violate("G-21: \(name) was let leave after another revision was adopted") }
    if let grant = look.override, delivery.override?.id != grant {
      violate("G-40: \(name) was let leave after its override had ended")
    }
  }

  /// A receipt that came: it is what the delivery has become, or stands beside it.
  private func told(_ id: DeliveryID, _ fence: Int64) {
    let (delivery, isKept, isKnown) = base.look { state in
      let delivery = state.deliveries.first { $0.id == id }
      // A store that went back knows nothing of later attempts.
      let isKnown = state.attempts[id]?.contains { $0.start.fence == fence } ?? false
      return (delivery, state.lateReports.contains { $0.delivery == delivery?.name && $0.fence == fence }, isKnown)
    }
    guard let delivery, delivery.state.name != .published, !isKept, isKnown else { return }
    violate("G-44: the receipt of \(delivery.name) under fence \(fence) was dropped")
  }

  /// The moment before the bytes leave (G-21, G-31, G-33).
  func leaves(_ plan: SendPlan, under permit: Permit, at now: Instant) {
    if now >= permit.notAfter { violate("G-33: \(plan.post.name) left after its permit's time") }
    let wasLookedAt = state.withLock { state in
      state.lookedAt.contains { $0.delivery == permit.delivery && $0.fence == permit.fence }
    }
    if !wasLookedAt { violate("G-20: \(plan.post.name) left without a last look") }
    if plan.post.content.text.contains(SimulatedRules.corruption) {
      violate("G-31: \(plan.post.name) left with what somebody had written into the store")
    }
    guard let delivery = base.allDeliveries.first(where: { $0.name == plan.post.name }) else { return }
    if case .cancelled = delivery.state { violate("G-32: \(plan.post.name) left after it was cancelled") }
    if delivery.fence == permit.fence, delivery.contentHash != plan.contentHash {
      violate("G-31: \(plan.post.name) left with content of an older revision")
    }
    let adoptions = state.withLock { $0.inFlight.filter { $0.key > permit.revision } }
    for (revision, inFlight) in adoptions where !inFlight.contains(plan.post.name) {
      violate("G-21: \(plan.post.name) left after revision \(revision), which did not list it as being sent")
    }
  }

  func called(_ plan: SendPlan, isExact: Bool, wasNotSent: Bool) {
    let call = Call(
      delivery: plan.post.name, key: plan.post.key, isExact: isExact, outcomeWasNotSent: wasNotSent)
    state.withLock { state in
      if state.lost.contains(call.key) { return }
      state.calls.append(call)
      if wasNotSent { return }
      let others = state.calls.filter { $0.delivery == call.delivery && !$0.outcomeWasNotSent }
      let isExcused = state.releasedInDoubt.contains(call.delivery)
      if others.count > 1, !isExcused, !(isExact && others.allSatisfy { $0.key == call.key }), state.violation == nil {
        state.violation =
          "G-22: \(call.delivery) was called \(others.count) times without certainty that it was not sent"
      }
    }
  }

  /// The receiver took it.
  func arrives(_ plan: SendPlan, tellsCopiesApart: Bool) {
    state.withLock { state in
      if state.lost.contains(plan.post.key) { return }
      state.effects[plan.post.name, default: []].insert(plan.post.key)
      if !tellsCopiesApart { state.copies[plan.post.name, default: 0] += 1 }
      guard !state.releasedInDoubt.contains(plan.post.name), state.violation == nil else { return }
      let keys = state.effects[plan.post.name, default: []].count
      let copies = state.copies[plan.post.name, default: 0]
      if keys > 1 || copies > 1 { state.violation = "C-01: \(plan.post.name) was published more than once" }
    }
  }

  // MARK: What must hold after every step

  /// G-23, G-25, G-35.
  func check() {
    let deliveries = base.allDeliveries
    state.withLock { state in
      guard state.violation == nil else { return }
      if deliveries.count < state.accepted {
        state.violation = "G-23: \(state.accepted) were accepted, and \(deliveries.count) are there"
      }
      while state.finals.count < deliveries.count { state.finals.append(nil) }
      for (index, delivery) in deliveries.enumerated() {
        if let final = state.finals[index] {
          if final != delivery.state {
            state.violation = "G-25: \(delivery.name) was \(final.name.rawValue) and is \(delivery.state.name.rawValue)"
          }
          continue
        }
        guard delivery.state.isFinal else { continue }
        state.finals[index] = delivery.state
        if case .published(let receipt, _) = delivery.state, receipt.remoteID.isEmpty {
          state.violation = "G-35: \(delivery.name) is published without an id"
        }
      }
    }
  }

  /// At the end, when the faults are over and everything had its time (G-23, G-24, G-26, G-28, G-45).
  package func checkEnd(at now: Instant) {
    check()
    let deliveries = base.allDeliveries
    let effects = state.withLock(\.effects)
    for delivery in deliveries {
      switch delivery.state {
      case .queued where delivery.next <= now.adding(.seconds(-120)):
        guard let standing = standing(at: now) else { continue }
        let isWaitingForPace = standing.rules.channel(delivery.channel)?.pace != nil
        if standing.isOpen(delivery.lane, at: now), !isWaitingForPace {
          let pauses = base.look { Array($0.pauses.values) }
          violate("G-28: \(delivery.name) was due and open, and never left: \(delivery); pauses \(pauses)")
        }
      case .sending(let claim) where claim.leaseEnds < now.adding(.seconds(-120)):
        violate("G-26: \(delivery.name) is being sent by a gate that is gone")
      case .published where effects[delivery.name] == nil:
        violate("G-35: \(delivery.name) is called published, and nobody received it")
      default: break
      }
    }
    var check = AuditCheck()
    for entry in base.allAudit {
      if let fault = check.take(entry) { return violate("G-45: \(fault)") }
    }
    if let fault = check.end(of: Int64(base.allAudit.count)) { violate("G-45: \(fault)") }
    let submitted = base.allAudit.filter { $0.draft.event == .submitted }.count
    if submitted != deliveries.count {
      violate("G-44: \(submitted) submissions in the audit log of \(deliveries.count)")
    }
    checkLog(deliveries)
    for delivery in deliveries where delivery.state.name == .published {
      let events = base.allAudit.filter { $0.draft.post == delivery.post && $0.draft.channel == delivery.channel }
        .map(\.draft.event)
      if !events.contains(.sending) || !(events.contains(.published) || events.contains(.confirmedPublished)) {
        violate("G-44: \(delivery.name) is published, and the audit log does not say how")
      }
    }
  }

  /// The log alone tells what each row is: else nobody could say which row was changed past the program (A-04).
  private func checkLog(_ deliveries: [Delivery]) {
    var logged: [DeliveryName: LoggedDelivery] = [:]
    for entry in base.allAudit {
      guard let post = entry.draft.post, let channel = entry.draft.channel else { continue }
      logged[DeliveryName(post: post, channel: channel), default: LoggedDelivery()].take(entry)
    }
    for delivery in deliveries {
      let witnesses = base.look { state in
        let post = state.posts[delivery.post]
        return Witnesses(
          of: delivery, author: post?.author ?? "", editor: post?.editor, earlierEditors: post?.earlierEditors ?? [],
          approvals: state.approvals, override: nil)
      }
      let differences = (logged[delivery.name] ?? LoggedDelivery()).differences(from: delivery, witnesses)
      if let first = differences.first { violate("A-04: of \(delivery.name) \(first)") }
    }
  }
}
