import Elections
import PublishingGate

/// What a session's end means for a delivery.
///
/// A refusal of the connection itself says nothing of the message, so it is tried again; one of the sender, the
/// recipient or the message is for a person. A 4xx after the final dot must be believed: the server has not taken the
/// message in (RFC 5321, section 4.2.5).
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
    case (.end, 400...499): return .notSent("\(answer) to the message\(said); it is tried again later.", after: nil)
    case (.end, 500...599):
      return .rejected("\(answer) to the message\(said); correct what it names, then add the post again.")
    case (.end, _): return .unknown("\(answer) to the message\(said); it may have gone out all the same.")
    case (.login, 500...599):
      return .needsLogin(
        "\(answer): the user or the password is wrong, or may not send; correct the channel's user and password.")
    case (.sender, 530), (.recipient, 530), (.data, 530):
      return .needsLogin("\(answer)\(said); it wants a login: give the channel a user and a password.")
    case (.sender, 500...599):
      return .rejected("\(answer) to the sender\(said); correct the channel's from, then add the post again.")
    case (.recipient, 500...599):
      return .rejected("\(answer) to the recipient\(said); correct the channel's to, then add the post again.")
    case (.data, 500...599), (.message, 500...599):
      return .rejected("\(answer) before it had the message\(said); correct what it names, then add the post again.")
    case (_, 400...499): return .notSent("\(answer)\(said), so nothing was sent; it is tried again later.", after: nil)
    default:
      return .notSent(
        "\(answer)\(said), so nothing was sent; see that the channel's host, port and security are right.", after: nil)
    }
  }
}
