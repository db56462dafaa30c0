import Elections
import Publishing
import Texts

/// The key under which a record will stand, chosen before anything is sent: a TID, 13 characters that sort by time
/// (AT Protocol, “Timestamp Identifiers”).
enum RecordKey {
  private static let alphabet = Array("234567abcdefghijklmnopqrstuvwxyz".utf8)

  /// Keys lie up to this many microseconds before the due time, so that posts of one moment have different ones.
  private static let spread = UInt64(1) << 26
  /// Room for the parts of a thread, so that none lies after the due time.
  private static let roomForParts = UInt64(100)

  /// The same for every attempt of a delivery, another for another revision (C-05); the parts of a thread follow
  /// each other.
  static func text(for post: ReleasedPost, part: Int = 0) -> String {
    let random = ContentHash(of: post.key.text.utf8).bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let due = UInt64(max(0, post.due.millisecondsSince1970)) &* 1000
    let start = due > spread + roomForParts ? due - spread - roomForParts : 0
    let microseconds = start + (random >> 10) % spread + UInt64(part)
    // One bit of zero, 53 of microseconds, 10 that tell clocks apart.
    return text(of: (microseconds & (1 << 53 - 1)) << 10 | random & 1023)
  }

  private static func text(of value: UInt64) -> String {
    let characters = (0..<13).map { alphabet[Int(value >> UInt64(60 - 5 * $0) & 31)] }
    return String(decoding: characters, as: UTF8.self)
  }

  /// The beginning of a valid key is one of the first half of the alphabet: the topmost bit is zero.
  static func isValid(_ text: String) -> Bool {
    let characters = Array(text.utf8)
    guard characters.count == 13, let first = characters.first.flatMap(alphabet.firstIndex) else { return false }
    return first < 16 && characters.allSatisfy(alphabet.contains)
  }
}
