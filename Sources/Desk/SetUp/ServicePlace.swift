import Glibc
import PublishingSettings
import Synchronization

/// Where the store of a set-up lies and its service answers, by the settings file that a command finds.
package struct ServicePlace: Sendable {
  /// The service's socket, as an absolute path or one that starts where the command runs.
  package let socket: String?
  /// The store, `sqlite:PATH`.
  let store: String?

  /// Nil where no settings are found, or they cannot be read.
  package init?(_ choice: SetUpChoice) {
    guard let file = SettingsPlace(choice).path, let found = Self.known(file) else { return nil }
    self = found
  }

  private init?(file: String) {
    guard let bytes = try? PlainFile.bytes(file, atMost: SettingsReader.mostBytes),
      let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    let places = SettingsPlaces(in: text)
    socket = places.socket.map { Self.path($0, besideFile: file) }
    store = places.store.map { store in
      let path = store.hasPrefix("sqlite:") ? String(store.dropFirst("sqlite:".count)) : store
      return store.contains("://") ? store : "sqlite:" + Self.path(path, besideFile: file)
    }
  }

  // MARK: Read once

  /// A file as it was read: the same as long as these are.
  private struct Reading: Hashable {
    let file: String
    let device: UInt64
    let inode: UInt64
    let seconds: Int
    let nanoseconds: Int
    let size: Int

    init?(_ file: String) {
      var status = stat()
      guard unsafe stat(file, &status) == 0 else { return nil }
      self.file = file
      (device, inode, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int(status.st_size))
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
  }

  private static let last = Mutex<(reading: Reading, place: ServicePlace?)?>(nil)

  /// A command asks several times, and reading YAML takes longer than all the rest of its asking.
  private static func known(_ file: String) -> ServicePlace? {
    guard let reading = Reading(file) else { return nil }
    if let last = last.withLock({ $0 }), last.reading == reading { return last.place }
    let place = ServicePlace(file: file)
    last.withLock { $0 = (reading, place) }
    return place
  }

  /// A relative path in the settings starts where the settings file lies.
  package static func path(_ path: String, besideFile file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
  }
}
