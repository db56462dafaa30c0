import Publishing
import TestSupport
import Testing

/// Random terms in random disguises are found, and random texts without one are flagged no more than whole words are.
@Suite struct ListedWordsPropertyTests {
  enum Disguise: String, CaseIterable {
    case none, unseen, marks, otherScript, fullwidth, mathematical, smallCapitals, signs, digits, capitalI, turned
    case camelCase, lowLines, joinedTag, joinedHost, percent, percentTwice
  }

  /// Without a letter that another is written for in the texts below, so that only whole words can be found there.
  private static let safe = Array("abcdefghjkmnopqstuwxyz")

  private static func word(_ letters: [Character], using generator: inout SeededGenerator) -> String {
    String((0..<Int.random(in: 4...9, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? "a" })
  }

  private static func eachLetter(_ text: String, _ change: (Unicode.Scalar) -> String) -> String {
    text.unicodeScalars.map { $0 == " " ? " " : change($0) }.joined()
  }

  private static func moved(_ scalar: Unicode.Scalar, to first: UInt32) -> String {
    Unicode.Scalar(first + scalar.value - 0x61).map { String(Character($0)) } ?? String(Character(scalar))
  }

  /// The term, all of small letters, as a reader still reads it.
  private static func disguised(_ term: String, as disguise: Disguise, using generator: inout SeededGenerator) -> String
  {
    switch disguise {
    case .none: return term
    case .unseen:
      let unseen = [
        "\u{AD}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{180E}", "\u{2062}", "\u{E0041}",
      ]
      return eachLetter(term) { String(Character($0)) + (unseen.randomElement(using: &generator) ?? "") }
    case .marks:
      return eachLetter(term) {
        String(Character($0))
          + String(Character(Unicode.Scalar(UInt32.random(in: 0x300...0x36F, using: &generator)) ?? "a"))
      }
    case .otherScript:
      let alike: [Unicode.Scalar: String] = [
        "a": "а", "c": "с", "e": "е", "o": "ο", "p": "р", "s": "ѕ", "x": "х", "y": "у", "i": "і", "j": "ј", "h": "һ",
      ]
      return eachLetter(term) { alike[$0] ?? String(Character($0)) }
    case .fullwidth: return eachLetter(term) { moved($0, to: 0xFF41) }
    case .mathematical:
      let first = [0x1D41A, 0x1D482, 0x1D4EA, 0x1D586, 0x1D5EE, 0x1D68A].randomElement(using: &generator) ?? 0x1D41A
      return eachLetter(term) { moved($0, to: UInt32(first)) }
    case .smallCapitals:
      let capitals = Array("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘqʀꜱᴛᴜᴠᴡxʏᴢ")
      return eachLetter(term) { String(capitals[Int($0.value - 0x61)]) }
    case .signs:
      let first = [0x249C, 0x24D0].randomElement(using: &generator) ?? 0x249C
      return eachLetter(term) { moved($0, to: UInt32(first)) }
    case .digits:
      // Only one a word: more digits than letters are a number.
      return term.split(separator: " ").map { word in
        let digits: [Character: String] = [
          "o": "0", "l": "1", "i": "1", "e": "3", "a": "4", "s": "5", "t": "7", "b": "8",
        ]
        guard let index = word.indices.dropFirst().first(where: { digits[word[$0]] != nil }) else {
          return String(word)
        }
        return word[..<index] + (digits[word[index]] ?? "") + word[word.index(after: index)...]
      }.joined(separator: " ")
    case .capitalI: return term.split(separator: " ").map { $0.replacing("l", with: "I") }.joined(separator: " ")
    case .turned: return "\u{202E}\(String(term.reversed()))\u{202C}"
    case .camelCase:
      return "#Why" + term.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Now"
    case .lowLines: return "#why_" + term.replacing(" ", with: "_") + "_now"
    case .joinedTag: return "#vote" + term.replacing(" ", with: "") + "2027"
    case .joinedHost: return "www.join" + term.replacing(" ", with: "") + ".example"
    case .percent, .percentTwice:
      let sign = disguise == .percent ? "%" : "%25"
      return "https://council.example/"
        + term.utf8.map { sign + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  @Test(arguments: Disguise.allCases)
  func `a term is found in whatever text it stands, in this disguise`(disguise: Disguise) {
    var generator = SeededGenerator(seed: 63)
    for _ in 0..<400 {
      let letters = Array("abcdefghijklmnopqrstuvwxyz")
      let term = (0..<Int.random(in: 1...3, using: &generator)).map { _ in Self.word(letters, using: &generator) }
        .joined(separator: " ")
      let shown = Self.disguised(term, as: disguise, using: &generator)
      let around = (0..<4).map { _ in Self.word(Self.safe, using: &generator) }
      let text = "\(around[0]) \(around[1]) \(shown) \(around[2]) \(around[3])"
      let others = (0..<20).map { _ in Self.word(letters, using: &generator) + " Q" }
      let matches = TermMatcher(others + [term.uppercased()]).matches(in: text)
      #expect(matches.map(\.term) == [term.uppercased()], "\(term) as \(disguise): \(text)")
      // The passage is made of what stands in the text.
      for match in matches {
        let passage = match.passage.unicodeScalars.filter { $0 != "«" && $0 != "»" }
        #expect(text.unicodeScalars.contains(String.UnicodeScalarView(passage)), "\(match.passage)")
      }
      #expect(!TermMatcher([term]).matches(inAddress: "https://council.example/a/\(shown)").isEmpty)
    }
  }

  @Test func `in texts of plain words just the whole words are found, as ever`() {
    var generator = SeededGenerator(seed: 64)
    var found = 0
    for _ in 0..<2000 {
      // Short words of few letters, so that many are alike.
      let letters = Array("abdehjkmno")
      let vocabulary = (0..<12).map { _ in String(Self.word(letters, using: &generator).prefix(4)) }
      let terms = (0..<4).map { _ in
        (0..<Int.random(in: 1...2, using: &generator)).compactMap { _ in vocabulary.randomElement(using: &generator) }
          .joined(separator: " ")
      }
      let words = (0..<30).compactMap { _ in
        vocabulary.randomElement(using: &generator).map { Bool.random(using: &generator) ? $0 : $0 + "s" }
      }.map { Bool.random(using: &generator) ? $0 : $0.prefix(1).uppercased() + $0.dropFirst() }
      let text = words.joined(separator: [" ", ", ", ". ", " - ", "\n"].randomElement(using: &generator) ?? " ")
      let expected = words.indices.flatMap { start in
        [1, 2].compactMap { length -> String? in
          guard start + length <= words.count else { return nil }
          return terms.first { $0 == words[start..<start + length].joined(separator: " ").lowercased() }
        }
      }
      #expect(TermMatcher(terms).matches(in: text).map(\.term) == expected, "\(terms) in \(text)")
      found += expected.count
    }
    #expect(found > 1000)
  }
}
