/// A dotted path such as `local.peterborough`.
package struct Area: Hashable, Sendable {
  package let components: [String]

  /// `nil` unless every part is a lower-case slug.
  package init?(_ text: some StringProtocol) {
    let parts = String(text).split(separator: Character("."), omittingEmptySubsequences: false).map(String.init)
    guard !parts.isEmpty, parts.allSatisfy(isSlug) else { return nil }
    components = parts
  }

  init(components: [String]) { self.components = components }

  /// Whether either path is a prefix of the other, part by part: a general election touches each
  /// constituency, and a ward's by-election touches the whole council.
  package func touches(_ other: Area) -> Bool {
    zip(components, other.components).allSatisfy { $0 == $1 }
  }
}

extension Area: CustomStringConvertible {
  package var description: String { components.joined(separator: ".") }
}

/// Lower-case letters, digits and hyphens, at least one.
func isSlug(_ text: String) -> Bool {
  !text.isEmpty
    && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
}
