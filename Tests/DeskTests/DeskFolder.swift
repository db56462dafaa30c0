import Connectors
import Contract
import Desk
import Foundation
import Publishing
import PublishingGate
import SQLiteStore
import TestSupport

/// A council's folder of its own, with a desk on it as a program would put one together.
struct DeskFolder {
  let folder: Program.Folder
  let desk: Desk

  /// With what `init` writes, adopted as revision 1. `elections`: the calendar of elections, else the example that closes
  /// nothing.
  init(elections: String? = nil) async throws {
    folder = try Program.Folder()
    if let elections { try folder.write("calendars/elections/ours.ics", elections) }
    let path = folder.url.path
    desk = Desk(
      SetUpChoice(
        settings: path + "/portcullis.yaml", calendars: nil, store: "sqlite:\(path)/store/portcullis.sqlite",
        actor: Actor("somebody"), parts: Self.parts))
    let answer = try await desk.answer(SetUpCouncil(folder: path))
    guard answer.revision == 1 else { throw Unexpected(words: answer.note ?? "") }
  }

  struct Unexpected: Error { let words: String }

  /// What every desk of these tests is put together from.
  static let parts = Parts(
    version: "test", environment: [:],
    openStore: { path, access throws(StoreError) in try SQLiteStore(path: path, access: access) },
    connectors: AllConnectors(), words: { "“\($0)”" }, notice: { _ in }, progress: { _, _ in NoProgress() })

  private struct NoProgress: ProgressShowing {
    func show(_ done: Int) {}
    func clear() {}
  }
}
