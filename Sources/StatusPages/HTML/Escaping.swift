extension String {
  /// The text as it may stand between tags, and inside a quoted attribute, whatever it holds.
  ///
  /// It goes scalar by scalar: a quotation mark and the combining mark behind it are one `Character`, equal to no quotation
  /// mark, and leave an attribute all the same.
  var escapedForHTML: String {
    var escaped = ""
    escaped.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar.mayStandInHTML ? scalar : "\u{FFFD}")
      }
    }
    return escaped
  }
}

extension Unicode.Scalar {
  /// HTML forbids control characters and noncharacters, even as references (HTML, section 13.2.3.5). A carriage return is
  /// read as another line end than the one that was written, so it counts among them.
  fileprivate var mayStandInHTML: Bool {
    switch value {
    case 0x09, 0x0A: true
    case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
    default: value & 0xFFFE != 0xFFFE
    }
  }
}
