import Elections
import GRDB
package import Publishing
import Texts

/// Signs of life, and the clock (G-37).
extension SQLiteStore {
  package func clockMark() async throws(StoreError) -> ClockMark {
    try read { try Transaction($0).clockMark() }
  }

  package func heartbeat(_ sign: SignOfLife, as operation: OperationID) async throws(StoreError) -> ClockMark {
    try await write(as: operation, .heartbeat(sign)) { transaction in
      try transaction.run(.heartbeat(sign, mark: try transaction.clockMark()))
    }
  }

  package func confirmClock(
    at reading: ClockReading, reason: String, by actor: Actor, under inForce: RulesInForce, as operation: OperationID
  ) async throws(StoreError) {
    try await write(as: operation, .confirmClock(reading, reason: reason, by: actor)) { transaction in
      try transaction.run(
        .clockConfirmation(
          reading, reason: reason, by: actor, under: inForce, mark: try transaction.clockMark(),
          epoch: try transaction.epoch()))
    }
  }
}
