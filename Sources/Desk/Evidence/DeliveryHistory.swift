package import Elections
import Foundation
package import Publishing
package import Texts

/// What became of one delivery in a stretch of time, for whoever asks.
package enum Outcome: String, CaseIterable {
  case published, held, failed, rejected, review, uncertain, overridden, cancelled, expired

  package init?(_ event: AuditEvent) {
    switch event {
    case .published, .confirmedPublished: self = .published
    case .failed: self = .failed
    case .rejected: self = .rejected
    case .review: self = .review
    case .uncertain: self = .uncertain
    case .overrideUsed: self = .overridden
    case .cancelled: self = .cancelled
    case .expired: self = .expired
    default: return nil
    }
  }
}

/// A stretch of time in which a cause kept a delivery from leaving.
package struct RecordedHold {
  package let cause: JSON
  package let from: Instant
  /// Nil: it still holds.
  package let to: Instant?
  /// The entry that recorded the cause.
  package let entry: Int64

  package func overlaps(_ other: RecordedHold) -> Bool {
    (to.map { other.from <= $0 } ?? true) && (other.to.map { from <= $0 } ?? true)
  }

  package func joined(with other: RecordedHold) -> RecordedHold {
    let end = to.flatMap { end in other.to.map { max(end, $0) } }
    return RecordedHold(cause: cause, from: min(from, other.from), to: end, entry: min(entry, other.entry))
  }
}

/// When a delivery waited past its time, and what held it, from the entries of the audit log.
package struct DeliveryHistory {
  private struct Wait {
    let from: Instant
    /// Nil: it still waits.
    let to: Instant?
    /// It ended by a permit.
    let isLeaving: Bool

    func touches(_ closure: LaneHistory.Closure) -> Bool {
      (to.map { closure.from <= $0 } ?? true) && (closure.to.map { $0 > from } ?? true)
    }
  }

  private let delivery: Delivery
  private let entries: [AuditEntry]
  private var waits: [Wait] = []

  /// `entries` are those of the delivery alone, in their order.
  package init(_ delivery: Delivery, _ entries: [AuditEntry], accepted: Instant, now: Instant) {
    self.delivery = delivery
    self.entries = entries
    let facts = entries.map(\.draft.fact)
    let submitted = facts.first { $0.event == .submitted }?.due
    let moved = facts.lazy.compactMap(\.edit).first?.wasDue
    var start: Instant? = max(accepted, submitted ?? moved ?? delivery.due)
    for (entry, fact) in zip(entries, facts) {
      let at = entry.draft.at
      func end(isLeaving: Bool = false) {
        if let from = start, from <= at { waits.append(Wait(from: from, to: at, isLeaving: isLeaving)) }
        start = nil
      }
      switch fact {
      case .edited(let edit), .moved(let edit):
        let due = edit.due ?? delivery.due
        // What waits in review goes on waiting for a person unless its time was changed.
        let isQueued = start != nil || due != edit.wasDue
        end()
        start = isQueued ? max(at, due) : nil
      case .sending: end(isLeaving: true)
      case .cancelled, .expired, .review, .rejected, .failed: end()
      case .notSent(let fact): start = max(at, fact.next ?? at)
      case .released: start = at
      default: break
      }
    }
    if let from = start, from < now, case .queued = delivery.state {
      waits.append(Wait(from: from, to: nil, isLeaving: false))
    }
  }

  // MARK: What held it

  package func holds(_ lanes: LaneHistory) -> [RecordedHold] {
    var holds: [RecordedHold] = []
    for wait in waits {
      for closure in lanes.closures(of: delivery.channel, delivery.contentClass) where wait.touches(closure) {
        for cause in closure.causes {
          add(cause, max(closure.from, wait.from), closure.to, closure.entry, in: wait, to: &holds)
        }
      }
      // Causes that were named when it was queued count where no gate has looked at it since. Where it left, a gate had
      // looked, and had recorded what was closed.
      for entry in entries where entry.draft.event == .submitted && entry.draft.at <= wait.from {
        for cause in JSON(parsing: entry.draft.causes)?.array ?? [] {
          let recorded = RecordedCause(json: cause)
          if wait.isLeaving, recorded.type != HoldCondition.Kind.awaitingApproval.rawValue { continue }
          add(cause, wait.from, recorded.ends, entry.id, in: wait, to: &holds)
        }
      }
    }
    return holds.sorted { ($0.from, $0.entry) < ($1.from, $1.entry) }
  }

  private func add(
    _ cause: JSON, _ from: Instant, _ end: Instant?, _ entry: Int64, in wait: Wait, to holds: inout [RecordedHold]
  ) {
    let ends = [end, wait.to, lifted(cause, by: wait.to)].compactMap(\.self)
    let to = ends.min()
    guard to.map({ from < $0 }) ?? true else { return }
    var hold = RecordedHold(cause: cause, from: from, to: to, entry: entry)
    let text = cause.compactText
    // The same cause, named when it was queued and recorded by the gate later, is one hold from the first to the last.
    holds.removeAll { known in
      guard known.cause.compactText == text, known.overlaps(hold) else { return false }
      hold = hold.joined(with: known)
      return true
    }
    holds.append(hold)
  }

  /// When people lifted a cause for this delivery alone: the last approval that let it leave, or an override. What was
  /// taken back before the wait was over lifted nothing.
  private func lifted(_ cause: JSON, by end: Instant?) -> Instant? {
    let lifting: AuditEvent
    var ending: Set<AuditEvent> = [.edited, .moved]
    switch RecordedCause(json: cause).type {
    case HoldCondition.Kind.awaitingApproval.rawValue:
      lifting = .approved
      ending.insert(.rejected)
    case "purdah-window":
      lifting = .overrideApproved
      ending.formUnion([.overrideEnded, .overrideWithdrawn])
    default: return nil
    }
    let last = entries.last { entry in
      let isInTime = end.map { entry.draft.at < $0 } ?? true
      return entry.draft.event == lifting
        ? isInTime || entry.draft.at == end : isInTime && ending.contains(entry.draft.event)
    }
    return last.flatMap { $0.draft.event == lifting ? $0.draft.at : nil }
  }

  /// The elections that its entries name, and those of what was closed while it waited or when it left.
  package func elections(_ lanes: LaneHistory) -> Set<String> {
    var causes = entries.flatMap { JSON(parsing: $0.draft.causes)?.array ?? [] }
    for wait in waits {
      for closure in lanes.closures(of: delivery.channel, delivery.contentClass) where wait.touches(closure) {
        causes += closure.causes
      }
    }
    return Set(causes.compactMap { RecordedCause(json: $0).election })
  }

  // MARK: What became of it

  package func outcomes(in range: Range<Instant>, holds: [RecordedHold]) -> Set<Outcome> {
    var outcomes = Set(entries.filter { range.contains($0.draft.at) }.compactMap { Outcome($0.draft.event) })
    if holds.contains(where: { $0.from < range.upperBound && ($0.to.map { $0 > range.lowerBound } ?? true) }) {
      outcomes.insert(.held)
    }
    return outcomes
  }
}
