/// Takes the personal text of an entry of the audit log away, for good.
package struct RemoveText: Request {
  package let entry: Int
  /// Why; an entry of its own keeps it, as a text that can be removed in its turn.
  package let reason: String

  package init(entry: Int, reason: String) {
    self.entry = entry
    self.reason = reason
  }

  package static let path = "audit/{entry}/remove-text"
  package static let summary = "Takes the personal text of an entry of the audit log away; the log stays whole."
  package static let changes = true

  package struct Answer: Codable, Hashable, Sendable {
    package let entry: Int
    /// False: it was removed before.
    package let removed: Bool
    /// The entry that records the removal.
    package let recordedIn: Int
    package let at: Moment
    package let by: String
    package let authority: Authority

    package init(entry: Int, removed: Bool, recordedIn: Int, at: Moment, by: String, authority: Authority) {
      self.entry = entry
      self.removed = removed
      self.recordedIn = recordedIn
      self.at = at
      self.by = by
      self.authority = authority
    }

    private enum CodingKeys: String, CodingKey {
      case entry, removed
      case recordedIn = "recorded_in"
      case at, by, authority
    }
  }
}
