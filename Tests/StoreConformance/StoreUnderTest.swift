import GateTesting
import PublishingGate
import SQLiteStore
import TestSupport
import Testing

/// A store that the suites of this target run on.
struct StoreUnderTest: Sendable, CustomTestStringConvertible {
  /// All of them: whoever adds a store adds a line here, and every suite runs on it as well. The first is the model that the
  /// others are compared with.
  static let all = [
    StoreUnderTest("memory") { _ in MemoryStore() },
    StoreUnderTest("SQLite", again: { try SQLiteStore(path: file(in: $0), access: .existing) }) {
      try SQLiteStore(path: file(in: $0), access: .creating)
    },
  ]

  let testDescription: String
  private let opening: @Sendable (ScratchFolder) throws -> any GateStore
  private let openingAgain: (@Sendable (ScratchFolder) throws -> any GateStore)?

  private init(
    _ name: String, again: (@Sendable (ScratchFolder) throws -> any GateStore)? = nil,
    _ opening: @escaping @Sendable (ScratchFolder) throws -> any GateStore
  ) {
    testDescription = name
    self.opening = opening
    openingAgain = again
  }

  /// A new and empty one, which may keep its files in the folder.
  func open(_ folder: ScratchFolder) throws -> any GateStore { try opening(folder) }

  /// The same store once more, as another process opens it; nil where only one process can have it.
  func openAgain(_ folder: ScratchFolder) throws -> (any GateStore)? { try openingAgain?(folder) }

  private static func file(in folder: ScratchFolder) -> String { folder.path("store.sqlite") }
}
