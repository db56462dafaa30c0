/// An answer that is a list in JSON. What else it has is for words alone.
package protocol ListAnswer: Codable, Sendable {
  associatedtype Element: Codable & Sendable

  var list: [Element] { get }
  /// As it is read: with nothing beside the list.
  init(list: [Element])
}

extension ListAnswer {
  package init(from decoder: any Decoder) throws { self.init(list: try [Element](from: decoder)) }
  package func encode(to encoder: any Encoder) throws { try list.encode(to: encoder) }
  package static var element: any Decodable.Type { Element.self }
}
