/// How far the audit log went at one time, signed: what is kept outside of the store, and compared with the log later.
package struct CheckpointAnswer: Codable, Hashable, Sendable {
  /// The log's last entry.
  package let entry: Int
  /// Its hash.
  package let hash: String
  package let at: Moment
  /// Ed25519, in hexadecimal digits.
  package let signature: String
  /// The name of the store whose log it is.
  package let origin: String
  /// The public key, in hexadecimal digits.
  package let key: String

  package init(entry: Int, hash: String, at: Moment, signature: String, origin: String, key: String) {
    self.entry = entry
    self.hash = hash
    self.at = at
    self.signature = signature
    self.origin = origin
    self.key = key
  }
}
