/// What lies beside a store, in its own folder, and goes with it wherever the store goes: a backup takes every case along.
package enum StoreCompanion: String, CaseIterable, Sendable {
  /// The posts' media, by their hashes.
  case media
  /// What connectors remember of logins.
  case sessions
  /// What connectors remember of their networks' limits.
  case limits
  /// The key that signs checkpoints of the audit log.
  case checkpointKey = "checkpoint.key"

  package func path(in folder: String) -> String { folder + "/" + rawValue }
}
