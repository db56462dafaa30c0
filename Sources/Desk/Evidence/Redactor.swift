import ElectionCalendar
import Foundation
import Publishing
package import Texts

/// Blacks listed terms out: whole words, whatever their case and accents. It never says which terms it has.
package final class Redactor {
  package static let mark = "▮▮▮"

  private let matcher: TermMatcher
  /// How many places were blacked out.
  package private(set) var count = 0

  /// The settings' terms, and others, of which each holds a word.
  package init(_ settings: [String], besides terms: [String]) throws {
    for (index, term) in settings.enumerated() where TermMatcher([term]).isEmpty {
      throw Failure(.badInput, "Term \(index + 1) of policy.redactions holds no word; correct it in the settings.")
    }
    matcher = TermMatcher(settings + terms)
  }

  /// The terms of a file, a term a line.
  package static func terms(inFile file: String) throws -> [String] {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(.badInput, "\(file): The list of redactions cannot be read; correct its path or permissions.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(.badInput, "\(file): The list of redactions is no UTF-8 text; save it as UTF-8.")
    }
    var terms: [String] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let term = line.trimmingCharacters(in: .whitespaces.union(CharacterSet(charactersIn: "\u{FEFF}")))
      if term.isEmpty { continue }
      guard !TermMatcher([term]).isEmpty else {
        throw Failure(.badInput, "\(file):\(index + 1): The term holds no word; write a name or a word a line.")
      }
      terms.append(term)
    }
    return terms
  }

  package func callAsFunction(_ text: String) -> String {
    let (redacted, count) = matcher.redacted(text, mark: Self.mark)
    self.count += count
    return redacted
  }

  package func callAsFunction(_ text: String?) -> String? { text.map { self($0) } }

  /// Every text in it but the keys.
  package func callAsFunction(_ json: JSON) -> JSON {
    switch json {
    case .string(let text): .string(self(text))
    case .array(let values): .array(values.map { self($0) })
    case .object(let entries): .object(entries.map { ($0.0, self($0.1)) })
    case .null, .bool, .number: json
    }
  }

  // MARK: Looking only

  package func touches(_ text: String) -> Bool { !matcher.isEmpty && matcher.redacted(text, mark: "").count > 0 }

  /// Whether JSON text holds a term in a key or a text; what is no JSON is taken as it stands.
  package func touches(json text: String) -> Bool {
    if matcher.isEmpty || text.isEmpty { return false }
    guard let json = JSON(parsing: text) else { return touches(text) }
    return touches(json)
  }

  private func touches(_ json: JSON) -> Bool {
    switch json {
    case .string(let text): touches(text)
    case .array(let values): values.contains(where: touches)
    case .object(let entries): entries.contains { touches($0.0) || touches($0.1) }
    case .null, .bool, .number: false
    }
  }
}
