extension StringProtocol {
  /// Without the white space and line ends around it.
  ///
  /// Foundation's own goes through UTF-16 and back, which was a third of an import.
  package var trimmed: String {
    let scalars = unicodeScalars
    guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(self[start..<scalars.index(after: last)])
  }
}
