import Glibc

/// Where a machine's service lies. The unit, `sysusers.d` and `tmpfiles.d` name the same places.
enum ServicePlaces {
  static let account = "portcullis"
  static let settingsFolder = "/etc/portcullis"
  static let settings = settingsFolder + "/portcullis.yaml"
  static let state = "/var/lib/portcullis"
  static let store = state + "/portcullis.sqlite"
  static let anchors = "/var/lib/portcullis-anchors"
  static let publicFolder = "/var/lib/portcullis-public"
  static let checkpoints = "/var/log/portcullis"
  static let socket = "/run/portcullis/portcullis.sock"
  static let unit = "portcullis-gate.service"

  /// Each folder of the account, with its rights: what others are to read, and what they are not.
  static let folders: [(path: String, mode: mode_t)] = [
    (state, 0o700),
    // By which a store is known that was set back; never in the store's own folder, which a backup takes along.
    (anchors, 0o700),
    // Feeds, for a web server to read.
    (publicFolder, 0o755),
    // For somebody to copy elsewhere.
    (checkpoints, 0o755),
    ("/run/portcullis", 0o755),
  ]
}
