package import Elections
import NIOCore
package import Publishing

/// Asks a web server what time it is: by the `Date` of whatever it answers over TLS.
///
/// Only a server on another machine counts, since one on this machine reads the very clock that is in doubt; and only one
/// whose certificate is trusted, which a clock that is far off already prevents. The request is a HEAD of the server's
/// front page: it changes nothing, and no redirect is followed.
package struct ServerClock: Sendable {
  private let addressGuard: AddressGuard
  private let transport: any Transport
  private let isOwn: @Sendable (IPAddress) -> Bool

  private static let timeouts = PhaseTimeouts(
    connect: .seconds(5), write: .seconds(5), read: .seconds(5), overall: .seconds(5))

  /// `isOwn` tells this machine's own addresses.
  package init(
    addressGuard: AddressGuard, transport: any Transport,
    isOwn: @escaping @Sendable (IPAddress) -> Bool = ServerClock.isOfThisMachine
  ) {
    self.addressGuard = addressGuard
    self.transport = transport
    self.isOwn = isOwn
  }

  /// What an answer says that it is, and the server's name. Nil where the address is plain http or this machine's own,
  /// where the server cannot be reached or is not trusted, and where its answer has no date or comes from a cache.
  /// `now` only tells the century of a date in the oldest form.
  package func time(of url: String, now: Instant) async -> (host: String, instant: Instant)? {
    guard let parts = try? AddressGuard.parts(of: url), parts.isSecure else { return nil }
    let start = parts.text.dropFirst("https://".count).prefix { $0 != "/" }
    let page = "https://\(start)/"
    guard let target = try? await addressGuard.target(of: page, within: Self.timeouts.connect), !isOwn(target.address)
    else { return nil }
    let outcome = await transport.send(
      WireRequest(
        method: .head, url: page,
        headers: [("user-agent", APIClient.userAgent), ("cache-control", "no-cache"), ("accept", "*/*")],
        mayStart: { true }), timeouts: Self.timeouts)
    guard case .response(let response) = outcome, let date = response.header("date"),
      response.header("age").map({ $0 == "0" }) ?? true, let instant = HTTPDate.instant(date, now: now)
    else { return nil }
    return (parts.host, instant)
  }

  /// Whether an address is one of this machine's; where that cannot be found out, every address counts as one.
  @Sendable package static func isOfThisMachine(_ address: IPAddress) -> Bool {
    if AddressGuard.isLoopback(address) { return true }
    guard let devices = try? System.enumerateDevices() else { return true }
    return devices.contains { $0.address?.ipAddress.flatMap { IPAddress(text: $0) } == address }
  }
}
