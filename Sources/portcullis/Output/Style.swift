import Elections
import Foundation
import Texts

/// Colours that say again what the words say.
///
/// A style is a mark in the text until it is written: only there does it become an escape sequence, and only where the
/// mark carries this run's number, which no text from outside can know.
enum Style: String {
  case red = "31"
  case green = "32"
  case yellow = "33"
  case bold = "1"
  case faint = "2"

  func callAsFunction(_ text: String) -> String {
    Terminal.usesColour ? "\(Self.mark)\(rawValue)m\(text)\(Self.mark)0m" : text
  }

  private static let mark = "\u{1B}" + String(UInt64.random(in: .min ... .max), radix: 36) + ";"

  /// The text as a terminal may have it: everything that is not seen made visible, and styles as their sequences.
  static func rendered(_ text: String) -> String {
    guard Terminal.usesColour, text.contains(mark) else { return text.visible }
    let pieces = text.components(separatedBy: mark)
    return pieces.dropFirst().reduce(pieces[0].visible) { $0 + "\u{1B}[" + $1.visible }
  }
}
