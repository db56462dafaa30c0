import Texts

/// A text, or what a reader sees of it, with the place of every scalar in the text as it stands.
struct SeenText {
  /// Where a scalar stands: bytes of UTF-8 from the text's beginning.
  struct Place: Hashable {
    let start: Int
    let end: Int
  }

  private(set) var scalars: [Unicode.Scalar] = []
  private(set) var places: [Place] = []
  /// What there is in it that needs a second look.
  private(set) var oddities: Oddities = []

  struct Oddities: OptionSet {
    let rawValue: Int
    /// Characters that nobody sees.
    static let unseen = Oddities(rawValue: 1)
    /// An order to show what follows from right to left.
    static let turned = Oddities(rawValue: 2)
    /// Signs that look like letters, and are none.
    static let signs = Oddities(rawValue: 4)
    /// Words that may be several written as one: in a hashtag, a mention or an address, or with capitals inside.
    static let joined = Oddities(rawValue: 8)
    /// Percent signs or `xn--`, which an address is written with.
    static let encoded = Oddities(rawValue: 16)
  }

  init(_ text: String) {
    scalars.reserveCapacity(text.utf8.count)
    places.reserveCapacity(text.utf8.count)
    var start = 0
    for scalar in text.unicodeScalars {
      let end = start + UTF8.width(scalar)
      append(scalar, at: Place(start: start, end: end))
      start = end
    }
  }

  private init() {}

  private mutating func append(_ scalar: Unicode.Scalar, at place: Place) {
    if scalar.isASCII {
      switch UInt8(truncatingIfNeeded: scalar.value) {
      case 0x61...0x7A, 0x30...0x39: if isBehindLink { oddities.insert(.joined) }
      case 0x41...0x5A: if isBehindLink || isBehindSmall { oddities.insert(.joined) }
      case UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "_"): oddities.insert(.joined)
      case UInt8(ascii: "%"): oddities.insert(.encoded)
      case UInt8(ascii: "-"): if scalars.last == "-" { oddities.insert(.encoded) }
      case 0...0x1F, 0x7F: if scalar.leavesNoTrace { oddities.insert(.unseen) }
      default: break
      }
    } else {
      if scalar.leavesNoTrace { oddities.insert(scalar == "\u{202E}" ? [.unseen, .turned] : .unseen) }
      if scalar.looksLikeLetter { oddities.insert(.signs) }
      if scalar == "＃" || scalar == "﹟" || isBehindLink || isBehindSmall && scalar.isCapital {
        oddities.insert(.joined)
      }
    }
    scalars.append(scalar)
    places.append(place)
  }

  /// Behind a dot or a slash that follows a word without a blank.
  private var isBehindLink: Bool {
    guard let last = scalars.last, last == "." || last == "/", scalars.count > 1 else { return false }
    return scalars[scalars.count - 2].isWordPart
  }

  private var isBehindSmall: Bool {
    guard let last = scalars.last else { return false }
    return last.isASCII ? (0x61...0x7A).contains(last.value) : last.isWordPart && !last.isCapital
  }

  /// The bytes in the text as it stands from the first of these scalars to the last, with whatever lies between.
  func range(of range: Range<Int>) -> Range<Int> {
    let taken = places[range]
    let start = taken.map(\.start).min() ?? 0
    return start..<max(start, taken.map(\.end).max() ?? 0)
  }

  /// Without what nobody sees.
  var withoutUnseen: SeenText {
    var text = SeenText()
    for (scalar, place) in zip(scalars, places) where !scalar.leavesNoTrace { text.append(scalar, at: place) }
    return text
  }

  /// What stands between U+202E and the end of its effect is shown from right to left.
  var turned: SeenText {
    var text = SeenText()
    var index = 0
    while index < scalars.count {
      var end = index + 1
      guard scalars[index] == "\u{202E}" else {
        text.append(scalars[index], at: places[index])
        index = end
        continue
      }
      while end < scalars.count, !["\u{202C}", "\u{2069}", "\n", "\r", "\u{2029}"].contains(scalars[end]) { end += 1 }
      for turned in (index + 1..<end).reversed() { text.append(scalars[turned], at: places[turned]) }
      index = end
    }
    return text.withoutUnseen
  }

  /// With letters in the place of signs that look like them.
  var withLetters: SeenText {
    var text = SeenText()
    for (scalar, place) in zip(scalars, places) {
      let letter = scalar.looksLikeLetter ? Lookalikes.letters(of: scalar)?.first : nil
      text.append(letter.map { Unicode.Scalar($0) } ?? scalar, at: place)
    }
    return text
  }
}

extension Unicode.Scalar {
  /// A letter or a digit.
  var isWordPart: Bool {
    if isASCII {
      switch value {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
      default: return false
      }
    }
    return properties.isAlphabetic || properties.numericType != nil
  }

  /// Belongs to what stands before it: a mark, or what joins and colours characters.
  var isMark: Bool {
    if value < 0x300 { return false }
    switch value {
    case 0x200C, 0x200D, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F: return true
    default: break
    }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return false
    }
  }

  /// Shown as nothing at all, and no blank either.
  fileprivate var leavesNoTrace: Bool {
    if isASCII { return value == 0x7F || value < 0x20 && !(0x09...0x0D).contains(value) }
    if properties.isDefaultIgnorableCodePoint { return true }
    switch properties.generalCategory {
    case .format: return true
    case .control: return value != 0x85
    default: return false
    }
  }

  /// A sign, and no part of a word, that looks like one letter.
  fileprivate var looksLikeLetter: Bool {
    !isASCII && !isWordPart && !isMark && Lookalikes.letters(of: self)?.count == 1
  }

  /// Whether a reader sees a capital.
  var isCapital: Bool {
    if isASCII { return (0x41...0x5A).contains(value) }
    if let letter = Lookalikes.letters(of: self)?.first { return (0x41...0x5A).contains(letter) }
    return properties.isUppercase
  }

  var isDigit: Bool { isASCII ? (0x30...0x39).contains(value) : properties.numericType == .decimal }
}
