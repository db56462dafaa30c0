/// What was approved, compared with what is shown. What a theme or a plugin adds around it is no difference.
extension ShownHTML {
  /// What people would miss, each as a sentence; empty when nothing is missing.
  func differences(from approved: ShownHTML) -> [String] {
    var found: [String] = []
    if let words = Self.firstDifference(approved: approved.text, shown: text) {
      found.append(
        "The text is not as approved: “\(words.approved)” became “\(words.shown)”; correct the page by hand.")
    }
    for link in approved.links where !links.contains(link) {
      found.append("The link to \(link) is missing on the page.")
    }
    var left = alts.map { Self.plain($0) }
    for alt in approved.alts {
      if let index = left.firstIndex(of: Self.plain(alt)) {
        left.remove(at: index)
      } else {
        found.append("The picture with the alt text “\(alt)” is missing on the page, or has lost its alt text.")
      }
    }
    return found
  }

  /// A few words from where both part; nil when all that was approved is shown, one word after the other.
  static func firstDifference(approved: String, shown: String) -> (approved: String, shown: String)? {
    let (approved, shown) = (plain(approved).split(separator: " "), plain(shown).split(separator: " "))
    var best = (length: 0, start: 0)
    for start in 0...shown.count {
      let length = zip(approved, shown[start...]).prefix { $0 == $1 }.count
      if length == approved.count { return nil }
      if length > best.length { best = (length, start) }
    }
    func excerpt(_ words: ArraySlice<Substring>) -> String { words.prefix(6).joined(separator: " ") }
    return (excerpt(approved[best.length...]), excerpt(shown[(best.start + best.length)...]))
  }

  /// With typewriter signs instead of the typographic ones that sites put in their place.
  static func plain(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "‘", "’", "‚", "′": plain += "'"
      case "“", "”", "„", "″": plain += "\""
      case "–", "—", "−", "-": if plain.last != "-" { plain += "-" }
      case "…": plain += "..."
      case "×": plain += "x"
      case "™": plain += "(tm)"
      case "\u{A0}": plain += " "
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }
}
