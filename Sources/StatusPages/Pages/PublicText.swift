extension String {
  /// The text without the folders of one machine: of a path from the root, or from a home, only the last part stays. The
  /// public learns which file it was, not where the council keeps it.
  var withoutMachinePaths: String {
    var text = ""
    var word = ""
    func flush() {
      text += Self.lastPart(of: word)
      word = ""
    }
    for scalar in unicodeScalars {
      if scalar.properties.isWhitespace || Self.ends.contains(scalar) {
        flush()
        text.unicodeScalars.append(scalar)
      } else {
        word.unicodeScalars.append(scalar)
      }
    }
    flush()
    return text
  }

  /// What stands around a path in a sentence.
  private static let ends = Set("“”‘’\"'()[],;=⟨⟩".unicodeScalars)

  private static func lastPart(of word: String) -> String {
    let scalars = Array(word.unicodeScalars)
    let isRooted = scalars.first == "/" || scalars.first == "~" || scalars.starts(with: "file:/".unicodeScalars)
    guard isRooted, let slash = scalars.lastIndex(of: "/") else { return word }
    return String(String.UnicodeScalarView(scalars[(slash + 1)...]))
  }
}
