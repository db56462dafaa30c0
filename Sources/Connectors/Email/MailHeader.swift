import Elections
import Foundation
import Publishing

/// Header fields: never a line end or another control character from outside, whatever was typed.
enum MailHeader {
  private static let longestLine = 76

  /// Unstructured text, as a subject: folded, and in encoded words where it needs them.
  static func text(_ name: String, _ text: String) -> String {
    let text = oneLine(text)
    let start = name.utf8.count + 2
    return "\(name): \(isPlain(text) ? folded(text, after: start) : words(text, after: start))\r\n"
  }

  /// An address with the name that people see (RFC 5322, section 3.4).
  static func mailbox(_ name: String, _ mailbox: Mailbox) -> String {
    guard let person = mailbox.name.map(oneLine), !person.isEmpty else { return "\(name): \(mailbox.address)\r\n" }
    let start = name.utf8.count + 2
    let isPhrase = person.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x20 || $0 == 0x2D || $0 == 0x27 }
    let phrase = isPhrase && person.utf8.count <= 60 ? "\"\(person)\"" : words(person, after: start)
    let fits = start + phrase.utf8.count + 3 + mailbox.address.utf8.count <= longestLine && isPhrase
    return "\(name): \(phrase)\(fits ? "" : "\r\n") <\(mailbox.address)>\r\n"
  }

  /// `Sun, 22 Nov 2026 17:00:00 +0000` (RFC 5322, section 3.3).
  static func date(_ instant: Instant) -> String {
    let civil = CivilDateTime(secondsAsUTC: instant.secondsSince1970)
    let (year, month, day) = civil.date.numbers
    let weekday = ((Int(civil.date.daysSince1970) + 4) % 7 + 7) % 7
    let second = Int(civil.secondOfDay)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(weekdays[weekday]), \(day) \(months[month - 1]) \(year) "
      + "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) +0000"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// On one line, without control characters and what steers the direction of writing.
  static func oneLine(_ text: String) -> String {
    let shown = text.unicodeScalars.map { scalar in
      [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory) ? " " : scalar
    }
    return String(String.UnicodeScalarView(shown)).split(separator: " ").joined(separator: " ")
  }

  // MARK: Writing

  /// What may stand as it is: printable ASCII that nobody takes for an encoded word and that can be folded.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
      && text.split(separator: " ").allSatisfy { $0.utf8.count <= 60 }
  }

  private static func folded(_ text: String, after start: Int) -> String {
    var (line, lines) = ("", [String]())
    for word in text.split(separator: " ") {
      let before = lines.isEmpty ? start : 1
      if !line.isEmpty, before + line.utf8.count + 1 + word.utf8.count > longestLine {
        lines.append(line)
        line = String(word)
      } else {
        line += line.isEmpty ? String(word) : " \(word)"
      }
    }
    return (lines + [line]).joined(separator: "\r\n ")
  }

  /// Encoded words in Base64 (RFC 2047), each of whole characters.
  private static func words(_ text: String, after start: Int) -> String {
    let frame = "=?UTF-8?B??=".utf8.count
    var (words, word) = ([String](), "")
    func room() -> Int { (longestLine - (words.isEmpty ? start : 1) - frame) / 4 * 3 }
    for scalar in text.unicodeScalars {
      if word.utf8.count + UTF8.width(scalar) > min(room(), 45) {
        words.append(word)
        word = ""
      }
      word.unicodeScalars.append(scalar)
    }
    return (words + [word]).map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
