import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Where the transport's errors are told apart: the only place that says “certainly not sent”.
///
/// An error counts as that only when two witnesses agree: it stands in the table below, and nothing of the request
/// had been handed to a connection. Whatever else happens, including what a later version of a library adds, may
/// have been sent.
enum SendFailure {
  static let tooLate =
    "It might not be sent any more when the connection stood, so nothing was sent; it is tried again under a new permit."

  /// What is certainly not sent: the error, and what to tell a person of it.
  private static let notSent: [(matches: @Sendable (any Error) -> Bool, sentence: @Sendable (String) -> String)] = [
    (
      { ($0 as? IOError)?.errnoCode == ECONNREFUSED },
      { "\($0) refused the connection; see that the receiver runs and listens on that port." }
    ),
    (
      { [EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL].contains(($0 as? IOError)?.errnoCode) },
      { "\($0) cannot be reached from this machine; look at its network." }
    ),
    ({ $0 is NIOConnectionError }, { "No connection to \($0) could be made; see that the receiver runs." }),
    (
      { ($0 as? HTTPClientError) == .connectTimeout || $0 is ChannelError && isConnectTimeout($0) },
      { "\($0) did not answer in time when a connection was made; see that the receiver runs." }
    ),
    (
      { ($0 as? HTTPClientError) == .tlsHandshakeTimeout },
      { "\($0) did not finish the TLS handshake in time; see that the receiver speaks https." }
    ),
    (
      { ($0 as? HTTPClientError) == .getConnectionFromPoolTimeout },
      { "No connection to \($0) became free in time; it is tried again." }
    ),
    (
      { isHandshakeFailure($0) },
      {
        "The TLS handshake with \($0) failed: its certificate is not trusted, or it does not speak https. Have the "
          + "receiver use a certificate of an authority that this machine trusts."
      }
    ),
    (
      { ($0 as? NIOSSLExtraError) == .failedToValidateHostname },
      { "The certificate of \($0) is for another name; correct the address, or the receiver's certificate." }
    ),
    (
      { isTrustFileProblem($0) },
      { _ in "The file of trusted authorities cannot be read; correct its path, and see that it is PEM." }
    ),
    (
      { [.invalidURL, .emptyHost, .emptyScheme].contains($0 as? HTTPClientError) },
      { _ in "The address of the channel is no address; write it as https://example.org/hook." }
    ),
    ({ ($0 as? StartRefusal) == .tooLate }, { _ in tooLate }),
    (
      { ($0 as? StartRefusal) == .wrongPeer },
      { "The connection did not lead to the address that was checked for \($0), so nothing was sent." }
    ),
  ]

  /// `requestLeft`: whether the request had been handed to a connection that stood.
  static func outcome(of error: any Error, host: String, requestLeft: Bool) -> WireOutcome {
    if !requestLeft, let entry = notSent.first(where: { $0.matches(error) }) { return .notSent(entry.sentence(host)) }
    return .maybeSent(
      "The connection to \(host) was lost before a whole answer came (\(summary(of: error))); it may have been sent.")
  }

  /// For people; never with a library's whole description, which may quote the request.
  private static func summary(of error: any Error) -> String {
    switch error {
    case is NIOTooManyBytesError: "the answer was too long"
    case is CancellationError: "stopped"
    case let error as HTTPClientError: error.shortDescription.lowercased()
    case let error as IOError where error.errnoCode == ECONNRESET: "reset"
    default: String(describing: type(of: error))
    }
  }

  private static func isConnectTimeout(_ error: any Error) -> Bool {
    if case .connectTimeout = error as? ChannelError { true } else { false }
  }

  private static func isHandshakeFailure(_ error: any Error) -> Bool {
    if case .handshakeFailed = error as? NIOSSLError { true } else { false }
  }

  private static func isTrustFileProblem(_ error: any Error) -> Bool {
    switch error as? NIOSSLError {
    case .noSuchFilesystemObject, .failedToLoadCertificate: true
    default: false
    }
  }
}
