import Elections
import GRDB
import Publishing
import Synchronization

/// Group commit: everything that waits goes into one transaction, and each caller is answered after its commit.
///
/// With `synchronous = FULL` a commit costs a disk flush and further rows in it almost nothing. While one
/// transaction is being flushed, what comes in gathers for the next.
final class CommitQueue: Sendable {
  private struct Job {
    /// Forgets what an earlier run came to.
    let begin: @Sendable () -> Void
    /// Does the work and keeps its result; whether it succeeded. In part: when it fails, only it is undone.
    let run: @Sendable (Transaction, _ inPart: Bool) -> Bool
    /// Answers the caller: with what was kept, or with why nothing was committed.
    let finish: @Sendable (StoreError?) -> Void
  }

  private struct State {
    var waiting: [Job] = []
    var isDraining = false
    /// How far the log went with this process's last commit.
    var head: LogHead?
  }

  private static let largestGroup = 256

  private static let undone = StoreError.cannotWrite(
    "The store could not write something else, and undid what was written with it; nothing is lost. Try again.")

  private let writer: any DatabaseWriter
  private let file: StoreFile
  private let anchor: AnchorHolder
  private let checkpointer: Checkpointer
  private let state = Mutex(State())

  init(writer: any DatabaseWriter, file: StoreFile, anchor: AnchorHolder) {
    self.anchor = anchor
    self.writer = writer
    self.file = file
    checkpointer = Checkpointer(file: file)
    checkpointer.watch(writer)
  }

  /// Returns once nothing is left to be done beside the commits.
  func finish() { checkpointer.finish() }

  /// Does `body` in a transaction. `here`: on the caller's own thread when nothing else is being written, which spares
  /// two switches of threads, about as much as a fast disk's flush; for callers that have nothing else to do meanwhile.
  func perform<Result: Sendable>(
    here: Bool, _ body: @escaping @Sendable (Transaction) throws -> Result
  ) async throws(StoreError) -> Result {
    let outcome: Swift.Result<Result, StoreError> = await withCheckedContinuation { continuation in
      let kept = Mutex<Swift.Result<Result, any Error>?>(nil)
      let box = Box(kept)
      enqueue(
        here: here,
        Job(
          begin: { box.value.withLock { $0 = nil } },
          run: { transaction, inPart in
            let result = Swift.Result { try inPart ? transaction.part(body) : body(transaction) }
            box.value.withLock { $0 = result }
            if case .success = result { return true } else { return false }
          },
          finish: { failure in
            let result = box.value.withLock { $0 }
            switch (failure, result) {
            case (_, .failure(let error)?): continuation.resume(returning: .failure(StoreFailures.translate(error)))
            case (let failure?, _): continuation.resume(returning: .failure(failure))
            case (nil, .success(let value)?): continuation.resume(returning: .success(value))
            case (nil, nil):
              continuation.resume(returning: .failure(.unavailable("The store did not take the work up.")))
            }
          }))
    }
    return try outcome.get()
  }

  private final class Box<Value: ~Copyable & Sendable>: Sendable {
    let value: Value
    init(_ value: consuming Value) { self.value = value }
  }

  private func enqueue(here: Bool, _ job: Job) {
    let starts = state.withLock { state in
      state.waiting.append(job)
      defer { state.isDraining = true }
      return !state.isDraining
    }
    guard starts else { return }
    if here {
      writer.writeWithoutTransaction { db in self.drainGroup(db) }
      // What has come in meanwhile is left to the writer's thread.
      if isDrained() { return }
    }
    writer.asyncWriteWithoutTransaction { db in self.drain(db) }
  }

  private func drain(_ db: Database) {
    repeat { drainGroup(db) } while !isDrained()
  }

  /// Whether nothing waits any more; then the next one to come starts anew.
  private func isDrained() -> Bool {
    state.withLock { state in
      state.isDraining = !state.waiting.isEmpty
      return !state.isDraining
    }
  }

  /// Commits what waits now, up to a group's size, and answers it.
  private func drainGroup(_ db: Database) {
    let group = state.withLock { state in
      let group = Array(state.waiting.prefix(Self.largestGroup))
      state.waiting.removeFirst(group.count)
      return group
    }
    if group.isEmpty { return }
    let failure = commit(group, db)
    for job in group { job.finish(failure) }
  }

  /// Nil when it was committed.
  private func commit(_ group: [Job], _ db: Database) -> StoreError? {
    do {
      try file.checkIdentity()
      // A savepoint costs about as much as the work in it, and work hardly ever fails: so all goes without one
      // first, and only where a piece of several failed once more, each undone by itself.
      if try !run(group, inParts: false, db), group.count > 1 { _ = try run(group, inParts: true, db) }
      return nil
    } catch {
      return StoreFailures.translate(error)
    }
  }

  /// Whether it was committed; without parts, one that fails undoes all.
  private func run(_ group: [Job], inParts: Bool, _ db: Database) throws -> Bool {
    // Prepared once, where GRDB's own transactions are parsed anew each time.
    try DirectStatement(db, "BEGIN IMMEDIATE").run()
    do {
      let transaction = Transaction(db, after: state.withLock(\.head))
      for job in group { job.begin() }
      for job in group {
        let isDone = job.run(transaction, inParts)
        // Some failures, such as a full disk, make SQLite undo the whole transaction by itself. What came after would
        // then be committed alone, on an audit log that is gone.
        guard db.isInsideTransaction else {
          if inParts || isDone { throw Self.undone }
          return false
        }
        if !isDone, !inParts {
          try DirectStatement(db, "ROLLBACK").run()
          return false
        }
      }
      try transaction.finish()
      try DirectStatement(db, "COMMIT").run()
      if let (head, at) = transaction.newHead {
        state.withLock { $0.head = head }
        // After the commit, so that it is never ahead of the store, and before anybody is answered.
        anchor.file?.advance(to: head, at: at) { entry in try? Transaction.hash(of: entry, db) }
      }
      return true
    } catch {
      // The first failure is the one to tell.
      if db.isInsideTransaction { try? DirectStatement(db, "ROLLBACK").run() }
      throw error
    }
  }
}
