package import Elections

/// The gate's answer for one delivery at one instant.
package enum Verdict: Hashable, Sendable {
  case release
  case hold(Hold)
  /// It will not be sent as it stands: it waits for a person, or its life is over.
  case refuse(reason: String)

  package var name: String {
    switch self {
    case .release: "release"
    case .hold: "hold"
    case .refuse: "refuse"
    }
  }

  package var hold: Hold? { if case .hold(let hold) = self { hold } else { nil } }
  /// Every cause, to the end of the hold.
  package var causes: [Cause] { hold?.causes ?? [] }
  package var heldUntil: Instant? { hold?.until }
  package var isHold: Bool { hold != nil }
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
