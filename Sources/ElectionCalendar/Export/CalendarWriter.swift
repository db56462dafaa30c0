package import Elections
import Texts

/// Writes iCalendar text (RFC 5545) byte by byte: CR LF, folded at 75 octets, never inside a character.
///
/// No text can add a property (G-14): values are escaped or refused here and nowhere else, and names are
/// constants.
package struct CalendarWriter {
  package private(set) var bytes: [UInt8] = []

  private static let foldAt = 75

  package init() {}

  /// A value that cannot be written.
  package struct Unwritable: Error, Hashable {
    package let value: String
  }

  /// A constant line such as `BEGIN:VEVENT`.
  package mutating func line(_ text: StaticString) { write("\(text)") }

  /// A TEXT value (3.3.11), its specials escaped and its control characters dropped.
  package mutating func text(
    _ name: StaticString,
    parameters: [(name: StaticString, value: String)] = [],
    _ value: String
  ) {
    write(head(name, parameters) + Self.escaped(value))
  }

  /// Several TEXT values in one line; their commas are escaped, those between them are not.
  package mutating func textList(_ name: StaticString, _ values: [String]) {
    write("\(name):" + values.map(Self.escaped).joined(separator: ","))
  }

  /// A URI or a UID: nothing below 0x21 and no 0x7F, so that no line can end in it.
  package mutating func token(_ name: StaticString, _ value: String) throws(Unwritable) {
    guard !value.isEmpty, value.unicodeScalars.allSatisfy(Self.isTokenScalar) else {
      throw Unwritable(value: value.printable)
    }
    write("\(name):\(value)")
  }

  package mutating func number(_ name: StaticString, _ value: Int) { write("\(name):\(value)") }

  package mutating func date(_ name: StaticString, _ date: CivilDate) {
    write("\(name);VALUE=DATE:\(Self.digits(date))")
  }

  /// In UTC, so that no VTIMEZONE is needed; milliseconds are dropped, as the format has none.
  package mutating func utc(_ name: StaticString, _ instant: Instant) {
    let civil = UTCOffsets().civil(at: instant)
    let clock = civil.description.split(separator: Character("T")).last ?? ""
    write("\(name):\(Self.digits(civil.date))T\(clock.filter { $0 != ":" })Z")
  }

  private static func digits(_ date: CivilDate) -> String { date.description.filter { $0 != "-" } }

  private func head(_ name: StaticString, _ parameters: [(name: StaticString, value: String)]) -> String {
    parameters.reduce(into: "\(name)") { text, parameter in
      text += ";\(parameter.name)=\(Self.parameterValue(parameter.value))"
    } + ":"
  }

  /// RFC 6868 for quotes, carets and line ends; in quotes where a separator stands in it.
  private static func parameterValue(_ value: String) -> String {
    var text = ""
    var needsQuotes = false
    for scalar in normalisedLineEnds(value).unicodeScalars {
      switch scalar {
      case "^": text += "^^"
      case "\"": text += "^'"
      case "\n": text += "^n"
      case ":", ";", ",":
        needsQuotes = true
        text.unicodeScalars.append(scalar)
      default:
        if !isControl(scalar) || scalar == "\t" { text.unicodeScalars.append(scalar) }
      }
    }
    return needsQuotes ? "\"\(text)\"" : text
  }

  private static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in normalisedLineEnds(value).unicodeScalars {
      switch scalar {
      case "\\", ";", ",":
        text.unicodeScalars.append("\\")
        text.unicodeScalars.append(scalar)
      case "\n": text += "\\n"
      default: if !isControl(scalar) || scalar == "\t" { text.unicodeScalars.append(scalar) }
      }
    }
    return text
  }

  /// CR LF, CR, LF, U+2028 and U+2029 are all one LF.
  private static func normalisedLineEnds(_ value: String) -> String {
    var text = String.UnicodeScalarView()
    var afterCR = false
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\r", "\u{2028}", "\u{2029}": text.append("\n")
      case "\n": if !afterCR { text.append("\n") }
      default: text.append(scalar)
      }
      afterCR = scalar == "\r"
    }
    return String(text)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  private static func isTokenScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x21 && !(0x7F...0x9F).contains(scalar.value) && scalar.value != 0x2028
      && scalar.value != 0x2029
  }

  private mutating func write(_ line: String) {
    var length = 0
    for scalar in line.unicodeScalars {
      let octets = UTF8.encode(scalar)
      let count = octets?.count ?? 0
      if length + count > Self.foldAt {
        bytes += [0x0D, 0x0A, 0x20]
        length = 1
      }
      if let octets { bytes += octets }
      length += count
    }
    bytes += [0x0D, 0x0A]
  }
}
