import Foundation

/// The commands of one session. Until the final dot is written, whatever fails means that nothing was sent.
struct SMTPSession: Sendable {
  let connection: SMTPConnection
  /// TLS to begin by STARTTLS.
  let upgrade: SMTPConnection.Protection?
  let host: String
  let timeouts: MailTimeouts

  private static let chunk = 64 * 1024

  /// Writes a line, where there is one, and waits for its reply.
  @discardableResult
  func ask(_ line: String?, _ step: MailStep, expecting codes: ClosedRange<Int>) async throws(MailStop) -> MailReply {
    let reply: MailReply
    do {
      if let line { try await connection.write("\(line)\r\n".utf8, within: timeouts.write) }
      reply = try await connection.reply(within: step == .data ? min(timeouts.data, timeouts.reply) : timeouts.reply)
    } catch {
      throw stop(error, at: step)
    }
    guard codes.contains(reply.code) else { throw MailStop(.answered(reply, to: step)) }
    return reply
  }

  func hello() async throws(MailStop) -> MailServer {
    MailServer(try await ask("EHLO \(connection.ownName)", .hello, expecting: 200...299))
  }

  func startTLS(_ protection: SMTPConnection.Protection) async throws(MailStop) {
    try await ask("STARTTLS", .startTLS, expecting: 220...220)
    do {
      try await connection.startTLS(protection)
    } catch {
      throw stop(error, at: .startTLS)
    }
  }

  /// RFC 4954. Tried once, in one way.
  func logIn(_ login: MailLogin, _ server: MailServer) async throws(MailStop) {
    func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
    switch server.logins.first {
    case .plain?:
      let initial = login.password.withText { encoded("\0\(login.user)\0\($0)") }
      try await ask("AUTH PLAIN \(initial)", .login, expecting: 235...235)
    case .login?:
      try await ask("AUTH LOGIN", .login, expecting: 334...334)
      try await ask(encoded(login.user), .login, expecting: 334...334)
      try await ask(login.password.withText(encoded), .login, expecting: 235...235)
    case nil:
      throw MailStop(
        .cannotLogIn(
          "\(host) offers neither AUTH PLAIN nor AUTH LOGIN over this connection; correct its port or security, or "
            + "have it allow the login with a password."))
    }
  }

  /// The message after 354. The server takes it in when it has the final dot, and not before.
  func deliver(_ mail: OutgoingMail) async -> MailOutcome {
    guard await mail.mayStart() else { return .notSent(SendFailure.tooLate) }
    let message = DotStuffing.stuffed(mail.message)
    do {
      var start = 0
      while start < message.count {
        if let reply = try connection.unasked() { return .answered(reply, to: .message) }
        let end = min(start + Self.chunk, message.count)
        try await connection.write(message[start..<end], within: timeouts.write)
        start = end
      }
      if let reply = try connection.unasked() { return .answered(reply, to: .message) }
    } catch {
      return stop(error, at: .message).outcome
    }
    guard await mail.mayStart() else {
      return .notSent(
        "The time in which it might be sent was over before \(host) had the whole message, so it was withdrawn; it is "
          + "tried again under a new permit.")
    }
    do {
      try await connection.write(".\r\n".utf8, within: timeouts.write)
      return .answered(try await connection.reply(within: timeouts.end), to: .end)
    } catch {
      return .maybeSent(
        MailFailure.cause(error, host: host)
          + " after it had the whole message, so it may have gone out; look in the list's archive.")
    }
  }

  private func stop(_ error: any Error, at step: MailStep) -> MailStop {
    MailStop(.notSent(MailFailure.sentence(error, host: host, at: step)))
  }
}

/// Keeps a line that is a dot from ending the message (RFC 5321, section 4.5.2).
enum DotStuffing {
  /// One dot more before each line that begins with one. The bytes end with a line's end.
  static func stuffed(_ message: [UInt8]) -> [UInt8] {
    var stuffed: [UInt8] = []
    stuffed.reserveCapacity(message.count + 64)
    var isLineStart = true
    for byte in message {
      if isLineStart, byte == 0x2E { stuffed.append(0x2E) }
      stuffed.append(byte)
      isLineStart = byte == 0x0A
    }
    if !isLineStart { stuffed += [0x0D, 0x0A] }
    return stuffed
  }
}
