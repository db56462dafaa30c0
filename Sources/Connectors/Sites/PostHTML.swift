import Publishing
import Texts

/// A post's words as the HTML of a web site's page: they arrive as they were typed.
enum PostHTML {
  /// A paragraph for each block of lines, with addresses made clickable; at the end the post's link, where the text
  /// does not name it already.
  static func body(of content: PostContent) -> String {
    var paragraphs: [String] = []
    var lines: [String] = []
    func finish() {
      if !lines.isEmpty { paragraphs.append("<p>" + lines.joined(separator: "<br>") + "</p>") }
      lines = []
    }
    for line in content.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let words = oneLine(line)
      if words.isEmpty { finish() } else { lines.append(withLinks(words)) }
    }
    finish()
    if let link = content.link, !content.text.contains(link) {
      paragraphs.append("<p>\(anchor(to: link, text: link))</p>")
    }
    return paragraphs.joined(separator: "\n")
  }

  static func anchor(to address: String, text: String) -> String {
    "<a href=\"\(attribute(address))\">\(typed(text))</a>"
  }

  static func figure(source: String, alt: String) -> String {
    "<figure><img src=\"\(attribute(source))\" alt=\"\(attribute(oneLine(alt)))\"></figure>"
  }

  static func oneLine(_ text: some StringProtocol) -> String {
    text.split { $0.isNewline || $0.isWhitespace }.joined(separator: " ")
  }

  // MARK: Characters

  /// For attributes in double quotes. Brackets too: WordPress looks for shortcodes inside tags.
  static func attribute(_ text: String) -> String {
    var html = ""
    var before: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      html += entity(scalar) ?? (scalar == "#" && before == "&" ? number(scalar) : String(scalar))
      before = scalar
    }
    return html
  }

  /// For text. Besides what HTML asks for, this hides whatever a site would take for a shortcode, a smiley or sloppy
  /// typing and change: WordPress's wptexturize, convert_smilies and do_shortcode. The numbers have three digits, as
  /// its kses writes them, so that what it keeps can be compared with what was sent.
  static func typed(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var html = ""
    for (index, scalar) in scalars.enumerated() {
      if let entity = entity(scalar) {
        html += entity
        continue
      }
      let before = index > 0 ? scalars[index - 1] : nil
      let after = index + 1 < scalars.count ? scalars[index + 1] : nil
      if isRewritten(scalar, before, after) {
        html += number(scalar)
      } else {
        html.unicodeScalars.append(scalar)
      }
    }
    return html
  }

  /// What HTML asks to be written otherwise; what no page may hold becomes `�`.
  private static func entity(_ scalar: Unicode.Scalar) -> String? {
    entities[scalar] ?? (MarkupText.isForbidden(scalar) ? "\u{FFFD}" : nil)
  }

  private static let entities: [Unicode.Scalar: String] = [
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#039;", "[": "&#091;", "]": "&#093;",
    "`": "&#096;",
  ]

  private static func isRewritten(
    _ scalar: Unicode.Scalar, _ before: Unicode.Scalar?, _ after: Unicode.Scalar?
  ) -> Bool {
    let beginsWord = before.map(\.properties.isWhitespace) ?? true
    return switch scalar {
    // A number written out, as &#163;, would be taken for the sign that it stands for.
    case "#": before == "&"
    case "-": !(isWordy(before) && isWordy(after))
    case ".": before == "." || after == "."
    case "(": after == "t"
    case "x": isDigit(before) && isDigit(after)
    case ":", ";": beginsWord
    case "8": beginsWord && [")", "-", "O"].contains(after)
    default: false
    }
  }

  private static func isWordy(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { $0.properties.isAlphabetic || $0.properties.numericType != nil } ?? false
  }

  private static func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { ("0"..."9").contains($0) || $0 == "." || $0 == "," } ?? false
  }

  private static func number(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value)
    return "&#" + String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits + ";"
  }

  // MARK: Addresses in the text

  private static func withLinks(_ line: String) -> String {
    line.split(separator: " ").map { word in
      guard let start = addressStart(in: word) else { return typed(String(word)) }
      let end = addressEnd(of: word[start...])
      let address = String(word[start..<end])
      return typed(String(word[..<start])) + anchor(to: address, text: address) + typed(String(word[end...]))
    }.joined(separator: " ")
  }

  private static func addressStart(in word: Substring) -> Substring.Index? {
    for scheme in ["https://", "http://"] {
      guard let range = word.firstRange(of: scheme) else { continue }
      // A scheme alone, or with nothing but signs behind it, leads nowhere.
      guard let first = word[range.upperBound...].first, first.isLetter || first.isNumber || first == "[" else {
        continue
      }
      return range.lowerBound
    }
    return nil
  }

  /// Signs that end a sentence, and a closing bracket that was opened before the address, are no part of it.
  private static func addressEnd(of rest: Substring) -> Substring.Index {
    let scalars = Array(rest.unicodeScalars)
    let length =
      scalars.indices.first { index in
        "<>\"“”«»".unicodeScalars.contains(scalars[index]) || HiddenSigns.stands(at: index, in: scalars)
      } ?? scalars.count
    var address = rest.unicodeScalars.prefix(length)
    while let last = address.last {
      if ".,;:!?'’*".unicodeScalars.contains(last) {
        address.removeLast()
      } else if last == ")", address.count(where: { $0 == ")" }) > address.count(where: { $0 == "(" }) {
        address.removeLast()
      } else {
        break
      }
    }
    return address.endIndex
  }
}
