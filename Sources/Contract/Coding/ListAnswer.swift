/// An answer that is a list in JSON. What else it has is for words alone.
package protocol ListAnswer: Codable, Sendable {
  associatedtype Element: Codable & Sendable
  /// What words need beside the list.
  associatedtype Aside: Codable & Sendable

  var list: [Element] { get }
  var aside: Aside? { get }
  init(list: [Element], aside: Aside?)
}

private enum WordedKeys: String, CodingKey { case list = "_list", aside = "_aside" }

extension ListAnswer {
  package init(from decoder: any Decoder) throws {
    guard let worded = try? decoder.container(keyedBy: WordedKeys.self) else {
      self.init(list: try [Element](from: decoder), aside: nil)
      return
    }
    self.init(
      list: try worded.decode([Element].self, forKey: .list),
      aside: try worded.decodeIfPresent(Aside.self, forKey: .aside))
  }

  package func encode(to encoder: any Encoder) throws {
    guard encoder.writesWords else { return try list.encode(to: encoder) }
    var container = encoder.container(keyedBy: WordedKeys.self)
    try container.encode(list, forKey: .list)
    try container.encodeIfPresent(aside, forKey: .aside)
  }

  package static var element: any Decodable.Type { Element.self }
}
