import PublishingSettings

/// Where the store of a set-up lies and its service answers, by the settings file that a command finds.
package struct ServicePlace {
  /// The service's socket, as an absolute path or one that starts where the command runs.
  package let socket: String?
  /// The store, `sqlite:PATH`.
  let store: String?

  /// Nil where no settings are found, or they cannot be read.
  package init?(_ choice: SetUpChoice) {
    guard let file = SettingsPlace(choice).path,
      let bytes = try? PlainFile.bytes(file, atMost: SettingsReader.mostBytes),
      let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    let places = SettingsPlaces(in: text)
    socket = places.socket.map { Self.path($0, besideFile: file) }
    store = places.store.map { store in
      let path = store.hasPrefix("sqlite:") ? String(store.dropFirst("sqlite:".count)) : store
      return store.contains("://") ? store : "sqlite:" + Self.path(path, besideFile: file)
    }
  }

  /// A relative path in the settings starts where the settings file lies.
  package static func path(_ path: String, besideFile file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
  }
}
