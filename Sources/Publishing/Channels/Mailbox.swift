/// A mail address with the name that people see: `News <news@example.org>` (RFC 5322, section 3.4).
package struct Mailbox: Hashable, Sendable {
  /// Nil where only the address is written.
  package let name: String?
  package let address: String

  /// Nil when it is none. The address is ASCII without quotes or comments, as every server takes it.
  package init?(_ text: String) {
    let trimmed = text.drop(while: \.isWhitespace)
    guard !text.contains(where: { $0.isNewline }) else { return nil }
    if let open = trimmed.lastIndex(of: "<") {
      guard trimmed.last == ">" else { return nil }
      var name = trimmed[..<open]
      while name.last?.isWhitespace == true { name.removeLast() }
      self.name = name.isEmpty ? nil : String(String.UnicodeScalarView(name.unicodeScalars.filter { $0 != "\"" }))
      address = String(trimmed[trimmed.index(after: open)...].dropLast())
    } else {
      name = nil
      address = String(trimmed)
    }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    let isPlain = address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>\"(),:;[\\]".utf8.contains($0) }
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain, address.utf8.count <= 254 else { return nil }
  }

  package var domain: String { address.split(separator: "@").last.map(String.init) ?? "" }
}
