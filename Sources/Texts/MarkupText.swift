/// Text as XML 1.0 and HTML may hold it, in content and in attributes in double quotes.
///
/// It goes by Unicode scalars: Swift takes a quotation mark with a combining accent for one `Character`, but to a
/// parser the mark still ends the attribute.
package enum MarkupText {
  /// With entities for what is markup. What XML has no way of writing becomes `�`, as does what `isUnwanted` names;
  /// a CR is written by its number, since every parser would turn it into a line feed.
  package static func escaped(_ text: String, replacing isUnwanted: (Unicode.Scalar) -> Bool = { _ in false }) -> String
  {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count + text.utf8.count / 8)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case _ where isForbidden(scalar) || isUnwanted(scalar): escaped += "\u{FFFD}"
      case "\r": escaped += "&#13;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// What XML 1.0 has no way of writing (section 2.2).
  package static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
