package import Texts

extension JSON {
  /// Reads a value of the contract as `init(encoding:)` wrote it.
  ///
  /// Foundation's decoder would do, but that it tries every type to find out what the facts of an audit entry are, which takes
  /// a hundred times as long, and a log has a million of them.
  package func decoded<Value: Decodable>(as type: Value.Type) throws -> Value { try Reading(json: self).value(type) }
}

/// One value that is read, and where it stands.
private struct Reading: Decoder {
  let json: JSON
  var codingPath: [any CodingKey] = []
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func value<T: Decodable>(_ type: T.Type) throws -> T {
    if type is JSONValue.Type, let value = JSONValue(json) as? T { return value }
    return try T(from: self)
  }

  func child(_ json: JSON, _ key: any CodingKey) -> Reading { Reading(json: json, codingPath: codingPath + [key]) }

  func mismatch(_ expected: Any.Type) -> DecodingError {
    .typeMismatch(expected, .init(codingPath: codingPath, debugDescription: "The value is none of this type."))
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let entries) = json else { throw mismatch([String: JSONValue].self) }
    return KeyedDecodingContainer(
      Entries(reading: self, values: Dictionary(entries.map { ($0.0, $0.1) }, uniquingKeysWith: { $1 })))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let values) = json else { throw mismatch([JSONValue].self) }
    return Elements(reading: self, values: values)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension Reading: SingleValueDecodingContainer {
  func decodeNil() -> Bool { if case .null = json { true } else { false } }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .bool(let flag) = json else { throw mismatch(type) }
    return flag
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .string(let text) = json else { throw mismatch(type) }
    return text
  }

  func decode(_ type: Int.Type) throws -> Int {
    guard case .number(let number) = json else { throw mismatch(type) }
    return number
  }

  func decode(_ type: Int64.Type) throws -> Int64 { Int64(try decode(Int.self)) }

  func decode<T: Decodable>(_ type: T.Type) throws -> T { try value(type) }
}

private struct Entries<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let reading: Reading
  let values: [String: JSON]
  var codingPath: [any CodingKey] { reading.codingPath }
  var allKeys: [Key] { values.keys.compactMap(Key.init) }

  func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try child(key).decodeNil() }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try child(key).value(type) }

  private func child(_ key: any CodingKey) throws -> Reading {
    guard let value = values[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "There is no “\(key.stringValue)”."))
    }
    return reading.child(value, key)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
    -> KeyedDecodingContainer<Nested>
  { try child(key).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }
  func superDecoder() throws -> any Decoder { reading }
  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }
}

private struct Elements: UnkeyedDecodingContainer {
  let reading: Reading
  let values: [JSON]
  var currentIndex = 0
  var codingPath: [any CodingKey] { reading.codingPath }
  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex >= values.count }

  private struct Place: CodingKey {
    let index: Int
    init(_ index: Int) { self.index = index }
    init?(intValue: Int) { index = intValue }
    init?(stringValue: String) { nil }
    var intValue: Int? { index }
    var stringValue: String { String(index) }
  }

  private mutating func next() throws -> Reading {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        JSONValue.self, .init(codingPath: codingPath, debugDescription: "The list ends here."))
    }
    defer { currentIndex += 1 }
    return reading.child(values[currentIndex], Place(currentIndex))
  }

  mutating func decodeNil() -> Bool {
    guard !isAtEnd, case .null = values[currentIndex] else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().value(type) }
  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
    -> KeyedDecodingContainer<Nested>
  { try next().container(keyedBy: type) }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
  mutating func superDecoder() throws -> any Decoder { reading }
}
