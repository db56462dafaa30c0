import Foundation
import Publishing

/// The title of a page, and the last part of its address.
enum Headline {
  /// The most characters of a title that is taken from the text, its ellipsis included.
  static let longestTitle = 80
  static let longestSlug = 60

  /// The post's own title, or its first sentence, cut between words.
  static func title(of content: PostContent) -> String {
    if let title = content.title.map({ PostHTML.oneLine($0) }), !title.isEmpty { return title }
    let lines = content.text.split(whereSeparator: \.isNewline).map { PostHTML.oneLine($0) }
    let words = sentence(lines.first { !$0.isEmpty } ?? "")
    guard words.count > longestTitle else { return words }
    return cut(words, to: longestTitle - 1, between: " ") + "…"
  }

  /// What is shortened to end in a full stop without ending a sentence.
  private static let shortened: Set<String> = ["approx", "cllr", "cllrs", "dept", "mrs", "prof", "revd", "tel"]

  /// Without the full stop at its end, which headlines do not have.
  private static func sentence(_ line: String) -> String {
    var words: [Substring] = []
    for word in line.split(separator: " ") {
      words.append(word)
      guard let last = word.last, "!?.".contains(last) else { continue }
      let stem = word.dropLast().filter(\.isLetter).lowercased()
      if last == ".", stem.count <= 2 || shortened.contains(stem) { continue }
      break
    }
    let sentence = words.joined(separator: " ")
    return sentence.hasSuffix(".") && !sentence.hasSuffix("..") ? String(sentence.dropLast()) : sentence
  }

  private static func cut(_ text: String, to length: Int, between separator: Character) -> String {
    if text.count <= length { return text }
    let start = text.prefix(length + 1)
    // One word that is too long is cut inside.
    guard let end = start.lastIndex(of: separator), end > start.startIndex else { return String(text.prefix(length)) }
    return String(start[..<end])
  }

  // MARK: The address

  private static let letters: [Unicode.Scalar: String] = [
    "&": " and ", "'": "", "’": "", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "ı": "i",
  ]

  /// `bin-day-moves-to-friday`: lower case, digits and hyphens, accents dropped.
  static func slug(_ title: String, key: DeliveryKey) -> String {
    var slug = ""
    for scalar in title.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      if scalar.properties.generalCategory == .nonspacingMark { continue }
      for letter in (letters[scalar] ?? String(scalar)).unicodeScalars {
        if ("a"..."z").contains(letter) || ("0"..."9").contains(letter) {
          slug.unicodeScalars.append(letter)
        } else if !slug.isEmpty, !slug.hasSuffix("-") {
          slug += "-"
        }
      }
    }
    while slug.hasSuffix("-") { slug.removeLast() }
    slug = cut(slug, to: longestSlug, between: "-")
    // A title in another script has no such letters; a number alone could be read as a year of an archive.
    if slug.isEmpty { return "post-" + key.text.prefix(8) }
    return slug.allSatisfy(\.isNumber) ? "post-" + slug : slug
  }
}
