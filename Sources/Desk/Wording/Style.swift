import Foundation
import Texts

/// Colours that say again what the words say.
///
/// A style is a mark in the text until a front end writes it: only there does it become what that front end colours with,
/// and only where the mark carries this run's number, which no text from outside can know.
package enum Style: String {
  case red = "31"
  case green = "32"
  case yellow = "33"
  case bold = "1"
  case faint = "2"

  package func callAsFunction(_ text: String) -> String { "\(Self.mark)\(rawValue)m\(text)\(Self.mark)0m" }

  private static let mark = "\u{1B}" + String(UInt64.random(in: .min ... .max), radix: 36) + ";"

  /// The text as a terminal may have it: everything that is not seen made visible, and styles as their escape sequences
  /// (ECMA-48, SGR), or left out.
  package static func rendered(_ text: String, inColour: Bool) -> String {
    guard text.contains(mark) else { return text.visible }
    let pieces = text.components(separatedBy: mark)
    return pieces.dropFirst().reduce(pieces[0].visible) { whole, piece in
      let shown = piece.visible
      return whole + (inColour ? "\u{1B}[" + shown : String(shown.drop { $0 != "m" }.dropFirst()))
    }
  }
}
