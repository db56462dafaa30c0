/// A list of terms, by the words that they consist of.
struct ListedTerms: Sendable {
  struct Term: Sendable {
    /// As it was given.
    let text: String
    let words: [Word]
    /// Its words as one, without apostrophes.
    let joined: [UInt8]
  }

  struct Word: Hashable, Sendable {
    /// Without case and marks.
    let folded: String
    /// What it looks like in Latin letters.
    let shown: [UInt8]
  }

  private(set) var terms: [Term] = []
  /// Their places in `terms`, by their words' keys.
  private(set) var places: [[String]: [Int]] = [:]
  /// How many words the longest term has that begins with a key.
  private(set) var longest: [String: Int] = [:]
  /// Their places by the flat key of their words as one.
  private(set) var joined: [[UInt8]: [Int]] = [:]
  /// How long those keys are.
  private(set) var joinedLengths: [Int] = []

  /// Of terms that differ only by case and marks, the first spelling counts. A text without a word is no term.
  init(_ texts: [String]) {
    var known: Set<[String]> = []
    for text in texts {
      let seen = SeenText(text)
      let found = SeenWord.words(in: seen)
      let words = found.map { word in
        Word(
          folded: SeenWord.folded(seen.scalars[word.range]),
          shown: ShownLetter.letters(of: seen.scalars[word.range]).map(\.folded))
      }
      guard !words.isEmpty, known.insert(words.map(\.folded)).inserted else { continue }
      let joined = words.flatMap(\.shown).filter { $0 != UInt8(ascii: "'") }
      terms.append(Term(text: text, words: words, joined: joined))
      let place = terms.count - 1
      for keys in Set([found.compactMap(\.keys.first), found.compactMap(\.keys.last)]) {
        places[keys, default: []].append(place)
        longest[keys[0]] = max(longest[keys[0]] ?? 0, keys.count)
      }
      self.joined[WordKey.flat(joined), default: []].append(place)
    }
    joinedLengths = Set(joined.keys.map(\.count)).sorted()
  }

  /// By their words, whatever their order.
  var spellings: [[String]: String] {
    Dictionary(terms.map { ($0.words.map(\.folded), $0.text) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Words with which a party's or a person's name is joined in hashtags, mentions and addresses.
enum TagCompany {
  private static let words: Set<[UInt8]> = Set(
    """
    vote votes voted voting voter voters votefor for back backing join support supporting supporters elect elected
    electing election elections reelect with we i im am are is our my your you the a and to of at go team win wins winning
    gain hold yes no not never stop say get out in on up now new again party parties candidate candidates cllr councillor
    councillors council mayor mp mps ms msp pcc uk gb eu british england english scotland scottish wales welsh cymru local
    national manifesto campaign conference news official page site web www com org net
    pleidleisio pleidleisiwch pleidlais dros plaid ymgeisydd cynghorydd etholiad
    """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })

  /// Whether the letters are such words and digits, one after the other, and nothing else.
  static func isCompany(_ letters: some Collection<UInt8>) -> Bool {
    let letters = Array(letters)
    // For each place, whether everything before it is made of such words.
    var isReached = [true] + Array(repeating: false, count: letters.count)
    for end in letters.indices.map({ $0 + 1 }) {
      isReached[end] =
        isReached[end - 1] && (0x30...0x39).contains(letters[end - 1])
        || (max(0, end - 12)..<end).contains { isReached[$0] && words.contains(Array(letters[$0..<end])) }
    }
    return isReached[letters.count]
  }
}
