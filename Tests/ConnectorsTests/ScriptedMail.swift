import Connectors
import Synchronization

/// A mail server that ends a session as the test says, and keeps what it was given.
final class ScriptedMail: MailTransport {
  let host = "mail.example.org"
  private let outcome: MailOutcome
  private let server: MailProbe
  private let beforeDot: @Sendable () -> Void
  private let state = Mutex<[(mail: OutgoingMail, user: String?)]>([])

  /// `beforeDot` runs when the server has all but the final dot.
  init(
    _ outcome: MailOutcome = .answered(MailReply(code: 250, lines: ["2.0.0 accepted"]), to: .end),
    server: MailProbe = .ready(MailServer(MailReply(code: 250, lines: ["mail.example.org", "SIZE 35882577"]))),
    beforeDot: @escaping @Sendable () -> Void = {}
  ) {
    self.outcome = outcome
    self.server = server
    self.beforeDot = beforeDot
  }

  var sent: [OutgoingMail] { state.withLock { $0.map(\.mail) } }
  var users: [String?] { state.withLock { $0.map(\.user) } }

  func send(_ mail: OutgoingMail, login: MailLogin?) async -> MailOutcome {
    guard await mail.mayStart() else { return .notSent("Too late.") }
    beforeDot()
    guard await mail.mayStart() else { return .notSent("Too late for the dot.") }
    state.withLock { $0.append((mail, login?.user)) }
    return outcome
  }

  func probe(_ envelope: MailEnvelope, login: MailLogin?) async -> MailProbe { server }
}
