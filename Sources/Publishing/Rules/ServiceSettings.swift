/// Where the service answers, as the settings say.
package struct ServiceSettings: Hashable, Sendable {
  /// An address of this machine, and a port.
  package struct Listener: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    /// 0: any that is free.
    package let port: Int

    package init(host: String, port: Int) {
      self.host = host
      self.port = port
    }

    /// `127.0.0.1:8017`, `[::1]:8017`; nil for anything else.
    package init?(_ text: String) {
      guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
        (0...65_535).contains(port)
      else { return nil }
      var host = text[..<colon]
      if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
      guard !host.isEmpty, host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".:-".contains($0)) }),
        !host.contains(":") || text.hasPrefix("[")
      else { return nil }
      self.init(host: String(host), port: port)
    }

    /// Whether nobody on another machine reaches it.
    package var isThisMachineAlone: Bool {
      let parts = host.split(separator: ".", omittingEmptySubsequences: false)
      let isLoopback = parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
      return host == "localhost" || host == "::1" || isLoopback
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
  }

  /// PEM files.
  package struct Certificate: Hashable, Sendable {
    package let file: String
    package let keyFile: String

    package init(file: String, keyFile: String) {
      self.file = file
      self.keyFile = keyFile
    }
  }

  /// The Unix socket for commands, as written, relative to the settings file; nil where none is named.
  package var socket: String?
  /// Where the status page is served; nil: nowhere.
  package var listener: Listener?
  /// Where metrics are served, to whoever reaches it; nil: on the socket alone.
  package var metrics: Listener?
  /// By which the page speaks TLS, relative to the settings file; nil: in the open.
  package var certificate: Certificate?
  /// How people reach that page, where it is not by the listener: behind a proxy.
  package var publicAddress: String?
  /// Whom people write to who cannot use the page.
  package var contact: String?

  package init(
    socket: String? = nil, listener: Listener? = nil, metrics: Listener? = nil, certificate: Certificate? = nil,
    publicAddress: String? = nil,
    contact: String? = nil
  ) {
    self.socket = socket
    self.listener = listener
    self.metrics = metrics
    self.certificate = certificate
    self.publicAddress = publicAddress
    self.contact = contact
  }

  /// The longest name that the system takes for a socket (unix(7)): 108 bytes with the one that ends it.
  package static let longestSocket = 107
}
