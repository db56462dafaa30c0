package import Elections
import Machine
package import Publishing
package import PublishingGate

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
}
