import Texts

/// A file that the pages need, kept in the program. Its name carries the hash of what it holds, so it may be kept by whoever
/// fetched it for as long as they like.
package struct Asset: Hashable, Sendable {
  /// `/assets/portcullis-5d41402abc4b.css`.
  package let path: String
  package let contentType: String
  package let bytes: [UInt8]

  /// Only what stands in the code can become one.
  fileprivate init(_ text: StaticString, ending: StaticString, contentType: StaticString) {
    bytes = Array("\(text)".utf8)
    path = "/assets/portcullis-\(ContentHash(of: bytes).hex.prefix(12)).\(ending)"
    self.contentType = "\(contentType)"
  }
}

package enum Assets {
  package static let stylesheet = Asset(
    stylesheetText, ending: "css", contentType: "text/css; charset=utf-8")
  package static let script = Asset(
    scriptText, ending: "js", contentType: "text/javascript; charset=utf-8")

  package static let all = [stylesheet, script]
}
