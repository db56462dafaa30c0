/// What one channel of a settings file says of its connector, key by key.
///
/// A reading that fails has told why, with the line, and gives nil: so one pass finds every fault of a file.
package struct ConnectorKeys {
  /// The channel's name, for sentences.
  package let channel: String
  private let value: (String) -> (any SettingsValue)?
  private let complain: (String) -> Void

  /// - Parameters:
  ///   - channel: The channel's name.
  ///   - value: The value of a key; nil where it does not stand there.
  ///   - complain: Tells what is wrong with the channel as a whole, at its line.
  package init(
    channel: String, value: @escaping (String) -> (any SettingsValue)?, complain: @escaping (String) -> Void
  ) {
    self.channel = channel
    self.value = value
    self.complain = complain
  }

  package subscript(_ key: String) -> (any SettingsValue)? { value(key) }

  /// Tells of something that is missing.
  package func fault(_ message: String) { complain(message) }

  /// A text that must be there; `remedy` says how to come by it.
  package func text(_ key: String, _ remedy: String) -> String? {
    guard let value = value(key) else {
      fault("The channel “\(channel)” has no \(key); \(remedy).")
      return nil
    }
    return value.text()
  }

  package func texts(_ key: String) -> [String]? { value(key)?.values()?.compactMap { $0.text() } }

  /// False where the key is left out.
  package func flag(_ key: String) -> Bool { value(key)?.flag() ?? false }
}
