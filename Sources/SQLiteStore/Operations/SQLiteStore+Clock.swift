import Elections
import GRDB
package import Publishing
import Texts

/// Signs of life, and the clock (G-37).
extension SQLiteStore {
  package func clockMark() async throws(StoreError) -> ClockMark {
    try read { try Transaction($0).clockMark() }
  }

  package func heartbeat(_ sign: SignOfLife) async throws(StoreError) -> ClockMark {
    try await write { transaction in
      try transaction.db.cachedStatement(
        sql: "UPDATE service SET heartbeat_at = ?, beat_boot = ?, beat_time = ? WHERE id = ?"
      ).execute(arguments: [
        sign.reading.wall.millisecondsSince1970, sign.reading.boot, sign.reading.bootTime.wholeMilliseconds,
        sign.service.rawValue,
      ])
      switch sign.finding {
      case .sound(let instant, let anchor):
        try transaction.raiseClock(to: instant)
        try transaction.keep(anchor, whereOfOtherBoot: true)
        try transaction.setClockDoubt(nil)
      case .proved(let instant, let anchor):
        try transaction.setClock(to: instant)
        try transaction.keep(anchor, whereOfOtherBoot: false)
        try transaction.setClockDoubt(nil)
      case .doubt(let reason): try transaction.setClockDoubt(reason)
      }
      return try transaction.clockMark()
    }
  }

  package func confirmClock(
    at reading: ClockReading, reason: String, by actor: Actor, under judgement: Judgement
  ) async throws(StoreError) {
    try await write { transaction in
      try transaction.check(judgement)
      try judgement.check(.confirmClock, by: actor, at: reading.wall)
      try transaction.setClock(to: reading.wall)
      try transaction.keep(ClockAnchor(reading, witness: .person), whereOfOtherBoot: false)
      try transaction.setClockDoubt(nil)
      try transaction.db.execute(sql: "UPDATE clock SET confirmations = confirmations + 1")
      try transaction.audit(
        AuditDraft(
          at: reading.wall, actor: actor.description, event: .clockConfirmed, revision: try transaction.epoch(),
          detail: JSON.object([("reason", .string(reason))]).compactText))
    }
  }
}
