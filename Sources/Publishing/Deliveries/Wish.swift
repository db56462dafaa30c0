package import Elections

/// What a person decided of a delivery while it was being sent, or its answer awaited.
///
/// Nothing leaves after that. What had not left yet becomes what was asked for, under the name of whoever asked; what had
/// left keeps its outcome, and the wish stands beside it.
package struct Wish: Hashable, Codable, Sendable {
  package enum Act: String, CaseIterable, Codable, Sendable {
    case reject, cancel
  }

  package let act: Act
  package let at: Instant
  package let by: String
  package let reason: String

  package init(_ act: Act, at: Instant, by: String, reason: String) {
    self.act = act
    self.at = at
    self.by = by
    self.reason = reason
  }

  /// What stands when another wish comes after this one: a cancellation is for good.
  func and(_ later: Wish) -> Wish { act == .cancel ? self : later }
}
