package import Elections
import Foundation
package import Publishing

/// What a pack is asked for.
package struct PackScope {
  package let range: Range<Instant>
  package let channel: String?
  /// An election's id.
  package let election: String?
  /// Words that stand in a post's title or text, whatever the case and the accents.
  package let pattern: String?
  private let folded: String?

  package init(range: Range<Instant>, channel: String? = nil, election: String? = nil, pattern: String? = nil) {
    self.range = range
    self.channel = channel
    self.election = election
    self.pattern = pattern
    folded = pattern.map(Self.fold)
  }

  package func matches(_ content: PostContent) -> Bool {
    guard let folded else { return true }
    return [content.title, content.text].compactMap(\.self).contains { Self.fold($0).contains(folded) }
  }

  private static func fold(_ text: String) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
  }
}
