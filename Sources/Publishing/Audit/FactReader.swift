import Texts

/// Reads a fact back from what the log keeps.
///
/// Entries of every earlier version are read: a part that is not there, or null, is nil, and one that nobody knows is
/// passed over. A part that is there and no such value makes the whole fact unreadable, since half a fact would pass for a
/// whole one.
package struct FactReader {
  private let object: JSON

  /// `text`: as the log keeps it; empty where an event has no facts.
  package init(_ text: String) throws(UnreadableFact) {
    guard let object = text.isEmpty ? .object([]) : JSON(parsing: text), object.keys != nil else {
      throw UnreadableFact()
    }
    self.object = object
  }

  /// A personal text that was removed is not there either: its digest stands in its place.
  private func part(_ key: FactKey) -> JSON? {
    guard let part = object[key.rawValue], !part.isNull, !SealedDetail.isDigest(part) else { return nil }
    return part
  }

  package func value<Value: FactValue>(_ key: FactKey) throws(UnreadableFact) -> Value? {
    guard let part = part(key) else { return nil }
    guard let value = Value(part) else { throw UnreadableFact() }
    return value
  }

  /// Empty where there is none.
  package func list<Value: FactValue>(_ key: FactKey) throws(UnreadableFact) -> [Value] {
    guard let part = part(key) else { return [] }
    guard let parts = part.array else { throw UnreadableFact() }
    var values: [Value] = []
    for part in parts {
      guard let value = Value(part) else { throw UnreadableFact() }
      values.append(value)
    }
    return values
  }

  /// Whatever stands there, as compact JSON text.
  package func compact(_ key: FactKey) -> String? { part(key)?.compactText }
}

/// What an entry keeps is no fact of its event.
package struct UnreadableFact: Error {}
