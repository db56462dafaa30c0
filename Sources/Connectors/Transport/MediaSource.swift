package import Publishing
import Texts

/// Where connectors get the bytes of a post's media.
package struct MediaSource: Sendable {
  private let read: @Sendable (MediaItem) throws -> [UInt8]

  /// `read` gives what is kept under the item's hash.
  package init(_ read: @escaping @Sendable (MediaItem) throws -> [UInt8]) { self.read = read }

  /// The item's bytes, which are checked against its hash: what is published is what was approved.
  package func bytes(of item: MediaItem) throws(ContentProblem) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = try read(item)
    } catch {
      throw ContentProblem("“\(item.fileName)” cannot be read from the store's media folder; add the post again.")
    }
    guard ContentHash(of: bytes) == item.hash else {
      throw ContentProblem("“\(item.fileName)” was changed in the store's media folder; add the post again.")
    }
    return bytes
  }
}
