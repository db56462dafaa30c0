import Texts

/// Where terms stand in a text, however they are written.
extension TermMatcher {
  struct Place: Hashable {
    /// Which of the list's terms.
    let term: Int
    /// Bytes of the text as it stands.
    let range: Range<Int>
  }

  /// A bound on what one word can look like, for words in a mixture of scripts.
  private static let mostReadings = 16
  /// The longest hashtag or label that is taken apart, in letters.
  private static let longestJoined = 100
  /// Terms of several words that are at least so long are found inside any hashtag.
  private static let leastInside = 7

  /// Every place, in the order of the text. Plain text is searched as it stands. Text that a reader sees otherwise than
  /// it stands, because characters are unseen, turned round or disguised, is searched as it is seen, too.
  func places(in text: String, isAddress: Bool = false, lookups: inout Int) -> [Place] {
    let whole = SeenText(text)
    let words = SeenWord.words(in: whole)
    var found = places(of: words, in: whole, lookups: &lookups)
    if whole.oddities.isEmpty, !isAddress { return found }
    var again = 0
    var (seen, seenWords) = (whole, words)
    func look(at next: SeenText) {
      (seen, seenWords) = (next, SeenWord.words(in: next))
      found += places(of: seenWords, in: seen, lookups: &again)
    }
    if whole.oddities.contains(.turned) { look(at: whole.turned) }
    if whole.oddities.contains(.unseen) { look(at: whole.withoutUnseen) }
    if whole.oddities.contains(.signs) { look(at: seen.withLetters) }
    if isAddress || seen.oddities.contains(.joined) {
      found += joinedPlaces(of: seenWords, in: seen, isAddress: isAddress, lookups: &again)
    }
    if whole.oddities.contains(.encoded), !isAddress { found += encodedPlaces(in: text, besides: found) }
    return Self.inOrder(found)
  }

  /// In the order of the text; what was found at one place in several ways is told once, as narrowly as it was found.
  private static func inOrder(_ found: [Place]) -> [Place] {
    let sorted = Set(found).sorted { left, right in
      (left.range.lowerBound, left.range.upperBound, left.term)
        < (right.range.lowerBound, right.range.upperBound, right.term)
    }
    var kept: [Place] = []
    var last: [Int: Int] = [:]
    for place in sorted {
      if let index = last[place.term] {
        let known = kept[index].range
        if known.upperBound >= place.range.upperBound || known.lowerBound == place.range.lowerBound {
          if place.range.count < known.count { kept[index] = place }
          continue
        }
      }
      last[place.term] = kept.count
      kept.append(place)
    }
    return kept
  }

  private func places(of words: [SeenWord], in text: SeenText, lookups: inout Int) -> [Place] {
    var found: [Place] = []
    for start in words.indices {
      for key in words[start].keys {
        lookups += 1
        guard let longest = listed.longest[key] else { continue }
        var sequences = [[key]]
        for length in 1...longest where start + length <= words.count {
          if length > 1 {
            let last = words[start + length - 1]
            let longer = sequences.flatMap { sequence -> [[String]] in last.keys.map { sequence + [$0] } }
            sequences = Array(longer.prefix(Self.mostReadings))
          }
          let range = start..<start + length
          for sequence in sequences {
            lookups += 1
            for term in listed.places[sequence] ?? [] where stands(listed.terms[term].words, words[range], text) {
              let scalars = words[start].range.lowerBound..<words[range.upperBound - 1].range.upperBound
              found.append(Place(term: term, range: text.range(of: scalars)))
            }
          }
        }
      }
    }
    // A word with two keys may have been found by both.
    return words.contains { $0.keys.count > 1 } ? Self.inOrder(found) : found
  }

  /// Whether a reader takes the words for a term's.
  private func stands(_ term: [ListedTerms.Word], _ words: ArraySlice<SeenWord>, _ text: SeenText) -> Bool {
    zip(term, words).allSatisfy { wanted, word in
      let scalars = text.scalars[word.range]
      if SeenWord.folded(scalars) == wanted.folded { return true }
      let letters = ShownLetter.letters(of: scalars)
      return letters.map(\.folded) == wanted.shown || ShownLetter.read(letters, as: wanted.shown)
    }
  }

  // MARK: Written as one

