/// Content lines that are hidden by something before their name. A line that was pasted with its indentation continues
/// the line before it (RFC 5545, 3.1); and behind any other blank or sign its name becomes one that nobody knows.
enum MisplacedLine {
  /// How long a physical line is where a program folded it. RFC 5545 says 75 octets; some programs stop a little
  /// earlier, or count characters, or the line's end. What follows a line of another length is hardly the rest of it.
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
