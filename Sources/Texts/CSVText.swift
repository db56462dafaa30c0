/// Rows of CSV (RFC 4180), safe for spreadsheets.
///
/// It goes by Unicode scalars: Swift takes a comma with a combining accent for one `Character`, but to a reader of CSV
/// it is still a comma.
package enum CSVText {
  /// The cells as one row, without its line end.
  package static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") }

  /// Quoted where a separator, quote or line end stands in it. What a spreadsheet would run as a formula begins with an
  /// apostrophe, as OWASP advises (“CSV injection”); who reads by program takes one apostrophe off where one of those
  /// signs follows it. No CSV reader promises to take NUL, so it is written as `⟨U+0000⟩`.
  package static func cell(_ text: String) -> String {
    var cell = ""
    var needsQuotes = false
    if isFormula(text) { cell += "'" }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": cell += "\"\""
      case "\0": cell += scalar.codePointMark
      default: cell.unicodeScalars.append(scalar)
      }
      needsQuotes = needsQuotes || isSeparator(scalar)
    }
    return needsQuotes ? "\"\(cell)\"" : cell
  }

  /// Whether a spreadsheet may run the text as a formula. The sign that begins one counts in full width too, since some
  /// programs turn it into the ordinary one; blanks and unseen characters before it are skipped, since some drop them.
  private static func isFormula(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    if let first = scalars.first, first == "\t" || first == "\r" || first == "\n" { return true }
    guard let first = scalars.first(where: { !$0.properties.isWhitespace && !$0.isUnseen }) else { return false }
    return "=+-@＝＋－＠﹢﹣﹦﹫".unicodeScalars.contains(first)
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    // Semicolon and tab part cells in some programs, depending on the country that they are set to.
    case ",", "\"", "\n", "\r", ";", "\t": true
    default: false
    }
  }
}
