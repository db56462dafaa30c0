import Foundation
import Texts

/// A word of a text: letters, digits and the marks on them; an apostrophe inside it belongs to it, a possessive ’s does
/// not.
struct SeenWord {
  /// Its scalars in the text.
  let range: Range<Int>
  /// What it is looked up by: the word without case and marks, with one sign for all letters that look alike. There is
  /// a second one where the word reads otherwise in its own script than by what it looks like in Latin letters.
  let keys: [String]

  static func words(in text: SeenText) -> [SeenWord] {
    let scalars = text.scalars
    var words: [SeenWord] = []
    var index = 0
    while index < scalars.count {
      guard scalars[index].isWordPart else {
        index += 1
        continue
      }
      var end = index + 1
      while end < scalars.count {
        let isInside = isApostrophe(scalars[end]) && end + 1 < scalars.count && scalars[end + 1].isWordPart
        guard isInside || scalars[end].isWordPart || scalars[end].isMark else { break }
        end += 1
      }
      words.append(SeenWord(index..<end, of: text))
      index = end
    }
    return words
  }

  init(_ range: Range<Int>, of text: SeenText) {
    self.range = range
    let scalars = text.scalars[range]
    if scalars.allSatisfy({ $0.isASCII || Self.isApostrophe($0) }) {
      keys = [WordKey.of(Self.plainBytes(of: scalars))]
    } else {
      let plain = WordKey.of(Self.folded(scalars).utf8)
      let shown = WordKey.of(ShownLetter.letters(of: scalars).map(\.folded))
      keys = plain == shown ? [plain] : [plain, shown]
    }
  }

  /// Without case and marks: ŵ is w, â is a; one sign for the apostrophe.
  static func folded(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    if scalars.allSatisfy({ $0.isASCII || isApostrophe($0) }) {
      return String(decoding: plainBytes(of: scalars), as: UTF8.self)
    }
    let folded = String(String.UnicodeScalarView(scalars))
      .folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
      .map { "’ʼ".contains($0) ? "'" : String($0) }.joined()
    return folded.hasSuffix("'s") ? String(folded.dropLast(2)) : folded
  }

  /// The same for words of ASCII alone, apart from apostrophes.
  private static func plainBytes(of scalars: ArraySlice<Unicode.Scalar>) -> [UInt8] {
    var bytes = scalars.map { scalar -> UInt8 in
      guard scalar.isASCII else { return UInt8(ascii: "'") }
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      return (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
    if bytes.suffix(2) == [UInt8(ascii: "'"), UInt8(ascii: "s")] { bytes.removeLast(2) }
    return bytes
  }

  static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "'" || scalar == "\u{2019}" || scalar == "\u{2BC}"
  }
}

/// A word with one sign for each group of letters that are taken for each other. Words that look alike have the same
/// key. The reverse does not hold: whether two words with one key do look alike, `ShownLetter` decides.
enum WordKey {
  static func of(_ folded: some Sequence<UInt8>) -> String { String(decoding: bytes(of: folded), as: UTF8.self) }

  private static func bytes(of folded: some Sequence<UInt8>) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(folded.underestimatedCount)
    for byte in folded {
      // Two letters that run together: rn is m, vv is w.
      if byte == UInt8(ascii: "n"), key.last == UInt8(ascii: "r") {
        key[key.count - 1] = UInt8(ascii: "m")
      } else if byte == UInt8(ascii: "v"), key.last == byte {
        key[key.count - 1] = UInt8(ascii: "w")
      } else {
        key.append(single(byte))
      }
    }
    return key
  }

  /// The same without letters that run together, so that each byte of the key is one of the word's.
  static func flat(_ folded: some Sequence<UInt8>) -> [UInt8] { folded.map(single) }

  private static func single(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "i"), UInt8(ascii: "1"): UInt8(ascii: "l")
    default: ShownLetter.letterOfDigit(byte) ?? byte
    }
  }
}

/// A letter of a word as a reader sees it.
struct ShownLetter: Hashable {
  /// ASCII; of characters that look like none, a byte of their UTF-8.
  let byte: UInt8
  /// It stands for what it looks like, wherever in the word it is: another script's letter, say.
  let isDisguise: Bool

