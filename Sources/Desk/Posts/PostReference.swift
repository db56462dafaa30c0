import Foundation
package import Publishing
import Texts

/// A post, or one of its deliveries, as people write it: `12`, `12/website`.
package struct PostReference {
  package let post: PostID
  package let channel: String?

  package init(_ text: String) throws {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let number = parts.first.flatMap({ Int64($0) }), number > 0, parts.count < 2 || !parts[1].isEmpty else {
      throw Failure(.usage, "“\(text.printable)” is no post; write its number, 12, or one of its channels, 12/website.")
    }
    post = PostID(number)
    channel = parts.count > 1 ? String(parts[1]) : nil
  }

  /// One of a post's channels, where one is named apart from it.
  init(_ text: String, _ channel: String?) throws {
    let named = try PostReference(text)
    post = named.post
    self.channel = channel ?? named.channel
  }
}
