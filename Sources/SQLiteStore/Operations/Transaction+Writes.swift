import Elections
import Foundation
import GRDB
import Publishing

/// What decisions have written, in SQLite's words.
extension Transaction {
  /// Runs what a decision writes, and gives its answer.
  func run<Answer>(_ decision: Decision<Answer>) throws -> Answer {
    try decision.forEach(run)
    return decision.answer
  }

  func run(_ writes: some StoreWrites) throws { try writes.forEach(run) }

  func run(_ write: StoreWrite) throws {
    switch write {
    case .step(let after, let before): try DeliveryRow.save(after, from: before, self)
    case .plan(let plan, let delivery, let revision): try AttemptRow.keep(plan, of: delivery, revision, db)
    case .preparation(let kept, let delivery, let revision):
      try db.cachedStatement(
        sql: """
          INSERT INTO preparation (delivery, post_revision, ids) VALUES (?, ?, ?)
          ON CONFLICT (delivery, post_revision) DO UPDATE SET ids = excluded.ids
          """
      ).execute(arguments: [delivery.rawValue, revision, Data(kept)])
    case .attemptBegins(let attempt): try AttemptRow.insert(attempt, db)
    case .attemptEnds(let end): try AttemptRow.end(end, db)
    case .attemptSeen(let sighting): try AttemptRow.see(sighting, db)
    case .lateReport(let late, let delivery): try LateReportRow.insert(late, delivery, db)
    case .givenBack(let givenBack?, let delivery): try GivenBackRow.save(givenBack, delivery, db)
    case .givenBack(nil, let delivery): try GivenBackRow.clear(delivery, db)
    case .override(let record, let delivery): try OverrideRow.save(record, delivery, db)
    case .pace(let log, let channel): try PaceRow.save(log, channel, self)
    case .clock(let mark): try keep(mark)
    case .serviceEnds(let service, let at):
      try DirectStatement(db, "UPDATE service SET ended_at = ? WHERE id = ?").run { values in
        values.append(at)
        values.append(service.rawValue)
      }
    case .audit(let draft): try audit(draft)
    }
  }
}
