import Foundation
import Glibc
import Publishing
package import PublishingGate

/// Which store a command works on.
package struct StoreLocation: Sendable {
  package let path: String
  /// By whoever runs the command, the settings or the service manager; else it is the user's own.
  package let isNamed: Bool

  private let choice: SetUpChoice
  private var parts: Parts { choice.parts }

  /// From `--store`, PORTCULLIS_STORE, the settings' `store`, or the user's state folder (XDG Base Directory Specification).
  package init(_ options: SetUpChoice) throws {
    choice = options
    let parts = options.parts
    guard let url = options.store ?? ServicePlace(options)?.store else {
      path = Self.stateFolder(parts.environment) + "/portcullis.sqlite"
      isNamed = parts.environment["STATE_DIRECTORY"] != nil
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

  private static func stateFolder(_ environment: [String: String]) -> String {
    if let folder = environment["STATE_DIRECTORY"]?.split(separator: ":").first { return String(folder) }
    if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return folder + "/portcullis" }
    let home = environment["HOME"] ?? NSHomeDirectory()
    return home + "/.local/state/portcullis"
  }

  /// Whether it is there and belongs to this account.
  package var isOwn: Bool { StoreKeeper(of: path)?.isOurs ?? false }

  /// Also where this account may not even look: then whoever opens it is told whose it is. An empty file is none yet: whoever
  /// began with it was ended before anything was in it.
  package var exists: Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status.st_size > 0 : errno == EACCES
  }

  /// The folder that keeps the posts' media, beside the store.
  package var mediaFolder: String { StoreCompanion.media.path(in: (path as NSString).deletingLastPathComponent) }

  package func open(_ access: StoreAccess) throws -> any CouncilStore {
    if choice.atStore != nil, let refusal = StoreKeeper(of: path)?.refusal(of: access, choice) { throw refusal }
    do throws(StoreError) {
      return try parts.openStore(path, access)
    } catch {
      throw Failure(error)
    }
  }

  /// To look, and to keep that somebody looked; whoever may not write has no look to keep.
  package func openToNote() throws -> any CouncilStore {
    try open(FileManager.default.isWritableFile(atPath: path) ? .existing : .readOnly)
  }

  /// To look only.
  package func openToLook() throws -> any CouncilStore { try open(.readOnly) }
}
