/// Text from outside (a person, a file, a receiver) as it may stand before a reader.
///
/// A terminal obeys control characters, so a reason that holds some could repaint other people's screens. And
/// characters without a shape hide words from whoever approves them. So every character that is not seen is written as
/// `⟨U+200B⟩`, and nothing else is changed.
extension String {
  /// Every character, over as many lines as the text has.
  package var visible: String { visible(keepingLines: true) }

  /// Every character on one line: a line end is written as `⟨U+000A⟩`.
  package var visibleLine: String { visible(keepingLines: false) }

  /// One line for lists and messages: cut after 200 characters.
  package var printable: String {
    let head = Array(unicodeScalars.prefix(Self.listLength + 1))
    let line = String(String.UnicodeScalarView(head.prefix(Self.listLength))).visibleLine
    return head.count > Self.listLength || line.count > Self.listLength ? line.prefix(Self.listLength) + "…" : line
  }

  private static let listLength = 200

  private func visible(keepingLines: Bool) -> String {
    if isPlain(keepingLines: keepingLines) { return self }
    let scalars = Array(unicodeScalars)
    var text = ""
    for (index, scalar) in scalars.enumerated() {
      // Before a line end it is part of it.
      if keepingLines, scalar == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { continue }
      let isSeen =
        scalar == "\n" ? keepingLines : !scalar.isUnseen || Self.isPartOfEmoji(scalars, at: index)
      if isSeen {
        text.unicodeScalars.append(scalar)
      } else {
        text += scalar.codePointMark
      }
    }
    return text
  }

  /// Most texts are printable ASCII, and stay as they are.
  private func isPlain(keepingLines: Bool) -> Bool {
    let bytes = utf8Span.span
    var odd: UInt8 = 0
    for index in bytes.indices {
      let byte = bytes[index]
      let isLineEnd = keepingLines && byte == 0x0A
      odd |= (byte < 0x20 && !isLineEnd ? 1 : 0) | (byte >= 0x7F ? 1 : 0)
    }
    return odd == 0
  }

  /// A selector or joiner that does its work inside an emoji hides nothing: `❤️`, `1️⃣`, `👩‍🚒`.
  private static func isPartOfEmoji(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    guard index > 0 else { return false }
    let previous = scalars[index - 1]
    let next = index + 1 < scalars.count ? scalars[index + 1] : nil
    switch scalars[index].value {
    case 0xFE0E, 0xFE0F: return previous.isPictograph || previous.isKeycapBase && next?.value == 0x20E3
    case 0x200D:
      let before = previous.value == 0xFE0F && index > 1 ? scalars[index - 2] : previous
      return (before.isPictograph || before.properties.isEmojiModifier) && next?.isPictograph == true
    default: return false
    }
  }
}

extension Unicode.Scalar {
  /// It has no shape of its own, moves what stands around it, or means nothing to this version of Unicode: control
  /// and format characters, line and paragraph separators, what fonts leave out, private use and the unassigned.
  package var isUnseen: Bool {
    if value < 0x7F { return value < 0x20 }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
    default: return properties.isDefaultIgnorableCodePoint || Self.blankShapes.contains(self)
    }
  }

  /// Printed, but with nothing in them: the empty Braille pattern, and the null of musical notation.
  private static let blankShapes: Set<Unicode.Scalar> = ["\u{2800}", "\u{1D159}"]

  /// `⟨U+200B⟩`.
  package var codePointMark: String {
    let hex = String(value, radix: 16, uppercase: true)
    return "⟨U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "⟩"
  }

  fileprivate var isPictograph: Bool { value > 0xFF ? properties.isEmoji : value == 0xA9 || value == 0xAE }
  fileprivate var isKeycapBase: Bool { value == 0x23 || value == 0x2A || (0x30...0x39).contains(value) }
}
