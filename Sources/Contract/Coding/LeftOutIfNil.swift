/// A key that stands in an answer only where it has a value. Every other key that has none stands there as null.
@propertyWrapper
package struct LeftOutIfNil<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
  package var wrappedValue: Value?

  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  // Reached only through the two functions below, which know whether the key is there.
  package init(from decoder: any Decoder) throws { wrappedValue = try Value(from: decoder) }
  package func encode(to encoder: any Encoder) throws { try wrappedValue?.encode(to: encoder) }
}

// The code that the compiler writes for a Codable type calls these two for a wrapped property, since they fit it better
// than those for any value.

extension KeyedEncodingContainer {
  package mutating func encode<Value>(_ value: LeftOutIfNil<Value>, forKey key: Key) throws {
    if let value = value.wrappedValue { try encode(value, forKey: key) }
  }
}

extension KeyedDecodingContainer {
  package func decode<Value>(_ type: LeftOutIfNil<Value>.Type, forKey key: Key) throws -> LeftOutIfNil<Value> {
    try decodeIfPresent(type, forKey: key) ?? LeftOutIfNil(wrappedValue: nil)
  }
}
