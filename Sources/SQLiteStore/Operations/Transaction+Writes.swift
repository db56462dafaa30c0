import Elections
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
    case .post(let new): try posts().take(new, self)
    case .version(let version, let post): try PostRow.save(version, of: post, db)

    case .step(let after, let before): try DeliveryRow.save(after, from: before, self)
    case .plan(let plan, let delivery, let revision): try AttemptRow.keep(plan, of: delivery, revision, db)
    case .preparation(let kept, let delivery, let revision):
      try AttemptRow.keep(preparation: kept, of: delivery, revision, db)
    case .attemptBegins(let attempt): try AttemptRow.insert(attempt, db)
    case .attemptEnds(let end): try AttemptRow.end(end, db)
    case .attemptSeen(let sighting): try AttemptRow.see(sighting, db)
    case .lateReport(let late, let delivery): try LateReportRow.insert(late, delivery, db)
    case .givenBack(let givenBack?, let delivery): try GivenBackRow.save(givenBack, delivery, db)
    case .givenBack(nil, let delivery): try GivenBackRow.clear(delivery, db)

    case .approval(let approval, let delivery): try ApprovalRow.insert(approval, delivery, db)
    case .override(let record, let delivery): try OverrideRow.save(record, delivery, db)
    case .token(let token): try TokenRow.save(token, db)
    case .look(let look, let subject, let login): try LookRow.save(look, subject, login, db)

    case .revision(let revision, let bytes):
      try RevisionRow.insert(revision, bytes, db)
      try moveEpoch(to: revision.number)
    case .doubts(let doubts): try DoubtRow.replace(by: doubts, db)
    case .edge(let lane, let isOpen):
      let id = try laneID(lane)
      try DirectStatement(db, "UPDATE lane SET open = ? WHERE id = ?").run { values in
        values.append(isOpen)
        values.append(id)
      }
    case .stop(let stop): try StopRow.save(stop, db)
    case .start(let channel): try StopRow.remove(channel, db)
    case .pause(let pause): try PauseRow.save(pause, db)
    case .endPause(let channel): try PauseRow.remove(channel, db)
    case .pace(let log, let channel): try PaceRow.save(log, channel, self)

    case .serviceBegins(let id, let start): try ServiceTable.insert(start, id, db)
    case .signOfLife(let service, let reading): try ServiceTable.save(reading, of: service, db)
    case .filesRead(let service, let at): try ServiceTable.save(filesRead: at, by: service, db)
    case .serviceEnds(let service, let at): try ServiceTable.end(service, at, db)
    case .clock(let mark): try keep(mark)
    case .forgetOperations(let end): try forgetOperations(before: end)

    case .audit(let draft): try audit(draft)
    case .textRemoved(let entry, let draft):
      try AuditRow.removeText(from: entry, recordedBy: try audit(draft), db)
    case .wordsRemoved(let removed):
      try changeOperations { $0.without(removed) }
      try RemovedWordsRows(removed: removed, db: db).clear()
    }
  }
}
