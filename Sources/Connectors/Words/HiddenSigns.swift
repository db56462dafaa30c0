import Elections
import Texts

/// Signs without a shape, which end a link or a hashtag.
///
/// Bluesky's detector ends tags at U+00AD, U+200A to U+200D, U+2060, U+20E2 and U+FEFF and calls its list “likely
/// incomplete”; Mastodon's knows only letters, marks, digits and a few separators. So every sign of the kind ends a word
/// here: what nobody sees was pasted with it, and leads readers to a tag or page that is none.
enum HiddenSigns {
  /// Whether the scalar at `index` is one. Selectors of an emoji's look, and the letters in a flag such as that of Wales,
  /// are no such signs.
  static func stands(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let scalar = scalars[index]
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.value {
    // A screen around the letter before it, which many programs show as nothing.
    case 0x20E2: return true
    case 0xFE0E, 0xFE0F: return false
    case 0xE0020...0xE007F: return !isInFlag(index, scalars)
    default: break
    }
    switch scalar.properties.generalCategory {
    // They may be signs of a later Unicode, or of somebody's font.
    case .unassigned, .privateUse: return scalar.properties.isDefaultIgnorableCodePoint
    default: return scalar.isUnseen
    }
  }

  private static func isInFlag(_ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
    let before = scalars[..<index].last { !(0xE0020...0xE007F).contains($0.value) }
    return before?.value == 0x1F3F4
  }
}
