/// Content lines that something before their name hides: pasted from a page with its indentation, a line continues the one
/// before (RFC 5545, 3.1), and behind another blank or sign its name is one that nobody knows.
enum MisplacedLine {
  /// How long the physical lines are that programs fold at: RFC 5545 says 75 octets, and some stop short of it, or count
  /// characters or a line's end as well. What follows a line of another length was hardly cut off from it.
  private static let foldedLengths = 68...78

  /// Whether the continuation of a physical line reads like a line of its own.
  static func isSwallowed(_ continuation: ByteView, after previous: some Collection<UInt8>) -> Bool {
    let line = continuation.withoutForeignEnds
    guard !line.isEmpty, let name = name(in: line) else { return false }
    guard name == .begin || name == .end else {
      return !isFull(previous) || saysDates(name, line)
    }
    let value = line[(name == .begin ? 6 : 4)..<line.count]
    return components.contains { value.equals(upperCased: $0) }
  }

  /// Whether a line is a whole property of dates, which no text has by chance where it is folded.
  private static func saysDates(_ name: PropertyName, _ line: ByteView) -> Bool {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let value = line[colon + 1..<line.count]
    switch name {
    case .recurrenceRule: return value.count > 5 && value[0..<5].equals(upperCased: "FREQ=")
    case .start, .finish, .recurrenceID, .recurrenceDates, .exceptionDates:
      let end = value.firstIndex(of: UInt8(ascii: ",")) ?? value.firstIndex(of: UInt8(ascii: "/")) ?? value.count
      return DateTimeText(value[0..<end].trimmed) != nil
    default: return false
    }
  }

  /// Whether a physical line is as long as programs fold at, in octets or in characters.
  private static func isFull(_ line: some Collection<UInt8>) -> Bool {
    foldedLengths.contains(line.count) || foldedLengths.contains(line.count { $0 & 0b1100_0000 != 0b1000_0000 })
  }

  /// The known property that an unknown name would be without what stands before or after it.
  static func hiddenName(_ name: ByteView) -> PropertyName? {
    // Nearly all names end here: ASCII letters, digits and hyphens are all that a name may have.
    guard !name.isEmpty, !name[0].isNameByte || !name[name.count - 1].isNameByte else { return nil }
    return PropertyName(name.withoutForeignEnds)
  }

  private static let components: [StaticString] = [
    "VEVENT", "VCALENDAR", "VTIMEZONE", "VTODO", "VJOURNAL", "VFREEBUSY", "VALARM",
  ]

  private static func name(in line: ByteView) -> PropertyName? {
    // No known name is longer than 13 bytes.
    for index in 0..<min(line.count, 14) where !line[index].isNameByte {
      guard line[index] == UInt8(ascii: ":") || line[index] == UInt8(ascii: ";") else { return nil }
      return PropertyName(line[0..<index])
    }
    return nil
  }
}

extension ByteView {
  /// Without what can neither begin nor end a property: blanks of every alphabet, quotation marks, bullets.
  fileprivate var withoutForeignEnds: ByteView {
    var range = 0..<count
    while let first = range.first, !self[first].isNameByte { range.removeFirst() }
    while let last = range.last, !self[last].isNameByte { range.removeLast() }
    return self[range]
  }
}

extension UInt8 {
  fileprivate var isNameByte: Bool {
    (65...90).contains(upperCased) || isDigit || self == UInt8(ascii: "-")
  }
}
