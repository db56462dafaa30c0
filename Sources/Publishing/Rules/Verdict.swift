package import Elections

/// The gate's answer for one delivery at one instant.
package enum Verdict: Hashable, Sendable {
  case release
  /// Held by every one of `causes`, until `until` where an end is known.
  case hold(until: Instant?, causes: [Cause])
  /// It will not be sent as it stands: it waits for a person, or its life is over.
  case refuse(reason: String)

  package var name: String {
    switch self {
    case .release: "release"
    case .hold: "hold"
    case .refuse: "refuse"
    }
  }

  package var causes: [Cause] { if case .hold(_, let causes) = self { causes } else { [] } }
  package var heldUntil: Instant? { if case .hold(let until, _) = self { until } else { nil } }
  package var isHold: Bool { if case .hold = self { true } else { false } }
}

/// What will become of a delivery if nothing changes, as `post add` answers at once.
package struct Outlook: Hashable, Sendable {
  /// At its time when that lies ahead, else now.
  package let verdict: Verdict
  /// The first instant at which it may leave; nil where none is known.
  package let earliest: Instant?
  /// Whether it will be too late by then, and wait for a person.
  package let goesToReview: Bool

  package init(verdict: Verdict, earliest: Instant?, goesToReview: Bool) {
    self.verdict = verdict
    self.earliest = earliest
    self.goesToReview = goesToReview
  }
}

extension Ruleset {
  /// The verdict on a delivery at `instant`, from the revision and the delivery's own state alone.
  package func verdict(on delivery: Delivery, at instant: Instant) -> Verdict {
    switch delivery.state {
    case .queued: break
    case .review(_, let reason), .uncertain(_, let reason): return .refuse(reason: reason)
    case .sending: return .release
    case .published: return .refuse(reason: "It is published.")
    case .failed(_, let reason), .cancelled(_, let reason): return .refuse(reason: reason)
    case .expired: return .refuse(reason: "It expired.")
    }
    switch state(of: delivery.lane, at: instant) {
    case .open: return .release
    case .held(let until, let causes): return .hold(until: until, causes: causes)
    }
  }

  /// What will become of a delivery, seen from `now`.
  package func outlook(for delivery: Delivery, now: Instant) -> Outlook {
    let moment = max(now, delivery.next)
    let verdict = verdict(on: delivery, at: moment)
    let lateAfter = channel(delivery.channel)?.lateAfter ?? Channel.defaultLateAfter
    let latest = delivery.latest(channelAllows: lateAfter)
    switch verdict {
    case .release: return Outlook(verdict: verdict, earliest: moment, goesToReview: moment > latest)
    case .refuse: return Outlook(verdict: verdict, earliest: nil, goesToReview: false)
    case .hold(let until, _):
      return Outlook(verdict: verdict, earliest: until, goesToReview: until.map { $0 > latest } ?? false)
    }
  }
}
