package import Elections

/// A service that begins.
package struct ServiceStart: Hashable, Sendable {
  package let host: String
  package let process: Int
  package let at: Instant
  /// With it, a living gate on the same store refuses this one; without, several may work side by side.
  package let identity: ProcessIdentity?

  package init(host: String, process: Int, at: Instant, identity: ProcessIdentity? = nil) {
    self.host = host
    self.process = process
    self.at = at
    self.identity = identity
  }
}
