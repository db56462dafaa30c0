/// A JSON value whose keys keep the order in which they are written: what a reader sees first comes first.
///
/// It has two forms of text. The compact one is stored, hashed and compared, so its bytes never change. The other is
/// printed: there every character that a reader does not see is escaped, which is the same value to a program, and
/// nothing that a terminal obeys.
package indirect enum JSON: Sendable {
  case null
  case bool(Bool)
  case number(Int)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  package init(_ text: String?) { self = text.map(JSON.string) ?? .null }

  /// As commands print it: indented by two blanks, with a line end.
  package var text: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  /// As it stands inside something that is indented so many steps.
  package func text(indent: Int) -> String {
    var text = ""
    write(to: &text, indent: indent)
    return text
  }

  /// On one line without blanks, as it is stored.
  package var compactText: String {
    var text = ""
    writeCompact(to: &text)
    return text
  }

  /// On one line without blanks, as logs print it.
  package var lineText: String {
    var text = ""
    writeCompact(to: &text, escaping: .unseen)
    return text
  }

  /// What is escaped besides what JSON itself asks for.
  fileprivate enum Escaping {
    /// Nothing but the two line separators: the stored form.
    case stored
    /// Whatever a reader does not see.
    case unseen
  }

  fileprivate func writeCompact(to text: inout String, escaping: Escaping = .stored) {
    switch self {
    case .null, .bool, .number, .string: writeScalar(to: &text, escaping)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.writeCompact(to: &text, escaping: escaping)
      }
      text += "]"
    case .object(let entries):
      text += "{"
      for (index, (key, value)) in entries.enumerated() {
        if index > 0 { text += "," }
        Self.write(key, to: &text, escaping)
        text += ":"
        value.writeCompact(to: &text, escaping: escaping)
      }
      text += "}"
    }
  }

  private func writeScalar(to text: inout String, _ escaping: Escaping) {
    switch self {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .number(let number): text += String(number)
    case .string(let string): Self.write(string, to: &text, escaping)
    case .array, .object: break
    }
  }

  private func write(to text: inout String, indent: Int) {
    let inner = String(repeating: "  ", count: indent + 1)
    let outer = String(repeating: "  ", count: indent)
    switch self {
    case .null, .bool, .number, .string: writeScalar(to: &text, .unseen)
    case .array(let values):
      if values.isEmpty { return text += "[]" }
      text += "[\n"
      for (index, value) in values.enumerated() {
        text += index == 0 ? inner : ",\n" + inner
        value.write(to: &text, indent: indent + 1)
      }
      text += "\n" + outer + "]"
    case .object(let entries):
      if entries.isEmpty { return text += "{}" }
      text += "{\n"
      for (index, (key, value)) in entries.enumerated() {
        text += index == 0 ? inner : ",\n" + inner
        Self.write(key, to: &text, .unseen)
        text += ": "
        value.write(to: &text, indent: indent + 1)
      }
      text += "\n" + outer + "}"
    }
  }

  /// Nearly every string needs none. 0xE2 begins the two line separators that need one.
  private static func mayNeedEscapes(_ string: String) -> Bool {
    let bytes = string.utf8Span.span
    // The loop has no early exit, which lets the compiler compare many bytes at once.
    var found: UInt8 = 0
    for index in bytes.indices {
      let byte = bytes[index]
      found |= (byte < 0x20 ? 1 : 0) | (byte == 0x22 ? 1 : 0) | (byte == 0x5C ? 1 : 0) | (byte == 0xE2 ? 1 : 0)
    }
    return found != 0
  }

  fileprivate static func write(_ string: String, to text: inout String, _ escaping: Escaping = .stored) {
    text += "\""
    defer { text += "\"" }
    switch escaping {
    case .stored: if !mayNeedEscapes(string) { return text += string }
    case .unseen: if !mayHoldUnseen(string) { return text += string }
    }
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029,
        _ where escaping == .unseen && scalar.isUnseen:
        for unit in String(scalar).utf16 {
          let hex = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        }
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The same for what is printed: everything outside printable ASCII is looked at.
  private static func mayHoldUnseen(_ string: String) -> Bool {
    let bytes = string.utf8Span.span
    var found: UInt8 = 0
    for index in bytes.indices {
      let byte = bytes[index]
      found |= (byte < 0x20 ? 1 : 0) | (byte == 0x22 ? 1 : 0) | (byte == 0x5C ? 1 : 0) | (byte >= 0x7F ? 1 : 0)
    }
    return found != 0
  }
}

// MARK: Writing much

/// Writes the compact text of an object entry by entry. Every post is stored with one, and this saves building a `JSON`
/// value for it first.
package struct CompactObjectText {
  private var entries = "{"

  /// `capacity`: about how many bytes will come.
  package init(capacity: Int) { entries.reserveCapacity(capacity) }

  // Keys are names in the code, which need no escapes. Each gives where its value stands, in bytes of UTF-8.

  @discardableResult
  package mutating func append(_ key: String, _ value: String) -> Range<Int> {
    let start = appendKey(key)
    JSON.write(value, to: &entries)
    return start..<entries.utf8.count
  }

  @discardableResult
  package mutating func append(_ key: String, _ value: JSON) -> Range<Int> {
    let start = appendKey(key)
    value.writeCompact(to: &entries)
    return start..<entries.utf8.count
  }

  /// What is compact JSON text already.
  @discardableResult
  package mutating func append(_ key: String, compact value: String) -> Range<Int> {
    let start = appendKey(key)
    entries += value
    return start..<entries.utf8.count
  }

  private mutating func appendKey(_ key: String) -> Int {
    entries += isEmpty ? "\"" : ",\""
    entries += key
    entries += "\":"
    return entries.utf8.count
  }

  package var isEmpty: Bool { entries.utf8.count == 1 }

  package var text: String { entries + "}" }
}

// MARK: Reading

extension JSON {
  /// Nil when `text` is no JSON. Keys are put into the order of their names.
  package init?(parsing text: String) {
    var reader = JSONReader(text)
    guard let value = reader.document() else { return nil }
    self = value
  }
}

extension JSON {
  package subscript(key: String) -> JSON? {
    if case .object(let entries) = self { entries.first { $0.0 == key }?.1 } else { nil }
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var number: Int? { if case .number(let number) = self { number } else { nil } }
  package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  package var array: [JSON]? { if case .array(let values) = self { values } else { nil } }
  package var isNull: Bool { if case .null = self { true } else { false } }

  /// Its keys, in order, where it is an object.
  package var keys: [String]? { if case .object(let entries) = self { entries.map(\.0) } else { nil } }
}
