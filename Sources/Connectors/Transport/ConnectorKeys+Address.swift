import Foundation
package import Publishing

/// How the settings of a connector that reaches a network say where.
extension ConnectorKeys {
  /// An address that holds no secret, and is https unless the settings allow otherwise.
  package func address(_ key: String, _ remedy: String) -> String? {
    guard let text = text(key, remedy), let value = self[key] else { return nil }
    guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = url.host(), !host.isEmpty
    else {
      value.fault("“\(text)” in “\(value.path)” is no address; write it as https://example.org/hook.")
      return nil
    }
    guard url.user() == nil, url.password() == nil else {
      value.fault(
        "“\(value.path)” holds a name or password; no secret stands in the settings. Name it by a key that ends in "
          + "-file or -env.")
      return nil
    }
    guard scheme == "https" || flag("allow-insecure") || Self.isLoopback(host) else {
      value.fault("“\(value.path)” is plain http to another machine; use https, or set allow-insecure: true.")
      return nil
    }
    return text
  }

  /// Whether a host is this machine by its name.
  package static func isLoopback(_ host: String) -> Bool {
    ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased())
  }

  /// What `NetworkReach.keys` say.
  package func reach() -> NetworkReach {
    let networks = self["allow-networks"]?.values()?.compactMap { value -> AddressBlock? in
      guard let text = value.text() else { return nil }
      guard let block = AddressBlock(text) else {
        value.fault("“\(text)” in “\(value.path)” is no block of addresses; write it as 10.1.0.0/16.")
        return nil
      }
      return block
    }
    return NetworkReach(
      allowsInsecure: flag("allow-insecure"), networks: networks ?? [], trustFile: self["trust-file"]?.text())
  }
}

extension NetworkReach {
  package static let keys = ["allow-insecure", "allow-networks", "trust-file"]
}
