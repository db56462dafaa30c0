import Foundation
import Texts

/// An answer that a store keeps beside what it did, to give it again (G-52).
///
/// Those of calls that come many times a second have a form of few bytes; those of people's acts are JSON.
package protocol KeptAnswer: Sendable {
  func keep(in bytes: inout AnswerBytes)
  init(kept bytes: inout AnswerReader) throws(StoreError)
}

extension KeptAnswer {
  package var keptBytes: [UInt8] {
    var bytes = AnswerBytes()
    keep(in: &bytes)
    return bytes.bytes
  }

  package init(keptBytes bytes: [UInt8]) throws(StoreError) {
    var reader = AnswerReader(bytes)
    self = try Self(kept: &reader)
  }
}

/// Numbers and texts one behind the other: small numbers in one byte.
package struct AnswerBytes: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Seven bits a byte, the lowest first, with numbers below zero between those above.
  package mutating func add(_ number: Int64) {
    var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  mutating func add(_ number: Int64?) {
    add(number != nil)
    if let number { add(number) }
  }

  mutating func add(_ text: String) { add(bytes: Array(text.utf8)) }

  mutating func add(bytes more: [UInt8]) {
    add(Int64(more.count))
    bytes += more
  }

  /// Eight bytes, the most significant first.
  package mutating func add(word: UInt64) { bytes.append(bigEndian: word) }

  /// What `body` adds, behind its length in eight bytes; gives where it stands.
  package mutating func addMeasured(_ body: (inout AnswerBytes) -> Void) -> Range<Int> {
    add(word: 0)
    let start = bytes.count
    body(&self)
    var length = UInt64(bytes.count - start)
    for index in (start - 8..<start).reversed() {
      bytes[index] = UInt8(truncatingIfNeeded: length)
      length >>= 8
    }
    return start..<bytes.count
  }
}

/// Reads what `AnswerBytes` wrote.
package struct AnswerReader: Sendable {
  private var rest: ArraySlice<UInt8>

  package init(_ bytes: [UInt8]) { rest = bytes[...] }

  static let damaged = StoreError.damaged(
    "What the store keeps of an answer cannot be read back; ask again by a new command.")

  mutating func byte() throws(StoreError) -> UInt8 {
    guard let byte = rest.popFirst() else { throw Self.damaged }
    return byte
  }

  package mutating func number() throws(StoreError) -> Int64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte & 0x80 == 0 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
    }
    throw Self.damaged
  }

  mutating func flag() throws(StoreError) -> Bool { try byte() != 0 }

  mutating func numberOrNil() throws(StoreError) -> Int64? { try flag() ? try number() : nil }

  mutating func count() throws(StoreError) -> Int {
    let count = try number()
    guard count >= 0 else { throw Self.damaged }
    return Int(count)
  }

  mutating func text() throws(StoreError) -> String { String(decoding: try bytes(), as: UTF8.self) }

  mutating func bytes() throws(StoreError) -> ArraySlice<UInt8> {
    let count = try count()
    guard count <= rest.count else { throw Self.damaged }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}

// MARK: As JSON

/// An answer that is kept as JSON.
package protocol JSONKeptAnswer: KeptAnswer, Codable {}

extension JSONKeptAnswer {
  package func keep(in bytes: inout AnswerBytes) { bytes.add(json: self) }
  package init(kept bytes: inout AnswerReader) throws(StoreError) { self = try bytes.json() }
}

extension AnswerBytes {
  fileprivate mutating func add(json value: some Encodable) {
    guard let data = try? JSONEncoder().encode(value) else { preconditionFailure("\(value) has no JSON") }
    add(bytes: [UInt8](data))
  }
}

extension AnswerReader {
  fileprivate mutating func json<Value: Decodable>() throws(StoreError) -> Value {
    let data = Data(try bytes())
    guard let value = try? JSONDecoder().decode(Value.self, from: data) else { throw Self.damaged }
    return value
  }
}

extension PostRecord: JSONKeptAnswer {}
extension OverrideRecord: JSONKeptAnswer {}
extension AccessToken: JSONKeptAnswer {}
extension Adoption: JSONKeptAnswer {}
extension ClockMark: JSONKeptAnswer {}

/// What stands in an answer that is a list.
package protocol KeptElement: Sendable {
  static func keep(_ all: [Self], in bytes: inout AnswerBytes)
  static func all(kept bytes: inout AnswerReader) throws(StoreError) -> [Self]
}

extension KeptElement where Self: Codable {
  package static func keep(_ all: [Self], in bytes: inout AnswerBytes) { bytes.add(json: all) }
  package static func all(kept bytes: inout AnswerReader) throws(StoreError) -> [Self] { try bytes.json() }
}

extension Array: KeptAnswer where Element: KeptElement {
  package func keep(in bytes: inout AnswerBytes) { Element.keep(self, in: &bytes) }
  package init(kept bytes: inout AnswerReader) throws(StoreError) { self = try Element.all(kept: &bytes) }
}

extension Delivery: KeptElement {}
extension DeliveryName: KeptElement {}
