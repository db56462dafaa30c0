/// Finds out what JSON a type reads, by letting it read from a decoder that only writes down what it is asked for.
///
/// So the description of the interface is the types themselves, and cannot say anything else. A type that reads several
/// shapes by trial says its schema by `DescribesItself`.
package struct SchemaRecorder {
  /// The objects that were met, by name.
  package private(set) var components: [(name: String, schema: Schema)] = []

  package init() {}

  /// The schema of a type; objects are described once, among `components`, and named here.
  package mutating func schema(of type: any Decodable.Type) throws -> Schema {
    let recording = Recording(components: components)
    defer { components = recording.components }
    return try recording.schema(of: type)
  }
}

extension SchemaRecorder {
  /// The properties of a type that is an object, without making a component of it.
  package mutating func properties(of type: any Decodable.Type) throws -> [Schema.Property] {
    let recording = Recording(components: components)
    defer { components = recording.components }
    let decoder = RecordingDecoder(recording: recording)
    _ = try type.init(from: decoder)
    return decoder.properties.list
  }
}

/// A type that says itself what JSON it is.
package protocol DescribesItself {
  static var schema: Schema { get }
}

/// A type that is one of several, told apart by what stands in it.
package protocol HasShapes {
  static var shapes: [any Decodable.Type] { get }
  /// Some value, for a reader to go on with.
  static var example: Self { get }
}

extension Moment: DescribesItself { package static var schema: Schema { .string(format: "date-time") } }
extension Day: DescribesItself { package static var schema: Schema { .string(format: "date") } }
extension JSONValue: DescribesItself { package static var schema: Schema { .anything } }

/// What is seen through without a value of it.
private protocol ListLike { static var element: any Decodable.Type { get } }
private protocol MapLike { static var value: any Decodable.Type { get } }
private protocol OptionalLike { static var wrapped: any Decodable.Type { get } }
/// What may be missing.
private protocol Omissible { static var value: any Decodable.Type { get } }
/// What there is a value of with nothing in it.
private protocol Emptiable { init() }
/// No part of the contract.
private protocol OutsideContract {}

extension Array: ListLike, Emptiable where Element: Decodable {
  fileprivate static var element: any Decodable.Type { Element.self }
}
extension Dictionary: MapLike, Emptiable where Key == String, Value: Decodable {
  fileprivate static var value: any Decodable.Type { Value.self }
}
extension Optional: OptionalLike where Wrapped: Decodable {
  fileprivate static var wrapped: any Decodable.Type { Wrapped.self }
}
extension LeftOutIfNil: Omissible {
  fileprivate static var value: any Decodable.Type { Value.self }
}

extension ForWords: OutsideContract {}

private final class Recording {
  var components: [(name: String, schema: Schema)]

  init(components: [(name: String, schema: Schema)]) { self.components = components }

  func schema(of type: any Decodable.Type) throws -> Schema {
    switch type {
    case is Bool.Type: .boolean
    case is String.Type: .string()
    case is Int.Type, is Int64.Type: .integer
    case let type as any DescribesItself.Type: type.schema
    case let type as any HasShapes.Type: try shapes(type)
    case let type as any ListAnswer.Type: .list(try schema(of: type.element))
    case let type as any MapLike.Type: .map(try schema(of: type.value))
    case let type as any ListLike.Type: .list(try schema(of: type.element))
    case let type as any OptionalLike.Type: .nullable(try schema(of: type.wrapped))
    case let type as any (CaseIterable & RawRepresentable<String>).Type: Self.names(of: type)
    default: try object(type)
    }
  }

  private static func names<T: CaseIterable & RawRepresentable<String>>(of type: T.Type) -> Schema {
    .string(oneOf: type.allCases.map(\.rawValue))
  }

  private func shapes(_ type: any HasShapes.Type) throws -> Schema {
    let name = Self.name(of: type)
    if components.contains(where: { $0.name == name }) { return .named(name) }
    components.append((name, .anything))
    let place = components.count - 1
    components[place].schema = .oneOf(try type.shapes.map(schema))
    return .named(name)
  }

  /// Without the module; with the type that it stands in.
  private static func name(of type: Any.Type) -> String {
    String(reflecting: type).split(separator: ".").dropFirst().joined()
  }

  private func object(_ type: any Decodable.Type) throws -> Schema {
    let name = Self.name(of: type)
    if components.contains(where: { $0.name == name }) { return .named(name) }
    // Entered first, so that a type that holds itself ends.
    components.append((name, .anything))
    let place = components.count - 1
    let decoder = RecordingDecoder(recording: self)
    _ = try type.init(from: decoder)
    components[place].schema = .object(decoder.properties.list)
    return .named(name)
  }

  /// Some value of a type, for a reader to go on with.
  func sample<T: Decodable>(of type: T.Type) throws -> T {
    if let type = type as? any Emptiable.Type, let value = type.init() as? T { return value }
    if let type = type as? any HasShapes.Type, let value = type.example as? T { return value }
    if let type = type as? any CaseIterable.Type, let value = Self.first(of: type) as? T { return value }
    return try T(from: RecordingDecoder(recording: self))
  }

  private static func first<T: CaseIterable>(of type: T.Type) -> Any? { type.allCases.first }
}

/// What one object was asked for.
private final class Properties { var list: [Schema.Property] = [] }

private struct RecordingDecoder: Decoder {
  let recording: Recording
  let properties = Properties()
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(RecordingContainer(recording: recording, properties: properties))
  }
  /// A type that reads by trial has to describe itself.
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw DecodingError.dataCorrupted(
      DecodingError.Context(codingPath: [], debugDescription: "A list of its own form has to describe itself."))
  }
  func singleValueContainer() -> any SingleValueDecodingContainer { SampleContainer(recording: recording) }
}

/// Writes down each key that is asked for, with its type.
private struct RecordingContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let recording: Recording
  let properties: Properties
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  private func note(_ type: any Decodable.Type, _ key: Key, isNullable: Bool = false) throws {
    let omissible = type as? any Omissible.Type
    let schema = try recording.schema(of: omissible?.value ?? type)
    properties.list.append(
      Schema.Property(
        name: key.stringValue, schema: isNullable && omissible == nil ? .nullable(schema) : schema,
        isRequired: omissible == nil))
  }

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try note(type, key)
    return try recording.sample(of: type)
  }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    if type is any OutsideContract.Type { return nil }
    try note(type, key, isNullable: true)
    return nil
  }
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try none(type, key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try none(type, key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try none(type, key) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try none(type, key) }

  private func none<T: Decodable>(_ type: T.Type, _ key: Key) throws -> T? {
    try note(type, key, isNullable: true)
    return nil
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
    -> KeyedDecodingContainer<Nested>
  { RecordingDecoder(recording: recording).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try RecordingDecoder(recording: recording).unkeyedContainer()
  }
  func superDecoder() -> any Decoder { RecordingDecoder(recording: recording) }
  func superDecoder(forKey key: Key) -> any Decoder { RecordingDecoder(recording: recording) }
}

/// Gives some value for whatever single one is asked for.
private struct SampleContainer: SingleValueDecodingContainer {
  let recording: Recording
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { true }
  func decode(_ type: Bool.Type) -> Bool { false }
  func decode(_ type: String.Type) -> String { "" }
  func decode(_ type: Int.Type) -> Int { 0 }
  func decode(_ type: Int64.Type) -> Int64 { 0 }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try recording.sample(of: type) }
}
