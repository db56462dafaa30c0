import NIOCore

/// Mail submission (RFC 6409) over SMTP (RFC 5321): one connection for one message, to an address that was checked.
package struct SMTPClient: MailTransport {
  package let host: String
  private let port: Int
  private let security: EmailSettings.Security
  private let addressGuard: AddressGuard
  private let trustRootsFile: String?
  private let timeouts: MailTimeouts

  /// - Parameters:
  ///   - settings: The server, and how the connection is protected.
  ///   - addressGuard: Decides where the host may lead.
  ///   - trustRootsFile: A PEM file of authorities besides the system's: an absolute path.
  ///   - timeouts: How long each part of a session may take.
  package init(
    settings: EmailSettings, addressGuard: AddressGuard, trustRootsFile: String? = nil,
    timeouts: MailTimeouts = MailTimeouts()
  ) {
    host = settings.host.lowercased()
    port = settings.port
    security = settings.security
    self.addressGuard = addressGuard
    self.trustRootsFile = trustRootsFile
    self.timeouts = timeouts
  }

  package func send(_ mail: OutgoingMail, login: MailLogin?) async -> MailOutcome {
    do throws(MailStop) {
      let session = try await connect(timeouts)
      do throws(MailStop) {
        let server = try await begin(session, login)
        if let limit = server.largest, mail.message.count > limit {
          throw MailStop(.tooLarge(size: mail.message.count, limit: limit))
        }
        let size = server.offers("SIZE") ? " SIZE=\(mail.message.count)" : ""
        try await session.ask("MAIL FROM:<\(mail.sender)>\(size)", .sender, expecting: 200...299)
        try await session.ask("RCPT TO:<\(mail.recipient)>", .recipient, expecting: 200...299)
        try await session.ask("DATA", .data, expecting: 354...354)
      } catch {
        session.connection.quit()
        throw error
      }
      let outcome = await session.deliver(mail)
      if case .answered(_, to: .end) = outcome { session.connection.quit() } else { session.connection.close() }
      return outcome
    } catch {
      return error.outcome
    }
  }

  package func probe(_ envelope: MailEnvelope, login: MailLogin?) async -> MailProbe {
    do throws(MailStop) {
      let session = try await connect(timeouts.probing)
      defer { session.connection.quit() }
      let server = try await begin(session, login)
      // As far as a server can refuse before it has seen a message. Without DATA nothing is sent (RFC 5321, section 4.1.1.5).
      try await session.ask("MAIL FROM:<\(envelope.sender)>", .sender, expecting: 200...299)
      try await session.ask("RCPT TO:<\(envelope.recipient)>", .recipient, expecting: 200...299)
      try await session.ask("RSET", .recipient, expecting: 200...299)
      return .ready(server)
    } catch {
      return .failed(error.outcome)
    }
  }

  // MARK: The beginning of every session

  private func connect(_ timeouts: MailTimeouts) async throws(MailStop) -> SMTPSession {
    do {
      let address = try await addressGuard.address(of: host, within: timeouts.connect)
      guard security != .none || AddressGuard.isLoopback(address) else {
        throw AddressProblem(
          "Mail to \(host) would leave this machine unprotected, so nothing was sent; use security: starttls.")
      }
      let protection =
        security == .none ? nil : try SMTPConnection.Protection(host: host, trustRootsFile: trustRootsFile)
      let connection = try await SMTPConnection(
        to: address, port: port, protection: security == .tls ? protection : nil, within: timeouts.connect,
        deadline: .now() + TimeAmount(timeouts.conversation + timeouts.end))
      return SMTPSession(
        connection: connection, upgrade: security == .startTLS ? protection : nil, host: host, timeouts: timeouts)
    } catch {
      throw MailStop(.notSent(MailFailure.sentence(error, host: host, at: nil)))
    }
  }

  /// As far as a login, over TLS unless the server is this machine.
  private func begin(_ session: SMTPSession, _ login: MailLogin?) async throws(MailStop) -> MailServer {
    try await session.ask(nil, .greeting, expecting: 200...299)
    var server = try await session.hello()
    if let upgrade = session.upgrade {
      guard server.offers("STARTTLS") else {
        throw MailStop(
          .notSent(
            "\(host) does not offer STARTTLS on port \(port), so nothing was sent; use its submission port, or "
              + "security: tls with port 465."))
      }
      try await session.startTLS(upgrade)
      // What was said before the handshake counts for nothing (RFC 3207, section 4.2).
      server = try await session.hello()
    }
    if let login { try await session.logIn(login, server) }
    return server
  }
}

/// Why a session went no further.
struct MailStop: Error {
  let outcome: MailOutcome
  init(_ outcome: MailOutcome) { self.outcome = outcome }
}
