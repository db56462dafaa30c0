/// Whether a gate is working on the store, by its sign of life: without one, nothing leaves, whatever is queued.
package struct GateSign: Codable, Hashable, Sendable {
  package let running: Bool
  package let lastHeartbeat: Moment?

  package init(running: Bool, lastHeartbeat: Moment?) {
    self.running = running
    self.lastHeartbeat = lastHeartbeat
  }

  private enum CodingKeys: String, CodingKey {
    case running
    case lastHeartbeat = "last_heartbeat"
  }
}
