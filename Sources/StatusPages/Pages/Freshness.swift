package import Contract

/// How far a reader can rely on a page's showing what holds now.
package struct Freshness: Hashable, Sendable {
  /// When the answer was given; nil where it tells of that very instant, as a status without a time does.
  package let answered: Moment?
  /// The gate's sign of life; nil where nobody looked.
  package let gate: GateSign?
  package let isOlderThanAMinute: Bool

  package init(answered: Moment? = nil, gate: GateSign?, isOlderThanAMinute: Bool) {
    self.answered = answered
    self.gate = gate
    self.isOlderThanAMinute = isOlderThanAMinute
  }
}
