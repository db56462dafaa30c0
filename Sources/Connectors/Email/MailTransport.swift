/// The one way by which mail leaves; tests script it and cut where they like.
package protocol MailTransport: Sendable {
  /// How people know the server.
  var host: String { get }

  /// Hands one message to the server in one session, once. Never throws: how far it got is part of the answer.
  func send(_ mail: OutgoingMail, login: MailLogin?) async -> MailOutcome

  /// The same session as far as the list's address, and then nothing.
  func probe(_ envelope: MailEnvelope, login: MailLogin?) async -> MailProbe
}

/// Between whom a message would go.
package struct MailEnvelope: Hashable, Sendable {
  package let sender: String
  package let recipient: String

  package init(sender: String, recipient: String) {
    self.sender = sender
    self.recipient = recipient
  }
}

/// One message to one recipient.
package struct OutgoingMail: Sendable {
  /// The addresses of the envelope.
  package let sender: String
  package let recipient: String
  /// Lines that end in CR LF, not yet stuffed with dots.
  package let message: [UInt8]
  /// Asked before the message's first byte and before the final dot, which is what makes the server take it in.
  package let mayStart: @Sendable () async -> Bool

  package init(sender: String, recipient: String, message: [UInt8], mayStart: @escaping @Sendable () async -> Bool) {
    self.sender = sender
    self.recipient = recipient
    self.message = message
    self.mayStart = mayStart
  }
}

package struct MailLogin: Sendable {
  package let user: String
  package let password: Secret

  package init(user: String, password: Secret) {
    self.user = user
    self.password = password
  }
}

/// What a server can be asked, in the order in which it is.
package enum MailStep: Hashable, Sendable, CaseIterable {
  case greeting, hello, startTLS, login, sender, recipient, data
  /// The message's bytes before the final dot.
  case message
  /// The final dot.
  case end
}

/// A server's whole answer: three digits, and words on one line or several (RFC 5321, section 4.2).
package struct MailReply: Hashable, Sendable {
  package let code: Int
  package let lines: [String]

  package init(code: Int, lines: [String]) {
    self.code = code
    self.lines = lines
  }
}

/// What became of a message. The reasons are whole sentences.
package enum MailOutcome: Sendable {
  /// The reply that decided: to the final dot, or the first before it that did not let the session go on.
  case answered(MailReply, to: MailStep)
  /// The final dot was never written.
  case notSent(String)
  /// The server and the settings agree on no way of logging in.
  case cannotLogIn(String)
  /// The server said how much it takes, in bytes, and it is too little.
  case tooLarge(size: Int, limit: Int)
  /// The final dot was written, and no whole answer came.
  case maybeSent(String)
}

package enum MailProbe: Sendable {
  case ready(MailServer)
  case failed(MailOutcome)
}

/// What a server said of itself in answer to EHLO (RFC 5321, section 4.1.1.1): keywords and their words, in capitals.
package struct MailServer: Hashable, Sendable {
  package let keywords: [String: [String]]

  package init(_ hello: MailReply) {
    let lines = hello.lines.dropFirst().map { line in
      // Some servers write AUTH=LOGIN besides, for clients older than the standard.
      line.uppercased().replacing("AUTH=", with: "AUTH ").split(separator: " ").map(String.init)
    }
    let pairs = lines.compactMap { words in words.first.map { ($0, Array(words.dropFirst())) } }
    keywords = Dictionary(pairs, uniquingKeysWith: { $0 + $1 })
  }

  package func offers(_ keyword: String) -> Bool { keywords[keyword] != nil }

  /// The most bytes of a message (RFC 1870); nil where it sets no limit.
  package var largest: Int? { keywords["SIZE"]?.first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }

  /// The ways of logging in that it offers and we know.
  package var logins: [Mechanism] { Mechanism.allCases.filter { (keywords["AUTH"] ?? []).contains($0.rawValue) } }

  /// The better one first.
  package enum Mechanism: String, CaseIterable, Sendable {
    /// RFC 4616.
    case plain = "PLAIN"
    /// Never standardised; what some servers offer alone.
    case login = "LOGIN"
  }
}

/// How long each part of a session may take: what RFC 5321, section 4.5.3.2, says that a client must be ready to wait.
package struct MailTimeouts: Hashable, Sendable {
  /// Until the connection stands; looking the name up may take as long again.
  package var connect: Duration
  /// Without progress in sending a block of the message.
  package var write: Duration
  /// For the greeting and each reply to what comes before DATA, the TLS handshake included.
  package var reply: Duration
  /// For the reply to DATA.
  package var data: Duration
  /// For the reply to the final dot: servers look the message over before they take it in.
  package var end: Duration
  /// For all that comes before the final dot; a server that uses up each of the others would take an hour.
  package var conversation: Duration

  package init(
    connect: Duration = .seconds(5), write: Duration = .seconds(180), reply: Duration = .seconds(300),
    data: Duration = .seconds(120), end: Duration = .seconds(600), conversation: Duration = .seconds(1200)
  ) {
    self.connect = connect
    self.write = write
    self.reply = reply
    self.data = data
    self.end = end
    self.conversation = conversation
  }

  /// While a person waits for an answer.
  package var probing: MailTimeouts {
    var timeouts = self
    timeouts.reply = min(reply, .seconds(30))
    timeouts.conversation = min(conversation, .seconds(60))
    return timeouts
  }
}
