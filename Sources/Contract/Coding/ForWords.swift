/// A property that only an answer's wording needs. It is no part of the contract: what `--format json` prints and what the
/// API answers lack it. It travels between the service and its own command, which words the answer where its reader is.
///
/// Its key begins with an underscore, since it stands among keys of the contract then.
@propertyWrapper
package struct ForWords<Value: SaysNothing & Sendable>: Codable, Sendable {
  package var wrappedValue: Value

  package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
  package init(from decoder: any Decoder) throws { wrappedValue = try Value(from: decoder) }

  /// Writes nothing, and so no key either, where words are not wanted.
  package func encode(to encoder: any Encoder) throws {
    guard encoder.writesWords else { return }
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension ForWords: Equatable where Value: Equatable {}
extension ForWords: Hashable where Value: Hashable {}

extension KeyedDecodingContainer {
  // The code that the compiler writes for a Codable type calls this for a wrapped property.
  package func decode<Value>(_ type: ForWords<Value>.Type, forKey key: Key) throws -> ForWords<Value> {
    try decodeIfPresent(type, forKey: key) ?? ForWords(wrappedValue: .nothing)
  }
}

extension CodingUserInfoKey {
  /// Its value is true where what only words need is written too.
  static let writesWords = {
    guard let key = CodingUserInfoKey(rawValue: "words") else { preconditionFailure("a key can have any name") }
    return key
  }()
}

extension Encoder {
  var writesWords: Bool { userInfo[.writesWords] as? Bool ?? false }
}

/// What there is a value of that says nothing: what a reader has of an answer that came without what its wording needs.
package protocol SaysNothing: Codable {
  static var nothing: Self { get }
}

extension Optional: SaysNothing where Wrapped: Codable { package static var nothing: Self { nil } }
extension Array: SaysNothing where Element: Codable { package static var nothing: Self { [] } }
extension Dictionary: SaysNothing where Key: Codable, Value: Codable {
  package static var nothing: Self { [:] }
}
extension Bool: SaysNothing { package static var nothing: Bool { false } }
