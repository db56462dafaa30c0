import Foundation

/// Text of a feed's own file, read back.
enum FeedText {
  static func unescaped(_ text: String) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    return named.reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }
}
