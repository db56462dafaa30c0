/// One unfolded line taken apart: name, parameters and value (RFC 5545, 3.1).
///
/// The value starts after the first colon outside quotes, whatever the parameters hold.
struct ContentLine {
  let name: PropertyName?
  let nameBytes: ByteView
  /// What stands between the name and the value's colon, without its first semicolon.
  let parameters: ByteView
  let value: ByteView
  let whole: ByteView
  /// The line's first physical line in its file.
  let number: Int

  /// `nil` when no colon outside quotes parts a name from a value.
  init?(_ line: ByteView, number: Int) {
    var index = 0
    while index < line.count, line[index] != UInt8(ascii: ":"), line[index] != UInt8(ascii: ";") { index += 1 }
    guard index < line.count else { return nil }
    nameBytes = line[0..<index]
    name = PropertyName(nameBytes)
    self.number = number
    whole = line
    if line[index] == UInt8(ascii: ":") {
      parameters = line[index..<index]
      value = line[index + 1..<line.count]
      return
    }
    let first = index + 1
    var isQuoted = false
    while index < line.count {
      let byte = line[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: ":"), !isQuoted { break }
      index += 1
    }
    guard index < line.count else { return nil }
    parameters = line[first..<index]
    value = line[index + 1..<line.count]
  }

  /// How many parameters stand in the line, without looking into them.
  var parameterCount: Int {
    guard !parameters.isEmpty else { return 0 }
    var count = 1
    var isQuoted = false
    for index in 0..<parameters.count {
      switch parameters[index] {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ";") where !isQuoted: count += 1
      default: break
      }
    }
    return count
  }

  /// The value of the first parameter with this upper-case name, unquoted, with RFC 6868's escapes
  /// decoded.
  func parameter(_ name: StaticString) -> String? {
    var start = 0
    var isQuoted = false
    guard !parameters.isEmpty else { return nil }
    for index in 0...parameters.count {
      if index < parameters.count {
        if parameters[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
        guard parameters[index] == UInt8(ascii: ";"), !isQuoted else { continue }
      }
      let part = parameters[start..<index]
      start = index + 1
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")),
        part[0..<equals].trimmed.equals(upperCased: name)
      else { continue }
      return Self.decoded(part[equals + 1..<part.count].trimmed)
    }
    return nil
  }

  private static func decoded(_ raw: ByteView) -> String {
    var value = raw
    if value.count >= 2, value[0] == UInt8(ascii: "\""), value[value.count - 1] == UInt8(ascii: "\"") {
      value = value[1..<value.count - 1]
    }
    guard value.firstIndex(of: UInt8(ascii: "^")) != nil else { return value.string }
    var bytes: [UInt8] = []
    var index = 0
    while index < value.count {
      let next: UInt8? = index + 1 < value.count ? value[index + 1] : nil
      switch (value[index], next) {
      case (UInt8(ascii: "^"), UInt8(ascii: "^")): bytes.append(UInt8(ascii: "^"))
      case (UInt8(ascii: "^"), UInt8(ascii: "n")): bytes.append(UInt8(ascii: "\n"))
      case (UInt8(ascii: "^"), UInt8(ascii: "'")): bytes.append(UInt8(ascii: "\""))
      default:
        bytes.append(value[index])
        index += 1
        continue
      }
      index += 2
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
