import Contract
package import Desk
package import PublishingGate
import Publishing

/// Gives each caller a desk of their own, over the one store that this process has open.
package struct DeskHost: Sendable {
  private let choice: SetUpChoice
  private let store: any CouncilStore
  let threads: DeskThreads

  /// Where those ask who are answered.
  package enum Door: Sendable { case socket, network }

  /// `choice`: the service's own set-up; who acts in it never counts.
  package init(_ choice: SetUpChoice, store: any CouncilStore, at door: Door) {
    self.choice = choice
    self.store = store
    threads = door == .socket ? .people() : .network()
  }

  var storePath: String { Workspace.absolute(store.path) }

  var version: String { choice.parts.version }

  /// What can be done, in the words of the command line.
  var words: @Sendable (Remedy) -> String { choice.parts.words }

  /// The desk of a caller, who is told what they should know by `line`.
  func desk(of actor: Actor, telling line: @escaping @Sendable (ServiceLine) -> Void = { _ in }) -> Desk {
    var choice = choice
    choice.actor = actor
    choice.atStore = nil
    choice.parts = choice.parts.serving(
      store, notice: { line(.notice($0)) }, progress: { label, total in ToldProgress(label, total, line) })
    return Desk(choice)
  }

  /// What a caller elsewhere may be answered at all: nothing about files that they name, which this account would read for them.
  func answer<R: DeskRequest>(_ request: R, at desk: Desk) async throws -> Answered<R.Answer> {
    if let check = request as? CheckCalendars, !check.files.isEmpty {
      throw Failure(.usage, "Single files are checked where they lie, by \(Remedy.checkCalendars).")
    }
    return try await desk.answer(request)
  }
}

/// Tells a caller elsewhere how far long work has come: each hundredth of it once.
private struct ToldProgress: ProgressShowing {
  private let label: String
  private let total: Int
  private let tell: @Sendable (ServiceLine) -> Void

  init(_ label: String, _ total: Int, _ tell: @escaping @Sendable (ServiceLine) -> Void) {
    self.label = label
    self.total = total
    self.tell = tell
  }

  func show(_ done: Int) {
    guard done % max(1, total / 100) == 0 else { return }
    tell(.progress(label: label, total: total, done: done))
  }

  func clear() { tell(.progress(label: label, total: total, done: nil)) }
}
