/// An answer that is a list in JSON. What else it has is for words alone.
package protocol ListAnswer: Codable, Sendable {
  associatedtype Element: Codable & Sendable

  var list: [Element] { get }
  /// Which days were asked about, where any were.
  var days: ListedDays? { get }
  init(list: [Element], days: ListedDays?)
}

private enum WordedKeys: String, CodingKey { case list = "_list", days = "_days" }

extension ListAnswer {
  package var days: ListedDays? { nil }

  package init(from decoder: any Decoder) throws {
    guard let worded = try? decoder.container(keyedBy: WordedKeys.self) else {
      self.init(list: try [Element](from: decoder), days: nil)
      return
    }
    self.init(
      list: try worded.decode([Element].self, forKey: .list),
      days: try worded.decodeIfPresent(ListedDays.self, forKey: .days))
  }

  package func encode(to encoder: any Encoder) throws {
    guard encoder.writesWords else { return try list.encode(to: encoder) }
    var container = encoder.container(keyedBy: WordedKeys.self)
    try container.encode(list, forKey: .list)
    try container.encodeIfPresent(days, forKey: .days)
  }

  package static var element: any Decodable.Type { Element.self }
}
