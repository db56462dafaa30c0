package import Elections
import GRDB
package import Publishing

extension SQLiteStore {
  /// One statement, so that it sees one state of the store: what was committed before it is seen, and what is committed
  /// after it lists the delivery as being sent.
  package func refusal(of look: LastLook, at now: Instant) async throws(StoreError) -> LastLook.Refusal? {
    let found = try self.look { db in
      try DirectStatement(db, Self.question).first({ values in
        values.append(look.delivery.rawValue)
        values.append(now)
      }) { row in
        LastLook.Found(
          isBeingSent: row.flag(0), fence: row.integer(1), contentHash: try row.hash(2),
          override: row.instantOrNil(4).map { OverrideGrant(id: OverrideID(row.integer(3)), until: $0) },
          expires: row.instantOrNil(5), epoch: row.integerOrNil(6).map(RevisionNumber.init), isPaused: row.flag(7),
          isStopped: row.flag(8), isInDoubt: row.flag(9), isWithdrawn: row.flag(10))
      }
    }
    return look.refusal(found, at: now)
  }

  private static let question = """
    SELECT d.state = 'sending', d.fence, d.content_hash, d.override_id, d.override_until, d.expires_at,
      (SELECT revision FROM epoch),
      EXISTS (SELECT 1 FROM pause WHERE channel = l.channel AND (until_at IS NULL OR until_at > ?2))
        OR EXISTS (SELECT 1 FROM pause WHERE channel = '\(PauseRow.everyChannel)' AND (until_at IS NULL OR until_at > ?2)),
      EXISTS (SELECT 1 FROM stop WHERE channel = l.channel), EXISTS (SELECT 1 FROM doubt),
      d.wish IS NOT NULL
    FROM \(DeliveryRow.source) WHERE d.id = ?1
    """
}
