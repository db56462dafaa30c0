package import Texts

extension JSON {
  /// A value of the contract as JSON: keys in the order in which its properties stand, and null for what is nil, since a
  /// script that asks for a key shall find it.
  ///
  /// `withWords`: also what only the answer's wording needs, for whoever words it elsewhere.
  package init(encoding value: some Encodable, withWords: Bool = false) {
    let place = Place(writesWords: withWords)
    do {
      try place.encode(value)
    } catch {
      preconditionFailure("A value of the contract cannot be written: \(error)")
    }
    self = place.value
  }
}

/// Where one value is put together; a class, since containers are handed out before they are filled.
private final class Place {
  let writesWords: Bool

  init(writesWords: Bool) { self.writesWords = writesWords }

  private enum Content {
    case nothing
    case scalar(JSON)
    case list([Place])
    case object([(key: String, place: Place)])
  }

  private var content = Content.nothing

  var value: JSON {
    switch content {
    case .nothing: .object([])
    case .scalar(let json): json
    case .list(let places): .array(places.map(\.value))
    case .object(let entries): .object(entries.filter { !$0.place.isUnwritten }.map { ($0.key, $0.place.value) })
    }
  }

  /// Its value chose to write nothing, not even an empty object.
  private var isUnwritten: Bool { if case .nothing = content { true } else { false } }

  func set(_ json: JSON) { content = .scalar(json) }

  func encode(_ value: some Encodable) throws {
    if let json = value as? JSONValue { return set(json.json) }
    try value.encode(to: PlaceEncoder(place: self))
  }

  func beginObject() {
    if case .object = content { return }
    content = .object([])
  }

  func beginList() {
    if case .list = content { return }
    content = .list([])
  }

  /// A new entry of the object.
  func entry(_ key: String) -> Place {
    guard case .object(var entries) = content else { return Place(writesWords: writesWords) }
    content = .nothing
    let place = Place(writesWords: writesWords)
    entries.append((key, place))
    content = .object(entries)
    return place
  }

  /// A new element of the list.
  func element() -> Place {
    guard case .list(var places) = content else { return Place(writesWords: writesWords) }
    content = .nothing
    let place = Place(writesWords: writesWords)
    places.append(place)
    content = .list(places)
    return place
  }

  var count: Int { if case .list(let places) = content { places.count } else { 0 } }
}

private struct PlaceEncoder: Encoder {
  let place: Place
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { place.writesWords ? [.writesWords: true] : [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    place.beginObject()
    return KeyedEncodingContainer(ObjectContainer(place: place))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    place.beginList()
    return ListContainer(place: place)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { ScalarContainer(place: place) }
}

private struct ObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let place: Place
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { place.entry(key.stringValue).set(.null) }
  func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try place.entry(key.stringValue).encode(value) }

  // A property that is nil stands there as null.
  func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try put(value, key) }

  private func put(_ value: (some Encodable)?, _ key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested>
  {
    PlaceEncoder(place: place.entry(key.stringValue)).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    PlaceEncoder(place: place.entry(key.stringValue)).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { PlaceEncoder(place: place.entry("super")) }
  func superEncoder(forKey key: Key) -> any Encoder { PlaceEncoder(place: place.entry(key.stringValue)) }
}

private struct ListContainer: UnkeyedEncodingContainer {
  let place: Place
  var codingPath: [any CodingKey] { [] }
  var count: Int { place.count }

  func encodeNil() { place.element().set(.null) }
  func encode<T: Encodable>(_ value: T) throws { try place.element().encode(value) }
  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    PlaceEncoder(place: place.element()).container(keyedBy: type)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    PlaceEncoder(place: place.element()).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { PlaceEncoder(place: place.element()) }
}

private struct ScalarContainer: SingleValueEncodingContainer {
  let place: Place
  var codingPath: [any CodingKey] { [] }

  func encodeNil() { place.set(.null) }
  func encode(_ value: Bool) { place.set(.bool(value)) }
  func encode(_ value: String) { place.set(.string(value)) }
  func encode(_ value: Int) { place.set(.number(value)) }
  func encode(_ value: Int64) { place.set(.number(Int(value))) }
  func encode(_ value: Int32) { place.set(.number(Int(value))) }
  func encode(_ value: Int16) { place.set(.number(Int(value))) }
  func encode(_ value: Int8) { place.set(.number(Int(value))) }
  func encode(_ value: UInt) { place.set(.number(Int(value))) }
  func encode(_ value: UInt64) { place.set(.number(Int(value))) }
  func encode(_ value: UInt32) { place.set(.number(Int(value))) }
  func encode(_ value: UInt16) { place.set(.number(Int(value))) }
  func encode(_ value: UInt8) { place.set(.number(Int(value))) }
  func encode(_ value: Double) throws { throw Unwritable() }
  func encode(_ value: Float) throws { throw Unwritable() }
  func encode<T: Encodable>(_ value: T) throws { try place.encode(value) }
}

/// The contract has no numbers with a fraction: two programs would write one differently.
private struct Unwritable: Error {}
