/// What is wrong in a settings file, where, and what to do.
package struct SettingsError: Error, Hashable, Sendable {
  package let file: String
  /// From 1; nil where the file as a whole is meant.
  package let line: Int?
  package let message: String

  package init(file: String, line: Int?, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }
}

extension SettingsError: CustomStringConvertible {
  package var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}

/// Every fault of a settings file at once, so that one reading mends all.
package struct SettingsErrors: Error, Sendable {
  package let errors: [SettingsError]
}
