import GRDB
package import Publishing

extension SQLiteStore {
  /// Where it was removed already, the file is written anew all the same: that may have failed then.
  package func removeText(_ removal: TextRemoval, as operation: OperationID) async throws(StoreError) -> Bool {
    let isRemoved = try await write(as: operation, .removeText(removal), here: true) { transaction in
      try transaction.run(
        .removal(
          removal, from: try AuditRow.fetch(removal.entry, transaction.db), epoch: try transaction.epoch()))
    }
    try await rewrite(afterRemovalFrom: removal.entry)
    return isRemoved
  }

  /// Writes the whole file anew, and ends SQLite's log.
  ///
  /// Else the removed bytes would stay for long: in pages that SQLite freed or moved a row away from, before the removal
  /// too, and in the log.
  private func rewrite(afterRemovalFrom entry: Int64) async throws(StoreError) {
    guard let pool = database as? DatabasePool else { return }
    let clock = ContinuousClock()
    let end = clock.now + Self.rewriting
    while true {
      do {
        return try await pool.writeWithoutTransaction { db in
          try db.execute(sql: "VACUUM")
          try db.checkpoint(.truncate)
        }
      } catch {
        let reason = StoreFailures.translate(error)
        // SQLite does not wait where another process wrote between the reading and the writing of a VACUUM.
        if reason == .busy, clock.now < end, (try? await Task.sleep(for: .milliseconds(50))) != nil { continue }
        throw .unavailable(
          "The text of entry \(entry) is removed, as the log says, but its bytes may still stand in the files of the "
            + "store, which could not be written anew; do the same again in a while. \(reason)")
      }
    }
  }

  /// How long the file is tried to be written anew while other processes are at work.
  private static let rewriting = Duration.seconds(10)
}
