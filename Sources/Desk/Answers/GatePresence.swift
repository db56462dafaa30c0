package import Elections
import Machine
package import Publishing
package import PublishingGate
package import Texts

/// Whether a gate is working on a store, by its sign of life: without one, nothing leaves, whatever is queued.
package struct GatePresence {
  package let isRunning: Bool
  package let lastHeartbeat: Instant?

  package init(_ store: any CouncilStore, _ reading: ClockReading = SystemClock().reading) async throws {
    self.init(try await store.health(at: reading.wall), reading)
  }

  package init(_ health: StoreHealth, _ reading: ClockReading) {
    let living = health.living(at: reading, silence: Health.longestSilence)
    isRunning = living != nil
    lastHeartbeat = (living ?? health.heartbeats.first)?.wall
  }

  package func json(_ contract: ContractJSON) -> (String, JSON) {
    ("gate", .object([("running", .bool(isRunning)), ("last_heartbeat", contract.instant(lastHeartbeat))]))
  }

  /// What whoever waits for a post has to know; nil while a gate is working.
  package func note(_ civil: CivilText) -> String? {
    if isRunning { return nil }
    let last = lastHeartbeat.map { " (the last was heard of \(civil.short($0)))" } ?? ""
    return "\(Style.yellow("No gate is running"))\(last), so nothing leaves. Start one: portcullis gate run"
  }
}
