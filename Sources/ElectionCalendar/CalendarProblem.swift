import Elections
import Texts

/// Something in a calendar that was not read, or was read in a way that its author may not have meant.
package struct CalendarProblem: Hashable, Sendable {
  package enum Severity: String, Sendable {
    /// It could not be read; it holds, as unknown input does.
    case error
    /// A stated reading is used.
    case warning
  }

  package let severity: Severity
  package let file: String
  /// Of the offending property; of the BEGIN for an event that is not closed or has no start.
  package let line: Int
  /// Nil where the file's own structure is the trouble.
  package let uid: String?
  /// Whole sentences: what, and the remedy.
  package let message: String

  package init(severity: Severity, file: String, line: Int, uid: String? = nil, message: String) {
    self.severity = severity
    self.file = file
    self.line = line
    self.uid = uid
    self.message = message
  }
}

extension CalendarProblem: CustomStringConvertible {
  /// `file:line: severity: message (UID …)`.
  package var description: String {
    let event = uid.map { $0.isEmpty ? " (no UID)" : " (UID \($0.printable))" } ?? ""
    return "\(file.printable):\(line): \(severity.rawValue): \(message.visibleLine)\(event)"
  }
}

/// Collects one file's problems and keeps their number bounded.
struct ProblemLog {
  let file: String
  private(set) var problems: [CalendarProblem] = []
  private var counts: [CalendarProblem.Severity: Int] = [:]
  private(set) var hasFileError = false

  init(file: String) { self.file = file }

  mutating func add(
    _ severity: CalendarProblem.Severity,
    line: Int,
    uid: String? = nil,
    _ message: @autoclosure () -> String
  ) {
    if severity == .error, uid == nil { hasFileError = true }
    let count = counts[severity, default: 0] + 1
    counts[severity] = count
    guard count <= CalendarLimits.problemsInFile else { return }
    problems.append(
      CalendarProblem(severity: severity, file: file, line: line, uid: uid, message: message()))
  }

  /// The problems in the order of their lines, with a last one that counts what was left out.
  mutating func finished(lastLine: Int) -> [CalendarProblem] {
    for severity in [CalendarProblem.Severity.error, .warning] {
      let left = counts[severity, default: 0] - CalendarLimits.problemsInFile
      guard left > 0 else { continue }
      problems.append(
        CalendarProblem(
          severity: severity, file: file, line: lastLine,
          message: "\(left) more \(severity.rawValue)s in this file are not listed; mend those above first."))
    }
    return problems.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
  }
}
