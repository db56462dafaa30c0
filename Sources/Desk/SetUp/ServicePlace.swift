import PublishingSettings

/// Where the service of a set-up answers, by the settings file that a command finds.
package struct ServicePlace {
  /// As an absolute path, or one that starts where the command runs.
  package let socket: String

  /// Nil where no settings are found, they cannot be read, or they name no socket.
  package init?(_ choice: SetUpChoice) {
    guard let path = SettingsPlace(choice).path,
      let bytes = try? PlainFile.bytes(path, atMost: SettingsReader.mostBytes),
      let text = String(validating: bytes, as: UTF8.self), let socket = ServiceSocketReader.socket(in: text)
    else { return nil }
    self.socket = Self.path(socket, besideFile: path)
  }

  /// A relative path in the settings starts where the settings file lies.
  package static func path(_ path: String, besideFile file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
  }
}
