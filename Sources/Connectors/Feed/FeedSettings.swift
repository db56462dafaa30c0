package import Publishing
import Texts

/// What a channel that is a feed says of it.
package struct FeedSettings: ConnectorSettings {
  package static let kind = ConnectorKind("feed", keys: ["path", "url", "domain", "id"])

  /// The Atom file.
  package let path: String
  /// The Atom file's public address.
  package let url: String?
  /// The council's own domain, with which ids begin (RFC 4151); else the address's host.
  package let domain: String?
  /// The feed's own id, where it must be a certain one: an IRI.
  package let id: String?

  package init(path: String, url: String? = nil, domain: String? = nil, id: String? = nil) {
    self.path = path
    self.url = url
    self.domain = domain
    self.id = id
  }

  package var ownFile: String? { path }
}

extension FeedSettings {
  package init?(_ keys: ConnectorKeys) {
    guard let path = keys.text("path", "name the Atom file that it writes") else { return nil }
    let (url, domain, id) = (keys["url"]?.text(), keys["domain"]?.text(), keys["id"]?.text())
    if let url, let problem = WebLink.problem(in: url) {
      keys["url"]?.fault("The feed's public address: \(problem)")
      return nil
    }
    if let domain, !Self.isDomain(domain) {
      keys["domain"]?.fault(
        "“\(domain)” in “channels.\(keys.channel).domain” is no domain; write the council's own, as example.gov.uk, in "
          + "lower case.")
      return nil
    }
    if let id, WebLink.problem(in: id) != nil, !Self.isName(id) {
      keys["id"]?.fault(
        "“\(id)” in “channels.\(keys.channel).id” is no id of a feed; write it as tag:example.gov.uk,2026:news, or leave "
          + "it out.")
      return nil
    }
    self.init(path: path, url: url, domain: domain, id: id)
  }

  /// A name of the DNS in lower case, as tags want it (RFC 4151, section 2.1).
  private static func isDomain(_ text: String) -> Bool {
    let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.count > 1 && text.utf8.count <= 253
      && labels.allSatisfy { label in
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
          && label.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
      }
  }

  /// A tag (RFC 4151) or a URN (RFC 8141).
  private static func isName(_ text: String) -> Bool {
    (text.hasPrefix("tag:") || text.hasPrefix("urn:")) && text.utf8.count > 6
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>\"\\^`{|}".utf8.contains($0) }
  }
}
