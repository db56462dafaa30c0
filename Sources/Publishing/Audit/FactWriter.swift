import Texts

/// Writes a fact as the log keeps it: a JSON object on one line, its parts in the order in which they are given.
///
/// No general encoder does it: the order of the parts, what is null where there is nothing and what is left out then are
/// covered by the hashes of every log that there is, and a submission writes one of these for each post.
package struct FactWriter {
  private var object: CompactObjectText
  /// Where the personal text stands in `text`, in bytes of UTF-8, as JSON; nil where there is none.
  package private(set) var personal: Range<Int>?

  package init(capacity: Int) { object = CompactObjectText(capacity: capacity) }

  /// Nothing where nothing was written.
  package var text: String { object.isEmpty ? "" : object.text }

  package mutating func add(_ key: FactKey, _ value: some FactText) { object.append(key.rawValue, value.factText) }

  package mutating func add(_ key: FactKey, _ value: some FactValue) { object.append(key.rawValue, value.json) }

  /// Null where there is none.
  package mutating func add(_ key: FactKey, _ value: (some FactText)?) {
    if let value { add(key, value) } else { object.append(key.rawValue, .null) }
  }

  /// Null where there is none.
  package mutating func add(_ key: FactKey, _ value: (some FactValue)?) {
    object.append(key.rawValue, value?.json ?? .null)
  }

  package mutating func add(_ key: FactKey, _ values: [some FactValue]) {
    object.append(key.rawValue, .array(values.map(\.json)))
  }

  /// `json`: compact JSON text.
  package mutating func add(_ key: FactKey, compact json: String) { object.append(key.rawValue, compact: json) }

  // MARK: Personal text

  /// What somebody wrote in their own words, or what quotes a post or another's answer: nobody can say whom it names, so
  /// it must be possible to take it away (<doc:PersonalTexts>). A fact has one such part at most.
  package mutating func add(_ key: FactKey, personal text: String?) {
    if let text { mark(object.append(key.rawValue, text)) } else { object.append(key.rawValue, .null) }
  }

  package mutating func add(_ key: FactKey, personal texts: [String]) {
    mark(object.append(key.rawValue, .array(texts.map(JSON.string))))
  }

  package mutating func addIfThere(_ key: FactKey, personal texts: [String]) {
    if !texts.isEmpty { add(key, personal: texts) }
  }

  private mutating func mark(_ range: Range<Int>) {
    precondition(personal == nil, "a fact has one personal text at most")
    personal = range
  }

  // MARK: What is left out where there is nothing

  package mutating func addIfThere(_ key: FactKey, _ value: (some FactValue)?) {
    if let value { add(key, value) }
  }

  package mutating func addIfThere(_ key: FactKey, _ values: [some FactValue]) {
    if !values.isEmpty { add(key, values) }
  }
}
