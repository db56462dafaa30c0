import Foundation
import Publishing
import SQLiteStore

/// Which store a command works on.
struct StoreLocation: Sendable {
  let path: String
  /// By whoever runs the command, or by the service manager; else it is the user's own.
  let isNamed: Bool

  /// From `--store`, PORTCULLIS_STORE, or the user's state folder (XDG Base Directory Specification).
  init(_ options: GlobalOptions) throws {
    guard let url = GlobalOptions.value(options.store, environment: "PORTCULLIS_STORE") else {
      path = Self.stateFolder + "/portcullis.sqlite"
      isNamed = ProcessInfo.processInfo.environment["STATE_DIRECTORY"] != nil
      return
    }
    if url.hasPrefix("postgresql:") || url.hasPrefix("postgres:") {
      throw Failure(.usage, "PostgreSQL is not supported by this version; write --store sqlite:PATH.")
    }
    let name = url.hasPrefix("sqlite:") ? String(url.dropFirst("sqlite:".count)) : url
    guard !name.isEmpty else { throw Failure(.usage, "“\(url)” names no file; write --store sqlite:PATH.") }
    guard url.hasPrefix("sqlite:") || !url.contains("://") else {
      throw Failure(.usage, "“\(url)” is no store; write --store sqlite:PATH.")
    }
    isNamed = true
    path = name.hasPrefix("//") ? String(name.dropFirst(2)) : name
  }

  private static var stateFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["STATE_DIRECTORY"]?.split(separator: ":").first { return String(folder) }
    if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return folder + "/portcullis" }
    let home = environment["HOME"] ?? NSHomeDirectory()
    return home + "/.local/state/portcullis"
  }

  var exists: Bool { FileManager.default.fileExists(atPath: path) }

  /// The folder that keeps the posts' media, beside the store.
  var mediaFolder: String { (path as NSString).deletingLastPathComponent + "/media" }

  func open(_ access: SQLiteStore.Access) throws -> SQLiteStore {
    do throws(StoreError) {
      return try SQLiteStore(path: path, access: access)
    } catch {
      throw Failure(error)
    }
  }

  /// To look only: with the right to write where there is it, since SQLite's log wants that, else without.
  func openToLook() throws -> SQLiteStore {
    try open(FileManager.default.isWritableFile(atPath: path) ? .existing : .readOnly)
  }
}

extension Failure {
  init(_ error: StoreError) {
    switch error {
    case .unavailable, .damaged: self.init(.unavailable, error.description)
    case .cannotWrite: self.init(.cannotWrite, error.description)
    case .busy, .superseded, .notAsSeen: self.init(.tryAgain, error.description)
    case .notPermitted: self.init(.notPermitted, error.description)
    case .noSuchOverride, .overrideIs: self.init(.badInput, error.description)
    case .keyConflict, .noSuchPost, .noSuchDelivery: self.init(.badInput, error.description)
    case .refused(_, .inFlight), .refused(_, .awaited): self.init(.tryAgain, error.description)
    case .refused: self.init(.badInput, error.description)
    }
  }
}
