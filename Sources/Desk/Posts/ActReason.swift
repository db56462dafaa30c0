import Publishing
import Texts

/// Why somebody acts, for the audit log.
package enum ActReason {
  package static func checked(_ text: String) throws -> String {
    let trimmed = text.trimmed
    guard !trimmed.isEmpty else { throw Failure(.usage, "The reason is empty; the audit log keeps it, so say why.") }
    return trimmed
  }

  /// A decision in review may go without a reason.
  package static func inReview(_ text: String?) throws -> String { try checked(text ?? "Decided in review.") }
}
