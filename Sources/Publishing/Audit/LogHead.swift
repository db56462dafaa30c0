package import Texts

/// How far an audit log goes.
package struct LogHead: Hashable, Sendable {
  /// The number of its last entry; 0 for an empty one.
  package let entry: Int64
  package let hash: ContentHash

  package init(entry: Int64, hash: ContentHash) {
    self.entry = entry
    self.hash = hash
  }
}
