import Elections
import Publishing

/// What a session's end means for a delivery.
///
/// Before the server has seen the message it can refuse only the connection, the login, the sender or the list: a lasting
/// refusal of these holds the channel, and a passing one is tried again. After it has seen the message it may mean that, or
/// the list, the sender or itself: its enhanced code tells (RFC 3463), or its words, or a code that is never about a
/// message; where none does, a person decides. A 4xx after the final dot must be believed: the server has not taken the
/// message in (RFC 5321, section 4.2.5).
enum MailAnswer {
  static func outcome(of outcome: MailOutcome, id: String, host: String, now: Instant) -> CommitOutcome {
    switch outcome {
    case .notSent(let reason): .notSent(reason, after: nil)
    case .cannotLogIn(let reason): .needsLogin(reason)
    case .maybeSent(let reason): .uncertain(reason)
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
    case (.end, 500...599), (.message, 500...599):
      switch subject(of: reply) {
      case .message:
        return .rejected("\(answer) to the message\(said); correct what it names, then add the post again.")
      case .channel:
        return .channelRefused(
          "\(answer) to the message\(said), for the sake of the list, the sender or the server and not of what it says; "
            + "correct what it names.")
      case nil:
        return .undecided(
          "\(answer) to the message\(said), and not whether for what it says; ask who runs the server, then send it again "
            + "or cancel it.")
      }
    case (.end, _): return .uncertain("\(answer) to the message\(said); it may have gone out all the same.")
    case (_, 500...599):
      return .channelRefused(
        "\(answer)\(said) before it had seen a message, so nothing was sent; see that the channel's host, port and "
          + "security are right, and ask who runs the server.")
    default:
      return .notSent(
        "\(answer)\(said), so nothing was sent; see that the channel's host, port and security are right.", after: nil)
    }
  }

  /// Subject and detail of the enhanced code with which the text of a reply may begin (RFC 2034); some servers put a `#`
  /// before it, and it behind other words.
  private static func enhanced(_ reply: MailReply) -> (subject: Int, detail: Int)? {
    let words = (reply.lines.first ?? "").split { $0 == " " || $0 == "(" || $0 == ")" }
    guard let word = words.first(where: { $0.first == "#" })?.dropFirst() ?? words.first else { return nil }
    let parts = word.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let first = parts[0], [4, 5].contains(first), let subject = parts[1], let detail = parts[2]
    else { return nil }
    return (subject, detail)
  }

  // MARK: What a refusal is about

  private enum Subject { case message, channel }

  /// Of a refusal that came when the server had seen the message; nil where nothing tells.
  private static func subject(of reply: MailReply) -> Subject? {
    switch enhanced(reply) {
    // A mailbox, or a system, for which the message is too large; and whatever is in the message.
    case (2, 3)?, (3, 4)?, (6, _)?: return .message
    // Addresses, the mailbox, the system, and the route.
    case (1, _)?, (2, _)?, (3, _)?, (4, _)?: return .channel
    // Of what is called policy, "not authorised" (1) is said of senders and of spam; 6 and 7 are about sealed messages.
    case (7, let detail)? where ![0, 1, 6, 7].contains(detail): return .channel
    default: break
    }
    let words = RefusalWords(reply.lines)
    switch (words.names(messageWords), words.names(channelWords)) {
    case (true, false): return .message
    case (false, true): return .channel
    case (true, true): return nil
    // Codes of commands, hosts and mailboxes, which say nothing of a message (RFC 5321, section 4.2.3; RFC 7504).
    case (false, false): return [500, 503, 521, 551, 553, 556].contains(reply.code) ? .channel : nil
    }
  }

  /// That it is too large may be known from MAIL on (RFC 1870, section 6). 552 alone is said of full mailboxes too.
  private static func isAboutSize(_ reply: MailReply) -> Bool {
    switch enhanced(reply) {
    case (2, 3)?, (3, 4)?: return true
    case nil:
      let words = RefusalWords(reply.lines)
      return reply.code == 552 && words.names(sizeWords) && !words.names(channelWords)
    default: return false
    }
  }

  private static let sizeWords = [
    "too large", "too big", "too long", "message size", "size limit", "size exceeds", "maximum size", "fixed limit",
    "fixed maximum",
  ]
  private static let messageWords =
    sizeWords + [
      "spam ", "virus", "malware", "infected", "phishing", "content", "attachment", "message header",
      "message rejected as",
    ]
  private static let channelWords = [
    "mailbox", "user", "recipient", "sender", "relay", "quota", "storage", "address", "account", "domain", "host",
    "authenticat", "authoriz", "authoris", "permitted", "allowed", "blacklist", "blocklist", "blocked", "listed",
    "reputation", "spamhaus", "spamcop", "dnsbl", "rbl", "ip", "command", "sequence", "login", "list",
  ]
}
