import Foundation

/// Finds listed terms (party names, candidates, councillors) in posts: on word boundaries, whatever the case and the
/// accents, in Welsh as in English. It flags, it does not judge.
package struct TermMatcher: Hashable, Sendable {
  /// A place in a text.
  package struct Match: Hashable, Sendable {
    package let term: String
    /// A few words around it, with the term between « and ».
    package let passage: String
  }

  /// The terms as they were given, by their folded words.
  private let terms: [[String]: String]
  /// How many words the longest term has that begins with a word.
  private let longest: [String: Int]

  package init(_ terms: [String]) {
    var found: [[String]: String] = [:]
    for term in terms {
      let words = Self.words(of: term).map(\.folded)
      if !words.isEmpty, found[words] == nil { found[words] = term }
    }
    self.terms = found
    longest = Dictionary(found.keys.map { ($0[0], $0.count) }, uniquingKeysWith: max)
  }

  package var isEmpty: Bool { terms.isEmpty }
  /// The terms as they are compared with others: case and accents play no part.
  package var given: Set<String> { Set(terms.keys.map { $0.joined(separator: " ") }) }
  package var count: Int { terms.count }

  /// Every match, in the order of the text.
  package func matches(in text: String) -> [Match] {
    var lookups = 0
    return matches(in: text, lookups: &lookups)
  }

  /// The same, counting how often the list is asked: once for each word, and again only where one begins a term,
  /// whatever the list's length.
  package func matches(in text: String, lookups: inout Int) -> [Match] {
    if isEmpty { return [] }
    let words = Self.words(of: text)
    var matches: [Match] = []
    for start in words.indices {
      lookups += 1
      guard let longest = longest[words[start].folded] else { continue }
      for length in 1...longest where start + length <= words.count {
        lookups += 1
        guard let term = terms[words[start..<start + length].map(\.folded)] else { continue }
        matches.append(Match(term: term, passage: Self.passage(text, words, start..<start + length)))
      }
    }
    return matches
  }

  /// The text with `mark` in the place of every match, and how many there were; terms that overlap share a mark.
  package func redacted(_ text: String, mark: String) -> (text: String, count: Int) {
    if isEmpty { return (text, 0) }
    let words = Self.words(of: text)
    var result = ""
    var count = 0
    var copied = text.startIndex
    var start = 0
    while start < words.count {
      guard var end = self.end(of: start, in: words) else {
        start += 1
        continue
      }
      let first = start
      // A term that begins inside another must not show its rest.
      while start < end {
        start += 1
        if start < words.count, let further = self.end(of: start, in: words) { end = max(end, further) }
      }
      result += text[copied..<words[first].range.lowerBound] + mark
      copied = words[end - 1].range.upperBound
      count += 1
    }
    return (result + text[copied...], count)
  }

  /// Behind the last word of the longest term that begins with a word; nil when none does.
  private func end(of start: Int, in words: [Word]) -> Int? {
    guard let longest = longest[words[start].folded] else { return nil }
    let lengths = (1...longest).reversed()
    let length = lengths.first { length in
      start + length <= words.count && terms[words[start..<start + length].map(\.folded)] != nil
    }
    return length.map { start + $0 }
  }

  private struct Word {
    let folded: String
    let range: Range<String.Index>
  }

  /// Letters, digits and the marks on them; an apostrophe inside a word belongs to it, but a possessive ’s does not.
  private static func words(of text: String) -> [Word] {
    var words: [Word] = []
    var index = text.startIndex
    while index < text.endIndex {
      guard isWordPart(text[index]) else {
        index = text.index(after: index)
        continue
      }
      var end = index
      while end < text.endIndex, isWordPart(text[end]) || isInnerApostrophe(text, end) { end = text.index(after: end) }
      var folded = fold(text[index..<end])
      if folded.hasSuffix("'s") { folded.removeLast(2) }
      words.append(Word(folded: folded, range: index..<end))
      index = end
    }
    return words
  }

  private static func isWordPart(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  private static func isInnerApostrophe(_ text: String, _ index: String.Index) -> Bool {
    guard "'’ʼ".contains(text[index]), index > text.startIndex else { return false }
    let next = text.index(after: index)
    return next < text.endIndex && isWordPart(text[next]) && isWordPart(text[text.index(before: index)])
  }

  /// Without case and marks: ŵ is w, â is a; one sign for the apostrophe.
  private static func fold(_ word: Substring) -> String {
    word.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
      .map { "’ʼ".contains($0) ? "'" : String($0) }.joined()
  }

  private static func passage(_ text: String, _ words: [Word], _ range: Range<Int>) -> String {
    let first = words[max(0, range.lowerBound - 5)].range.lowerBound
    let last = words[min(words.count - 1, range.upperBound + 4)].range.upperBound
    let (start, end) = (words[range.lowerBound].range.lowerBound, words[range.upperBound - 1].range.upperBound)
    let passage = "\(text[first..<start])«\(text[start..<end])»\(text[end..<last])"
    return passage.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

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
