import Elections
import Publishing
import SQLiteStore
import Texts

/// Whether a gate is working on a store, by its sign of life: without one, nothing leaves, whatever is queued.
struct GatePresence {
  let isRunning: Bool
  let lastHeartbeat: Instant?

  init(_ store: SQLiteStore, _ reading: ClockReading = SystemClock().reading) async throws {
    self.init(try await store.health(at: reading.wall), reading)
  }

  init(_ health: StoreHealth, _ reading: ClockReading) {
    let living = health.living(at: reading, silence: Health.longestSilence)
    isRunning = living != nil
    lastHeartbeat = (living ?? health.heartbeats.first)?.wall
  }

  func json(_ contract: ContractJSON) -> (String, JSON) {
    ("gate", .object([("running", .bool(isRunning)), ("last_heartbeat", contract.instant(lastHeartbeat))]))
  }

  /// What whoever waits for a post has to know; nil while a gate is working.
  func note(_ civil: CivilText) -> String? {
    if isRunning { return nil }
    let last = lastHeartbeat.map { " (the last was heard of \(civil.short($0)))" } ?? ""
    return "\(Style.yellow("No gate is running"))\(last), so nothing leaves. Start one: portcullis gate run"
  }
}
