import Foundation
package import Publishing

/// Keeps addresses that people type from leading inside: to this machine, the council's own network or a cloud's
/// metadata service.
///
/// A name is looked up at every sending, every address that it has must be public, and the connection is made to
/// the address that was checked and no other, so that a name which changes between the two gains nothing.
package struct AddressGuard: Sendable {
  /// Looks up a name: all of its addresses, in the system's order.
  package typealias Resolver =
    @Sendable (_ host: String, _ within: Duration) async throws(AddressProblem) ->
    [IPAddress]

  private let allowsInsecure: Bool
  private let allowed: [AddressBlock]
  private let resolve: Resolver

  /// - Parameters:
  ///   - allowsInsecure: Plain http to other machines, as the channel's `allow-insecure` says.
  ///   - allowed: Blocks that are not public and are allowed all the same.
  ///   - resolve: Looks up names.
  package init(
    allowsInsecure: Bool = false, allowed: [AddressBlock] = [], resolve: @escaping Resolver = SystemResolver.addresses
  ) {
    self.allowsInsecure = allowsInsecure
    self.allowed = allowed
    self.resolve = resolve
  }

  /// Where a request to `url` may go. The port is the one that the address names: it stands in the settings.
  package func target(of url: String, within limit: Duration) async throws(AddressProblem) -> CheckedTarget {
    let parts = try Self.parts(of: url)
    guard parts.isSecure || allowsInsecure || parts.saysLoopback else {
      throw AddressProblem(
        "The address of \(parts.host) is plain http to another machine; use https, or set allow-insecure: true.")
    }
    let address = try await checkedAddress(
      of: parts.host, within: limit,
      remedy: "put the receiver at a public address, or write 127.0.0.1 where it runs on this machine")
    return CheckedTarget(
      url: parts.text, host: parts.host, address: address,
      dnsOverride: IPAddress(text: parts.host) == nil ? [parts.host: address.text] : [:])
  }

  /// Where a connection may go to a host that the settings name without a URL, as a mail server.
  package func address(of host: String, within limit: Duration) async throws(AddressProblem) -> IPAddress {
    let name = host.lowercased()
    guard IPAddress(text: name) != nil || !name.isEmpty && Self.isName(name) else {
      throw AddressProblem("The channel's host cannot be used; write a plain name, in its xn-- form, without a port.")
    }
    return try await checkedAddress(
      of: name, within: limit,
      remedy: "name its network in allow-networks where it is the council's own, or write 127.0.0.1 where it runs on "
        + "this machine")
  }

  private func checkedAddress(
    of host: String, within limit: Duration, remedy: String
  ) async throws(AddressProblem) -> IPAddress {
    let literal = IPAddress(text: host)
    var addresses: [IPAddress]
    if let literal {
      addresses = [literal]
    } else {
      addresses = try await resolve(host, limit)
    }
    for address in addresses {
      guard let reason = refusal(of: address, saysLoopback: Self.saysLoopback(host)) else { continue }
      let leads = literal == nil ? "\(host) leads to \(address.text), which is" : "\(address.text) is"
      throw AddressProblem("\(leads) \(reason), so nothing is sent there; \(remedy).")
    }
    // Version 4 first: there is no second try, and networks without version 6 still look its addresses up.
    addresses.sort { if case (.v4, .v6) = ($0, $1) { true } else { false } }
    guard let address = addresses.first else {
      throw AddressProblem("\(host) has no address; correct the channel's url or host, or the name's record.")
    }
    return address
  }

  private func refusal(of address: IPAddress, saysLoopback: Bool) -> String? {
    if allowed.contains(where: { $0.contains(address) }) { return nil }
    if saysLoopback {
      // The word must also mean it: a hosts file can send `localhost` anywhere.
      return Self.isLoopback(address) ? nil : "not this machine"
    }
    return Self.kind(of: address)
  }

  // MARK: What is public

  static func isLoopback(_ address: IPAddress) -> Bool {
    switch address {
    case .v4(let number): number >> 24 == 127
    case .v6(let high, let low): high == 0 && low == 1
    }
  }

  /// What an address is where it is not public; nil where it is. After the registries of special-purpose addresses
  /// (IANA; RFC 6890).
  package static func kind(of address: IPAddress) -> String? {
    if let carried = address.carried {
      return kind(of: carried).map { "\($0) (\(carried.text)) inside an address of version 6" }
    }
    if let entry = special.first(where: { $0.block.contains(address) }) { return entry.kind }
    if case .v6(let high, _) = address, high >> 61 != 1 { return "a reserved address" }
    return nil
  }

  private static let special: [(block: AddressBlock, kind: String)] = [
    ("0.0.0.0/8", "an unspecified address"), ("10.0.0.0/8", "a private address"),
    ("100.64.0.0/10", "an address shared by a provider's customers"), ("127.0.0.0/8", "a loopback address"),
    ("168.63.129.16/32", "a cloud platform's own service"), ("169.254.0.0/16", "a link-local address"),
    ("172.16.0.0/12", "a private address"), ("192.0.0.0/24", "a reserved address"),
    ("192.0.2.0/24", "an address for documentation"), ("192.88.99.0/24", "a reserved address"),
    ("192.168.0.0/16", "a private address"), ("198.18.0.0/15", "an address for measurements"),
    ("198.51.100.0/24", "an address for documentation"), ("203.0.113.0/24", "an address for documentation"),
    ("224.0.0.0/4", "a multicast address"), ("240.0.0.0/4", "a reserved address"),
    ("::/128", "an unspecified address"), ("::1/128", "a loopback address"), ("fc00::/7", "a private address"),
    ("fe80::/10", "a link-local address"), ("fec0::/10", "a private address"), ("ff00::/8", "a multicast address"),
    ("2001::/23", "a reserved address"), ("2001:db8::/32", "an address for documentation"),
    ("3fff::/20", "an address for documentation"),
  ].map { text, kind in
    guard let block = AddressBlock(text) else { preconditionFailure("\(text) is no block of addresses") }
    return (block, kind)
  }

  // MARK: Reading an address

  struct Parts {
    let isSecure: Bool
    /// In lower case, without brackets.
    let host: String
    /// Written anew from what was read, so that no other reader can see another host in it.
    let text: String

    var saysLoopback: Bool { AddressGuard.saysLoopback(host) }
  }

  static func saysLoopback(_ host: String) -> Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

  /// In lower case, as a name server knows names.
  private static func isName(_ host: String) -> Bool {
    host.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 || $0 == 95 }
  }

  static func parts(of url: String) throws(AddressProblem) -> Parts {
    guard let components = URLComponents(string: url), let scheme = components.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let encodedHost = components.encodedHost, !encodedHost.isEmpty
    else { throw AddressProblem("The channel's url is no address; write it as https://example.org/hook.") }
    guard components.user == nil, components.password == nil else {
      throw AddressProblem("The channel's url holds a name or password; take it out, and use secret-file.")
    }
    let isBracketed = encodedHost.hasPrefix("[")
    let host = String(isBracketed ? encodedHost.dropFirst().dropLast() : encodedHost[...]).lowercased()
    guard isBracketed ? IPAddress(text: host) != nil : isName(host) else {
      throw AddressProblem("The host of the channel's url cannot be used; write a plain name, in its xn-- form.")
    }
    var text = "\(scheme)://\(isBracketed ? "[\(host)]" : host)"
    if let port = components.port {
      guard (1...65535).contains(port) else {
        throw AddressProblem("Port \(port) of the channel's url does not exist.")
      }
      text += ":\(port)"
    }
    text += components.percentEncodedPath.isEmpty ? "/" : components.percentEncodedPath
    if let query = components.percentEncodedQuery { text += "?\(query)" }
    return Parts(isSecure: scheme == "https", host: host, text: text)
  }
}

/// Where one request goes.
package struct CheckedTarget: Hashable, Sendable {
  package let url: String
  package let host: String
  /// The only address to which it may be connected.
  package let address: IPAddress
  /// What makes the client go there, where the host is a name.
  package let dnsOverride: [String: String]
}

/// Why nothing may be sent to an address, and what to do.
package struct AddressProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
