import Texts

/// Something in a calendar that was not read, or was read in a way that its author may not have meant.
package struct ProblemAnswer: Codable, Hashable, Sendable {
  package enum Severity: String, Codable, CaseIterable, Sendable {
    /// It could not be read; it holds, as unknown input does.
    case error
    /// A stated reading is used.
    case warning
  }

  package let severity: Severity
  package let file: String
  package let line: Int
  /// Nil where the file's own structure is the trouble.
  package let uid: String?
  /// Whole sentences: what, and the remedy.
  package let message: String

  package init(severity: Severity, file: String, line: Int, uid: String?, message: String) {
    self.severity = severity
    self.file = file
    self.line = line
    self.uid = uid
    self.message = message
  }
}

extension ProblemAnswer: CustomStringConvertible {
  /// `file:line: severity: message (UID …)`.
  package var description: String {
    let event = uid.map { $0.isEmpty ? " (no UID)" : " (UID \($0.printable))" } ?? ""
    return "\(file.printable):\(line): \(severity.rawValue): \(message.visibleLine)\(event)"
  }
}
