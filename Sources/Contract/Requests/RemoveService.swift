/// What removing the machine's service did, and what it left; on the machine itself, as root.
package struct ServiceRemovalAnswer: Codable, Hashable, Sendable {
  /// Something of the service's that stays, because it is a record of the council.
  package struct Kept: Codable, Hashable, Sendable {
    package let what: String
    package let path: String

    package init(what: String, path: String) {
      self.what = what
      self.path = path
    }
  }

  /// The service was stopped and is not started again; false where this machine has no systemd, or it is not the one that was
  /// booted.
  package let stopped: Bool
  package let kept: [Kept]

  package init(stopped: Bool, kept: [Kept]) {
    self.stopped = stopped
    self.kept = kept
  }
}
