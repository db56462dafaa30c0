import Glibc
import NIOCore
import NIOSSL

/// What a failed session tells a person. Whether anything was sent is decided elsewhere, by how far it got.
enum MailFailure {
  /// A whole sentence; `step` is what was asked last, nil while there was no connection.
  static func sentence(_ error: any Error, host: String, at step: MailStep?) -> String {
    switch error {
    case let error as AddressProblem: return error.description
    case let error as IOError where error.errnoCode == ECONNREFUSED:
      return "\(host) refused the connection; see that the mail server runs and listens on that port."
    case let error as IOError where [EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL].contains(error.errnoCode):
      return "\(host) cannot be reached from this machine; look at its network."
    case NIOSSLError.noSuchFilesystemObject, NIOSSLError.failedToLoadCertificate:
      return "The file of trusted authorities cannot be read; correct the channel's trust-file, and see that it is PEM."
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
      return
        "The certificate of \(host) is for another name, so nothing was sent; correct the channel's host, or the "
        + "server's certificate."
    case NIOSSLError.handshakeFailed:
      return
        "The TLS handshake with \(host) failed, so nothing was sent: its certificate is not trusted, or security does "
        + "not fit the port. Name the council's own authority in trust-file, or correct security."
    case ChannelError.connectTimeout:
      return "\(host) did not answer in time when a connection was made; see that the mail server runs."
    case SMTPConnection.Problem.outOfTurn:
      return "\(host) said more than it was asked before TLS began, so nothing was sent; look at what lies between."
    default:
      return "\(cause(error, host: host)) \(words(step)), so nothing was sent; it is tried again."
    }
  }

  /// The beginning of a sentence; never a library's whole description.
  static func cause(_ error: any Error, host: String) -> String {
    switch error {
    case SMTPConnection.Problem.silent: "\(host) did not answer in time"
    case is CancellationError: "The gate ended before \(host) answered"
    case SMTPConnection.Problem.closed: "\(host) closed the connection"
    case ReplyProblem.notSMTP: "\(host) answered what is no SMTP"
    case ReplyProblem.tooLong: "\(host) answered without end"
    case let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode): "\(host) broke the connection off"
    case ChannelError.ioOnClosedChannel, ChannelError.eof: "\(host) closed the connection"
    default: "The connection to \(host) failed (\(type(of: error)))"
    }
  }

  private static func words(_ step: MailStep?) -> String {
    switch step {
    case nil: "before anything was said"
    case .greeting: "before it greeted"
    case .hello: "after EHLO"
    case .startTLS: "when TLS was to begin"
    case .login: "at the login"
    case .sender: "when the sender was named"
    case .recipient: "when the recipient was named"
    case .data: "before the message"
    case .message: "before it had the whole message"
    case .end: "after the message"
    }
  }
}
