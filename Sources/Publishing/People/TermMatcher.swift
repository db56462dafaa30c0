import Texts

/// Finds listed terms (party names, candidates, councillors) in posts: on word boundaries, as a reader sees the words
/// and not as they are encoded, in Welsh as in English. It flags, it does not judge.
///
/// What that catches and what not stands in the guide, under “Listed words”.
package struct TermMatcher: Hashable, Sendable {
  /// A place in a text.
  package struct Match: Hashable, Sendable {
    package let term: String
    /// A few words around it, with the term between « and », as they stand in the text.
    package let passage: String
  }

  let listed: ListedTerms

  package init(_ terms: [String]) { listed = ListedTerms(terms) }

  package static func == (left: Self, right: Self) -> Bool { left.listed.spellings == right.listed.spellings }
  package func hash(into hasher: inout Hasher) { hasher.combine(listed.terms.count) }

  package var isEmpty: Bool { listed.terms.isEmpty }
  package var count: Int { listed.terms.count }
  /// The terms as they are compared with another list's: case plays no part.
  package var given: Set<String> { Set(listed.terms.map { $0.text.lowercased() }) }

  /// Every match, in the order of the text.
  package func matches(in text: String) -> [Match] {
    var lookups = 0
    return matches(in: text, lookups: &lookups)
  }

  /// The same, counting how often the list is asked: once for each word, and again only where one begins a term,
  /// whatever the list's length.
  package func matches(in text: String, lookups: inout Int) -> [Match] {
    if isEmpty { return [] }
    let places = self.places(in: text, lookups: &lookups)
    if places.isEmpty { return [] }
    let words = SeenText(text).wordPlaces
    return places.map { Match(term: listed.terms[$0.term].text, passage: Self.passage(text, words, $0.range)) }
  }

  /// The terms in an address or a file's name, where words are written as one. A passage is the whole of it.
  package func matches(inAddress address: String) -> [Match] {
    if isEmpty { return [] }
    var lookups = 0
    var found: [Int] = []
    // A text that was no encoding may have become another.
    for text in Set([address, ReadableAddress.text(of: address)]) {
      found += places(in: text, isAddress: true, lookups: &lookups).map(\.term)
    }
    return Set(found).sorted().map { Match(term: listed.terms[$0].text, passage: "«\(address)»") }
  }

  /// The text with `mark` in the place of every match, and how many there were; terms that overlap share a mark.
  package func redacted(_ text: String, mark: String) -> (text: String, count: Int) {
    if isEmpty { return (text, 0) }
    var lookups = 0
    var merged: [Range<Int>] = []
    for place in places(in: text, lookups: &lookups) {
      // A term that begins inside another must not show its rest.
      if let last = merged.last, place.range.lowerBound < last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, place.range.upperBound)
      } else {
        merged.append(place.range)
      }
    }
    var result = ""
    var copied = 0
    for range in merged {
      result += Self.slice(text, copied..<range.lowerBound) + mark
      copied = range.upperBound
    }
    return (result + Self.slice(text, copied..<text.utf8.count), merged.count)
  }

  // MARK: Passages

  private static func slice(_ text: String, _ range: Range<Int>) -> Substring {
    let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
    return text[start..<text.utf8.index(start, offsetBy: range.count)]
  }

  /// Five words on each side, where there are so many; of a word that a match is a part of, the whole.
  private static func passage(_ text: String, _ words: [Range<Int>], _ range: Range<Int>) -> String {
    let own = words.filter { $0.overlaps(range) }
    let around =
      min(
        own.first?.lowerBound ?? range.lowerBound, range.lowerBound)..<max(
        own.last?.upperBound ?? range.upperBound, range.upperBound)
    let before = words.prefix { $0.lowerBound < around.lowerBound }.suffix(5)
    let after = words.drop { $0.lowerBound < around.upperBound }.prefix(5)
    let first = before.first?.lowerBound ?? around.lowerBound
    let last = after.last?.upperBound ?? around.upperBound
    let passage =
      "\(slice(text, first..<range.lowerBound))«\(slice(text, range))»\(slice(text, range.upperBound..<last))"
    return passage.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // MARK: Lists

  /// The first column of a CSV file, without its header line where that says `name` or `term`.
  package static func terms(inCSV text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).enumerated().compactMap { index, line in
      let term = firstField(line.drop { $0 == "\u{FEFF}" || $0.isWhitespace }).trimmed
      let isHeader = index == 0 && ["name", "term", "names", "terms", "candidate"].contains(term.lowercased())
      return term.isEmpty || term.hasPrefix("#") || isHeader ? nil : term
    }
  }

  /// Up to the comma, or between quotes, where two stand for one.
  private static func firstField(_ line: Substring) -> String {
    guard line.first == "\"" else { return String(line.prefix { $0 != "," }) }
    var field = ""
    var rest = line.dropFirst()
    while let character = rest.popFirst() {
      if character == "\"" {
        guard rest.first == "\"" else { break }
        rest.removeFirst()
      }
      field.append(character)
    }
    return field
  }
}

extension SeenText {
  /// Where its words stand in the text.
  fileprivate var wordPlaces: [Range<Int>] { SeenWord.words(in: self).map { range(of: $0.range) } }
}
