package import Texts

/// JSON whose shape the contract does not fix: the causes and facts of an audit entry, as they were recorded.
package struct JSONValue: Codable, Sendable {
  package let json: JSON

  package init(_ json: JSON) { self.json = json }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      json = .null
    } else if let flag = try? container.decode(Bool.self) {
      json = .bool(flag)
    } else if let number = try? container.decode(Int.self) {
      json = .number(number)
    } else if let text = try? container.decode(String.self) {
      json = .string(text)
    } else if let list = try? container.decode([JSONValue].self) {
      json = .array(list.map(\.json))
    } else {
      let entries = try container.decode([String: JSONValue].self)
      json = .object(entries.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch json {
    case .null: try container.encodeNil()
    case .bool(let flag): try container.encode(flag)
    case .number(let number): try container.encode(number)
    case .string(let text): try container.encode(text)
    case .array(let list): try container.encode(list.map(JSONValue.init))
    case .object(let entries):
      try container.encode(Dictionary(entries.map { ($0.0, JSONValue($0.1)) }, uniquingKeysWith: { $1 }))
    }
  }
}
