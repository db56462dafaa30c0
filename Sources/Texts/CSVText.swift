/// Rows of CSV (RFC 4180), safe for spreadsheets.
///
/// Decided by scalars: a comma with a combining mark is one `Character`, and a comma to every reader of CSV.
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

  /// Signs with which a formula begins, also in full width, which some programs fold; blanks and what is not seen before
  /// them are passed over, for there are programs that trim.
  private static func isFormula(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    if let first = scalars.first, first == "\t" || first == "\r" || first == "\n" { return true }
    guard let first = scalars.first(where: { !$0.properties.isWhitespace && !$0.isUnseen }) else { return false }
    return "=+-@＝＋－＠﹢﹣﹦﹫".unicodeScalars.contains(first)
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    // The last ones are separators to some programs, by the country that they are set to.
    case ",", "\"", "\n", "\r", ";", "\t": true
    default: false
    }
  }
}
