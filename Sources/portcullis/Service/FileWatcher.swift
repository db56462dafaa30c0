import Elections
import Foundation
import Glibc
import Logging
import PublishingGate
import ServiceLifecycle
import SQLiteStore
import UnixSignals

/// Notices changed calendars and settings, takes over what only closes, and says what waits for a person.
///
/// Every two seconds it looks at names, sizes and times of change; it reads only when one of them moved.
/// SIGHUP makes it look at once.
struct FileWatcher: Service {
  let options: GlobalOptions
  let store: SQLiteStore
  let gate: GateService
  let logger: Logger
  let decisions: @Sendable (GateDecision) -> Void

  static let interval = Duration.seconds(2)

  func run() async throws {
    let hangUps = await UnixSignalsSequence(trapping: .sighup)
    await withGracefulTaskCancellation {
      await withDiscardingTaskGroup { group in
        group.addTask { await watch() }
        group.addTask { for await _ in hangUps { await consider() } }
      }
    }
  }

  private func withGracefulTaskCancellation(_ body: @escaping @Sendable () async -> Void) async {
    await cancelWhenGracefulShutdown(body)
  }

  private func watch() async {
    var signature = FileSignature(options)
    await consider()
    while !Task.isCancelled {
      if signature.hasChanged() { await consider() }
      try? await Task.sleep(for: Self.interval)
    }
  }

  private func consider() async {
    do {
      guard let current = try await Adopt.current(store) else { return }
      let now = Workspace.now
      let workspace = try Workspace(options)
      switch try await TighteningAdoption.run(workspace, store: store, current: current, actor: "gate", now: now) {
      case .nothingNew: return
      case .adopted(let adoption):
        logger.notice("Adopted the changed files, which only close, as revision \(adoption.revision).")
      case .adoptedInPart(let adoption, let words):
        decisions(GateDecision(at: now, event: .notAdopted, revision: adoption.revision, detail: words))
      case .notAdopted(let words):
        decisions(GateDecision(at: now, event: .notAdopted, revision: current.revision.number, detail: words))
      }
      gate.wakeUp.call()
    } catch {
      let words = (error as? Failure)?.messages.joined(separator: " ") ?? "\(error)"
      decisions(
        GateDecision(
          at: Workspace.now, event: .notAdopted, detail: "The files on disk cannot be adopted: \(words)"))
    }
  }
}

/// Names, sizes and times of change of everything that a revision is made of.
private struct FileSignature {
  private let options: GlobalOptions
  private let settingsPath: String
  private var settings = ""
  private var calendars = ""
  private var calendarsPath: String?

  init(_ options: GlobalOptions) {
    self.options = options
    settingsPath =
      GlobalOptions.value(options.settings, environment: "PORTCULLIS_SETTINGS") ?? Workspace.defaultSettingsPath
    _ = hasChanged()
  }

  /// Whether anything moved since the last look.
  mutating func hasChanged() -> Bool {
    let settings = Self.stamp(settingsPath)
    // Only the settings tell where the calendars lie, so they are read again when they change, and not before.
    if settings != self.settings || calendarsPath == nil { calendarsPath = try? Workspace(options).calendarsPath }
    var parts: [String] = []
    if let calendarsPath {
      let walk = FileManager.default.enumerator(atPath: calendarsPath)
      while let name = walk?.nextObject() as? String { parts.append(Self.stamp(calendarsPath + "/" + name)) }
    }
    let calendars = parts.sorted().joined(separator: "\n")
    defer { (self.settings, self.calendars) = (settings, calendars) }
    return settings != self.settings || calendars != self.calendars
  }

  private static func stamp(_ path: String) -> String {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return "\(path) none" }
    return "\(path) \(status.st_ino) \(status.st_size) \(status.st_mtim)"
  }
}
