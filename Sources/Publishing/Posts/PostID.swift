/// The number of a post, given by the store in the order of acceptance and never given again.
package struct PostID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  package let rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package var description: String { String(rawValue) }
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The number of a delivery in its store.
package struct DeliveryID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  package let rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package var description: String { String(rawValue) }
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A delivery as people write it: `12/website`.
package struct DeliveryName: Hashable, Codable, Sendable, CustomStringConvertible {
  package let post: PostID
  package let channel: String

  package init(post: PostID, channel: String) {
    self.post = post
    self.channel = channel
  }

  package var description: String { "\(post)/\(channel)" }
}

/// The number of an adopted revision.
package struct RevisionNumber: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  package let rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package var description: String { String(rawValue) }
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
