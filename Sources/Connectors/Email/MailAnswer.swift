import Elections
import PublishingGate

/// What a session's end means for a delivery.
///
/// Before the server has seen the message it can refuse only the connection, the login, the sender or the list: a lasting
/// refusal of these holds the channel, and a passing one is tried again. What it says after it has seen the message is
/// about that, unless its enhanced code names an address, a mailbox, the system, the route or the login (RFC 3463). A 4xx
/// after the final dot must be believed: the server has not taken the message in (RFC 5321, section 4.2.5).
enum MailAnswer {
  static func outcome(of outcome: MailOutcome, id: String, host: String, now: Instant) -> CommitOutcome {
    switch outcome {
    case .notSent(let reason): .notSent(reason, after: nil)
    case .cannotLogIn(let reason): .needsLogin(reason)
    case .maybeSent(let reason): .unknown(reason)
    case .tooLarge(let size, let limit):
      .rejected(
        "The message has \(size) bytes, \(size - limit) more than \(host) takes; make the pictures smaller, or link to "
          + "them.")
    case .answered(let reply, let step): meaning(of: reply, to: step, id: id, host: host, now: now)
    }
  }

  private static func meaning(
    of reply: MailReply, to step: MailStep, id: String, host: String, now: Instant
  ) -> CommitOutcome {
    let answer = "\(host) answered \(reply.code)"
    // Some servers repeat what was sent to them, and a password must not come back that way.
    let said = step == .login ? "" : WireResponse.quoted(reply.lines.joined(separator: " "))
    switch (step, reply.code) {
    case (.end, 200...299): return .published(Receipt(remoteID: id, at: now))
    // 432: the password must be changed; 530, 534, 535, 538: RFC 4954, section 6.
    case (.login, 500...599), (.login, 432):
      return .needsLogin(
        "\(answer): the user or the password is wrong, or may not send; correct the channel's user and password.")
    case (_, 530), (_, 534...535), (_, 538):
      return .needsLogin(
        "\(answer)\(said); it wants a login, or another one: correct the channel's user and password.")
    case (.end, 400...499): return .notSent("\(answer) to the message\(said); it is tried again later.", after: nil)
    case (_, 400...499): return .notSent("\(answer)\(said), so nothing was sent; it is tried again later.", after: nil)
    case (.sender, 500...599) where isAboutSize(reply), (.recipient, 500...599) where isAboutSize(reply),
      (.data, 500...599) where isAboutSize(reply):
      return .rejected("\(answer) to the message's size\(said); make the pictures smaller, or link to them.")
    case (.sender, 500...599):
      return .channelRefused("\(answer) to the sender\(said); correct the channel's from.")
    case (.recipient, 500...599):
      return .channelRefused("\(answer) to the recipient\(said); correct the channel's to, or look at the list.")
    case (.end, 500...599) where concernsChannel(reply):
      return .channelRefused(
        "\(answer) to the message\(said), for the sake of the list, the sender or the server and not of what it says; "
          + "correct what it names.")
    case (.end, 500...599), (.message, 500...599):
      return .rejected("\(answer) to the message\(said); correct what it names, then add the post again.")
    case (.end, _): return .unknown("\(answer) to the message\(said); it may have gone out all the same.")
    case (_, 500...599):
      return .channelRefused(
        "\(answer)\(said) before it had seen a message, so nothing was sent; see that the channel's host, port and "
          + "security are right, and ask who runs the server.")
    default:
      return .notSent(
        "\(answer)\(said), so nothing was sent; see that the channel's host, port and security are right.", after: nil)
    }
  }

  /// Subject and detail of the enhanced code with which the text of a reply may begin (RFC 2034).
  private static func enhanced(_ reply: MailReply) -> (subject: Int, detail: Int)? {
    guard let word = reply.lines.first?.split(separator: " ").first else { return nil }
    let parts = word.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let first = parts[0], [4, 5].contains(first), let subject = parts[1], let detail = parts[2]
    else { return nil }
    return (subject, detail)
  }

  /// That it is too large may be known from MAIL on (RFC 1870, section 6).
  private static func isAboutSize(_ reply: MailReply) -> Bool {
    switch enhanced(reply) {
    case (2, 3)?, (3, 4)?: true
    case nil: reply.code == 552
    default: false
    }
  }

  private static func concernsChannel(_ reply: MailReply) -> Bool {
    guard let (subject, detail) = enhanced(reply) else { return false }
    return switch subject {
    // Addresses, and the route to them.
    case 1, 4: true
    // The mailbox, but for a message that is too long for it.
    case 2: detail != 3
    // The system, but for a message that is too large for it.
    case 3: detail != 4
    // Of what is called policy, refusing this message (1) and what is in it (6, 7) is about the message.
    case 7: ![1, 6, 7].contains(detail)
    default: false
    }
  }
}
