package import Elections
import GRDB
package import Publishing

extension SQLiteStore {
  /// One statement, so that it sees one state of the store: what was committed before it is seen, and what is committed
  /// after it lists the delivery as being sent.
  package func refusal(of look: LastLook, at now: Instant) async throws(StoreError) -> LastLook.Refusal? {
    let found = try self.look { db in
      try DirectStatement(db, Self.question).first({ $0.append(look.delivery.rawValue) }) { row in
        let isPaused =
          row.flag(7) && Pause.holds(until: row.instantOrNil(8), at: now)
          || row.flag(9) && Pause.holds(until: row.instantOrNil(10), at: now)
        return LastLook.Found(
          isBeingSent: row.flag(0), fence: row.integer(1), contentHash: try row.hash(2),
          override: row.instantOrNil(4).map { OverrideGrant(id: OverrideID(row.integer(3)), until: $0) },
          expires: row.instantOrNil(5), epoch: row.integerOrNil(6).map(RevisionNumber.init), isPaused: isPaused,
          isStopped: row.flag(11), isInDoubt: row.flag(12), isWithdrawn: row.flag(13))
      }
    }
    return look.refusal(found, at: now)
  }

  private static let question = """
    SELECT d.state = 'sending', d.fence, d.content_hash, d.override_id, d.override_until, d.expires_at,
      (SELECT revision FROM epoch), own.channel IS NOT NULL, own.until_at, every.channel IS NOT NULL, every.until_at,
      EXISTS (SELECT 1 FROM stop WHERE channel = l.channel), EXISTS (SELECT 1 FROM doubt), d.wish IS NOT NULL
    FROM \(DeliveryRow.source) LEFT JOIN pause AS own ON own.channel = l.channel
    LEFT JOIN pause AS every ON every.channel = '\(PauseRow.everyChannel)' WHERE d.id = ?1
    """
}
