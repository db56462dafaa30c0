package import Elections
import Foundation
package import Publishing
import Texts

/// Sends a post as one message to the address of a mailing list.
///
/// **At most once:** weak, and kept by never asking twice. The server takes the message in when it has the final dot;
/// whatever fails before that dot is written was not sent. Once it is written and no answer comes nothing can be read
/// back, so the delivery stays a person's question for good. Every attempt carries the same Message-ID, by which some
/// lists drop a second copy and people can look for the first.
///
/// Published means that the mail server accepted the message, not that the list has sent it on.
package struct EmailConnector: Connector {
  /// Some ten round trips and the message itself come before the final dot, at which the permit is asked again.
  package let longestPermit = MailTimeouts().conversation
  package let longestAnswer: Duration? = MailTimeouts().end
  package let simultaneousSends = 1

  /// The most bytes of a whole message that most servers take.
  package static let usualLargest = 10 << 20

  /// How long until a password that cannot be read is looked for again.
  private static let secretRetry = Duration.seconds(60)

  private let channel: String
  private let settings: EmailSettings
  private let transport: any MailTransport
  private let password: SecretSource?
  private let media: MediaSource
  private let largest: Int
  private let now: @Sendable () -> Instant

  /// - Parameters:
  ///   - channel: The channel's id.
  ///   - settings: Sender, list and login.
  ///   - transport: The mail server.
  ///   - password: Where the login's password is, read at each sending.
  ///   - media: The bytes of pictures.
  ///   - largest: The most bytes of a whole message.
  ///   - now: The clock.
  package init(
    channel: String, settings: EmailSettings, transport: any MailTransport, password: SecretSource?,
    media: MediaSource, largest: Int = usualLargest, now: @escaping @Sendable () -> Instant
  ) {
    self.channel = channel
    self.settings = settings
    self.transport = transport
    self.password = password
    self.media = media
    self.largest = largest
    self.now = now
  }

  package func check(_ content: PostContent) -> [ContentProblem] {
    var problems: [ContentProblem] = []
    if content.text.allSatisfy(\.isWhitespace), content.title?.allSatisfy(\.isWhitespace) ?? true {
      problems.append(ContentProblem("The post has neither text nor title; a message needs one."))
    }
    if [content.text, content.title ?? ""].contains(where: { $0.unicodeScalars.contains(where: MarkupText.isForbidden) }
    ) {
      problems.append(ContentProblem("The text or title holds a control character; take it out."))
    }
    if let link = content.link, !["http", "https"].contains(URL(string: link)?.scheme?.lowercased()) {
      problems.append(ContentProblem("The link “\(link)” is no web address; begin it with https://."))
    }
    for item in content.media where item.alt.allSatisfy(\.isWhitespace) {
      problems.append(
        ContentProblem(
          "“\(item.fileName)” has no description; say in words what it shows, for people who cannot see it."))
    }
    let name = DeliveryName(post: PostID(.max), channel: channel)
    let due = Instant(millisecondsSince1970: 0)
    do throws(ContentProblem) {
      let size = try message(
        ReleasedPost(name: name, revision: .max, key: DeliveryKey(high: 0, low: 0), due: due, content: content)
      ).size
      if size > largest {
        problems.append(
          ContentProblem(
            "The post makes a message of \(size) bytes, \(size - largest) more than the \(largest) allowed; make the "
              + "pictures smaller, or link to them."))
      }
    } catch {
      problems.append(error)
    }
    return problems
  }

  /// The payload is the message without the bytes of its pictures.
  package func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan {
    if let problem = check(post.content).first { throw problem }
    return SendPlan(post: post, payload: try message(post).payload)
  }

  private func message(_ post: ReleasedPost) throws(ContentProblem) -> MailMessage {
    guard let from = Mailbox(settings.from), let to = Mailbox(settings.to) else {
      throw ContentProblem(
        "The channel “\(channel)” has a from or to that is no mail address; write it as News <news@example.org>.")
    }
    return MailMessage(post, from: from, to: to)
  }

  package func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    let plan = prepared.plan
    guard let message = MailMessage(plan), let from = Mailbox(message.sender), let to = Mailbox(message.recipient)
    else {
      return .rejected("The stored plan of \(plan.post.name) is no mail; add the post again.")
    }
    let (bytes, login): ([UInt8], MailLogin?)
    do throws(ContentProblem) {
      bytes = try message.bytes(media)
    } catch {
      return .rejected(error.description)
    }
    do throws(SecretProblem) {
      login = try self.login()
    } catch {
      return .notSent(error.description, after: Self.secretRetry)
    }
    guard permit.allows(plan, at: now()) else {
      return .notSent(
        "The permit is not for this post on this channel, or is over, so nothing was sent; a new one is needed.",
        after: nil)
    }
    let mail = OutgoingMail(
      sender: from.address, recipient: to.address, message: bytes,
      mayStart: { [now] in await permit.mayLeave(plan, by: now) })
    let outcome = await transport.send(mail, login: login)
    return MailAnswer.outcome(of: outcome, id: message.id, host: transport.host, now: now())
  }

  /// A mail server cannot be asked what it took in, so a lost answer is never followed by another message.
  package func find(_ prepared: Prepared) async -> FindOutcome {
    let id = MailMessage(prepared.plan)?.id ?? prepared.plan.post.key.text
    return .cannotTell(
      "\(transport.host) cannot be asked what it took in; look for \(id) in the list's archive or the server's log.")
  }

  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome {
    .cannotRead("\(transport.host) accepted the message; what the list made of it shows in the list's archive.")
  }

  package func preview(_ plan: SendPlan) -> String {
    guard let message = MailMessage(plan) else { return "The stored plan of \(plan.post.name) is no mail.\n" }
    var lines = [
      "From: \(message.sender)", "To: \(message.recipient)", "Subject: \(message.subject)", "Date: \(message.date)",
      "Message-ID: \(message.id)", "Seen by: everyone to whom \(message.recipient) leads", "Text:",
    ]
    lines += message.text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
    for case .media(let item) in message.pieces {
      lines.append(
        "Attached: \(item.fileName) (\(item.mediaType), \(item.byteCount) bytes), described as “\(item.alt)”")
    }
    lines.append("Size: \(message.size) bytes")
    return lines.joined(separator: "\n") + "\n"
  }

  package func test() async -> ChannelTest {
    let login: MailLogin?
    do throws(SecretProblem) {
      login = try self.login()
    } catch {
      return ChannelTest(isUsable: false, findings: [error.description])
    }
    guard let from = Mailbox(settings.from), let to = Mailbox(settings.to) else {
      return ChannelTest(
        isUsable: false,
        findings: [
          "The channel “\(channel)” has a from or to that is no mail address; write it as News <news@example.org>."
        ])
    }
    let envelope = MailEnvelope(sender: from.address, recipient: to.address)
    switch await transport.probe(envelope, login: login) {
    case .failed(let outcome):
      let finding =
        switch MailAnswer.outcome(of: outcome, id: "", host: transport.host, now: now()) {
        case .notSent(let reason, _), .rejected(let reason), .undecided(let reason), .needsLogin(let reason),
          .channelRefused(let reason), .uncertain(let reason, _):
          reason
        case .published: "\(transport.host) accepted a message that was never sent."
        }
      return ChannelTest(isUsable: false, findings: [finding])
    case .ready(let server):
      let who = login.map { "\(transport.host) accepts the login of \($0.user)" } ?? "\(transport.host) wants no login"
      var findings = [
        "\(who), and takes mail from \(settings.from) for \(settings.to); whether the list passes it on shows only when "
          + "some is sent."
      ]
      if let limit = server.largest {
        findings.append("It takes messages of up to \(limit) bytes.")
        if limit < largest { findings.append("That is less than the \(largest) bytes that a post may make here.") }
      } else {
        findings.append("It does not say how large a message may be.")
      }
      return ChannelTest(isUsable: true, findings: findings)
    }
  }

  private func login() throws(SecretProblem) -> MailLogin? {
    guard let user = settings.login?.user else { return nil }
    guard let secret = try password?.read().first else {
      throw SecretProblem("The channel “\(channel)” has a user and no password; add password-file or password-env.")
    }
    return MailLogin(user: user, password: secret)
  }
}
