/// What an authority says about the entries of calendars that others made (`sources:` in the settings).
package struct SourceRule: Hashable, Sendable {
  package enum Treatment: Hashable, Sendable {
    case ignore
    case election(kind: ElectionKind, area: Area?, nation: Nation?)
  }

  /// Globs; nil matches everything. The file's is matched below `elections/`.
  package let file: String?
  package let summary: String?
  package let treatment: Treatment
  /// Where it stands in the settings, if it came from there.
  package let line: Int?

  package init(file: String?, summary: String?, treatment: Treatment, line: Int? = nil) {
    self.file = file
    self.summary = summary
    self.treatment = treatment
    self.line = line
  }

  /// Whether an event of this file, below `elections/`, with this summary is meant.
  package func matches(file name: String, summary text: String) -> Bool {
    (file.map { Self.glob($0, matches: name) || Self.glob($0, matches: Self.lastComponent(name)) } ?? true)
      && (summary.map { Self.glob($0.lowercased(), matches: text.lowercased()) } ?? true)
  }

  private static func lastComponent(_ path: String) -> String {
    path.split(separator: Character("/")).last.map(String.init) ?? path
  }

  /// `*` stands for any text and `?` for one character. Where the text stops matching it goes back to the last star and
  /// no further, so the time is bounded by the product of both lengths.
  static func glob(_ pattern: String, matches text: String) -> Bool {
    let pattern = Array(pattern), text = Array(text)
    var (inPattern, inText) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while inText < text.count {
      if inPattern < pattern.count, pattern[inPattern] == "*" {
        star = (inPattern, inText)
        inPattern += 1
      } else if inPattern < pattern.count, pattern[inPattern] == "?" || pattern[inPattern] == text[inText] {
        inPattern += 1
        inText += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        (inPattern, inText) = (last.pattern + 1, last.text + 1)
      } else {
        return false
      }
    }
    return pattern[inPattern...].allSatisfy { $0 == "*" }
  }
}
