import Foundation
package import Publishing

/// Where a post's link leads, as far as its text tells: residents cannot open what lies inside a network, and a
/// network that fetches links must not be led there.
package enum LinkTarget {
  private static let insideNames = ["local", "localhost", "internal", "intranet", "lan", "corp", "home.arpa"]

  /// Why the link should not be published; nil when nothing speaks against it. `allowed` are the blocks of addresses that
  /// the channel's settings allow.
  package static func problem(in link: String, allowing allowed: [AddressBlock]) -> ContentProblem? {
    guard let host = URLComponents(string: link)?.host?.lowercased(), !host.isEmpty else { return nil }
    let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    if let address = IPAddress(text: name) {
      guard !allowed.contains(where: { $0.contains(address) }), let kind = AddressGuard.kind(of: address) else {
        return nil
      }
      return ContentProblem(
        "The link leads to \(name), \(kind), which readers cannot open; link to a public address, or allow the network "
          + "by allow-networks.")
    }
    let isInside = !name.contains(".") || insideNames.contains { name == $0 || name.hasSuffix("." + $0) }
    guard isInside, allowed.isEmpty else { return nil }
    return ContentProblem(
      "The link leads to \(name), a name inside a network, which readers cannot open; link to a public address, or allow "
        + "the network by allow-networks.")
  }
}