  /// Hashtags, mentions and addresses taken apart, and terms found in what is written as one word there.
  private func joinedPlaces(of words: [SeenWord], in text: SeenText, isAddress: Bool, lookups: inout Int) -> [Place] {
    var found: [Place] = []
    var parts: [SeenWord] = []
    for word in words {
      let isTag = isAddress || Self.isTag(word.range, in: text.scalars)
      let ranges = Self.parts(of: word.range, in: text.scalars)
      parts += isTag && ranges.count > 1 ? ranges.map { SeenWord($0, of: text) } : [word]
      if isTag || ranges.count > 1 {
        let letters = ShownLetter.letters(of: text.scalars[word.range]).filter { $0.byte != UInt8(ascii: "'") }
        let range = text.range(of: word.range)
        found += terms(joinedIn: letters, isTag: isTag).map { Place(term: $0, range: range) }
      }
    }
    if parts.count > words.count { found += places(of: parts, in: text, lookups: &lookups) }
    return found
  }

  /// Behind a # or @, or with a dot, a slash or a low line between it and another word.
  private static func isTag(_ word: Range<Int>, in scalars: [Unicode.Scalar]) -> Bool {
    if word.lowerBound > 0 {
      let before = scalars[word.lowerBound - 1]
      if ["#", "＃", "﹟", "@", "_", "/"].contains(before) { return true }
      if before == ".", word.lowerBound > 1, scalars[word.lowerBound - 2].isWordPart { return true }
    }
    guard word.upperBound < scalars.count, ["_", ".", "/"].contains(scalars[word.upperBound]) else { return false }
    return word.upperBound + 1 < scalars.count && scalars[word.upperBound + 1].isWordPart
  }

  /// Before a capital behind a small letter, before the last capital of several, and between letters and digits.
  private static func parts(of word: Range<Int>, in scalars: [Unicode.Scalar]) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = word.lowerBound
    for index in word.dropFirst() where !scalars[index].isMark {
      let (before, here) = (scalars[index - 1], scalars[index])
      let next = index + 1 < word.upperBound ? scalars[index + 1] : nil
      let endsCapitals = next.map { $0.isWordPart && !$0.isCapital && !$0.isDigit } ?? false
      let beginsWord = here.isCapital && (!before.isCapital || endsCapitals)
      let isBreak = beginsWord || before.isDigit != here.isDigit
      if isBreak, !SeenWord.isApostrophe(before), !SeenWord.isApostrophe(here) {
        parts.append(start..<index)
        start = index
      }
    }
    return parts + [start..<word.upperBound]
  }

  private func terms(joinedIn letters: [ShownLetter], isTag: Bool) -> [Int] {
    guard letters.count <= Self.longestJoined else { return [] }
    let flat = WordKey.flat(letters.map(\.folded))
    var found: [Int] = []
    for length in listed.joinedLengths where length <= letters.count {
      for start in 0...letters.count - length {
        let range = start..<start + length
        let isWhole = length == letters.count
        guard isTag || isWhole, let terms = listed.joined[Array(flat[range])] else { continue }
        for place in terms where ShownLetter.read(letters[range], as: listed.terms[place].joined) {
          let hasSeveralWords = listed.terms[place].words.count > 1
          let isAllowed: Bool
          if isWhole {
            isAllowed = isTag || hasSeveralWords
          } else if hasSeveralWords, length >= Self.leastInside {
            isAllowed = true
          } else {
            isAllowed =
              TagCompany.isCompany(letters[..<start].map(\.folded))
              && TagCompany.isCompany(letters[range.upperBound...].map(\.folded))
          }
          if isAllowed { found.append(place) }
        }
      }
    }
    return found
  }

  // MARK: Encoded

  /// What stands in parts of the text that are encoded as addresses are; a place is the whole part.
  private func encodedPlaces(in text: String, besides known: [Place]) -> [Place] {
    var found: [Place] = []
    var lookups = 0
    for token in text.utf8.split(whereSeparator: { $0 <= 0x20 }) {
      let token = text[token.startIndex..<token.endIndex]
      guard ReadableAddress.isEncoded(token) else { continue }
      let start = text.utf8.distance(from: text.startIndex, to: token.startIndex)
      let range = start..<start + token.utf8.count
      for place in places(in: ReadableAddress.text(of: String(token)), isAddress: true, lookups: &lookups)
      where !known.contains(where: { $0.term == place.term && $0.range.clamped(to: range) == $0.range }) {
        found.append(Place(term: place.term, range: range))
      }
    }
    return found
  }
}