  var folded: UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
  private var isCapital: Bool { (0x41...0x5A).contains(byte) }
  private var isSmall: Bool { (0x61...0x7A).contains(byte) }
  private var isDigit: Bool { (0x30...0x39).contains(byte) }

  /// The letters of a word, without marks and without a possessive ’s.
  static func letters(of scalars: ArraySlice<Unicode.Scalar>) -> [ShownLetter] {
    var letters: [ShownLetter] = []
    for scalar in scalars {
      if SeenWord.isApostrophe(scalar) {
        letters.append(ShownLetter(byte: UInt8(ascii: "'"), isDisguise: false))
      } else if scalar.isASCII {
        letters.append(ShownLetter(byte: UInt8(truncatingIfNeeded: scalar.value), isDisguise: false))
      } else if let like = Lookalikes.letters(of: scalar) {
        letters += like.map { ShownLetter(byte: $0, isDisguise: true) }
      } else if !scalar.isMark {
        letters += scalar.properties.lowercaseMapping.utf8.map { ShownLetter(byte: $0, isDisguise: false) }
      }
    }
    if letters.count > 2, letters[letters.count - 2].byte == UInt8(ascii: "'"),
      letters.last?.folded == UInt8(ascii: "s")
    {
      letters.removeLast(2)
    }
    return letters
  }

  /// Whether a reader takes the letters for a term's word, which is given without case and marks.
  static func read(_ letters: some RandomAccessCollection<ShownLetter>, as term: some Collection<UInt8>) -> Bool {
    let letters = Array(letters)
    let hasSmall = letters.contains(where: \.isSmall)
    let hasLaterCapital = letters.dropFirst().contains(where: \.isCapital)
    // A 4 between letters may be an A; the 4 of M4 is none.
    let digits = letters.count(where: { $0.isDigit && !$0.isDisguise })
    let mayCount = digits < letters.count(where: { !$0.isDigit })
    var index = 0
    for wanted in term {
      guard index < letters.count else { return false }
      let letter = letters[index]
      index += 1
      if letter.folded == wanted { continue }
      if let pair = Self.pair(wanted), term.count >= 5, letter.folded == pair.0, index < letters.count,
        letters[index].folded == pair.1
      {
        index += 1
        continue
      }
      let isFree = letter.isDisguise
      switch (letter.byte, wanted) {
      // A capital I among small letters, and a small l at the beginning or among capitals.
      case (UInt8(ascii: "I"), UInt8(ascii: "l")) where hasSmall || isFree: continue
      case (UInt8(ascii: "l"), UInt8(ascii: "i")) where index == 1 || hasLaterCapital || isFree: continue
      case (UInt8(ascii: "i"), UInt8(ascii: "l")) where isFree: continue
      case (UInt8(ascii: "1"), UInt8(ascii: "l")) where mayCount || isFree: continue
      case (UInt8(ascii: "1"), UInt8(ascii: "i")) where mayCount || isFree: continue
      default:
        guard mayCount || isFree, letterOfDigit(letter.byte) == wanted else { return false }
      }
    }
    return index == letters.count
  }

  private static func pair(_ letter: UInt8) -> (UInt8, UInt8)? {
    switch letter {
    case UInt8(ascii: "m"): (UInt8(ascii: "r"), UInt8(ascii: "n"))
    case UInt8(ascii: "w"): (UInt8(ascii: "v"), UInt8(ascii: "v"))
    default: nil
    }
  }

  /// The letter for which a digit is written; 1 stands for two.
  static func letterOfDigit(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0"): UInt8(ascii: "o")
    case UInt8(ascii: "3"): UInt8(ascii: "e")
    case UInt8(ascii: "4"): UInt8(ascii: "a")
    case UInt8(ascii: "5"): UInt8(ascii: "s")
    case UInt8(ascii: "6"), UInt8(ascii: "8"): UInt8(ascii: "b")
    case UInt8(ascii: "7"): UInt8(ascii: "t")
    case UInt8(ascii: "9"): UInt8(ascii: "g")
    default: nil
    }
  }
}
