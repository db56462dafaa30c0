import AsyncHTTPClient
@testable import Connectors
import Elections
import Glibc
import NIOCore
import NIOSSL
import Testing

@Suite struct TransportTests {
  static let notSent: [any Error] = [
    IOError(errnoCode: ECONNREFUSED, reason: "connect"), IOError(errnoCode: EHOSTUNREACH, reason: "connect"),
    IOError(errnoCode: ENETUNREACH, reason: "connect"), HTTPClientError.connectTimeout,
    HTTPClientError.tlsHandshakeTimeout, HTTPClientError.getConnectionFromPoolTimeout,
    NIOSSLError.handshakeFailed(.noError), NIOSSLExtraError.failedToValidateHostname, HTTPClientError.invalidURL,
    HTTPClientError.emptyHost, ChannelError.connectTimeout(.seconds(1)), StartRefusal.tooLate, StartRefusal.wrongPeer,
    NIOSSLError.noSuchFilesystemObject,
  ]

  static let maybeSent: [any Error] = [
    IOError(errnoCode: ECONNRESET, reason: "read"), IOError(errnoCode: EPIPE, reason: "write"),
    IOError(errnoCode: ETIMEDOUT, reason: "read"), HTTPClientError.remoteConnectionClosed, HTTPClientError.readTimeout,
    HTTPClientError.writeTimeout, HTTPClientError.deadlineExceeded, HTTPClientError.cancelled, CancellationError(),
    NIOTooManyBytesError(maxBytes: 1), NIOSSLError.uncleanShutdown, ChannelError.ioOnClosedChannel,
    HTTPClientError.bodyLengthMismatch, SomethingNew(),
  ]

  struct SomethingNew: Error {}

  private static func name(_ outcome: WireOutcome) -> String {
    switch outcome {
    case .response: "response"
    case .notSent: "notSent"
    case .maybeSent: "maybeSent"
    }
  }

  @Test(arguments: notSent.indices)
  func `what the table lists was certainly not sent, but only while nothing had left`(index: Int) {
    let error = Self.notSent[index]
    #expect(Self.name(SendFailure.outcome(of: error, host: "h", requestLeft: false)) == "notSent", "\(error)")
    #expect(Self.name(SendFailure.outcome(of: error, host: "h", requestLeft: true)) == "maybeSent", "\(error)")
  }

  @Test(arguments: maybeSent.indices)
  func `everything else may have been sent, whenever it came`(index: Int) {
    for left in [false, true] {
      let error = Self.maybeSent[index]
      #expect(Self.name(SendFailure.outcome(of: error, host: "h", requestLeft: left)) == "maybeSent", "\(error)")
    }
  }

  @Test func `a failure is told in sentences with the host and a remedy`() {
    let refused = SendFailure.outcome(
      of: IOError(errnoCode: ECONNREFUSED, reason: "connect"), host: "hooks.example.org", requestLeft: false)
    guard case .notSent(let reason) = refused else { return #expect(Bool(false)) }
    #expect(
      reason == "hooks.example.org refused the connection; see that the receiver runs and listens on that port.")
    let lost = SendFailure.outcome(
      of: HTTPClientError.remoteConnectionClosed, host: "hooks.example.org", requestLeft: true)
    guard case .maybeSent(let lostReason) = lost else { return #expect(Bool(false)) }
    #expect(
      lostReason
        == "The connection to hooks.example.org was lost before a whole answer came (remote connection closed); it may "
        + "have been sent.")
  }

  // MARK: Retry-After

  /// 1994-11-06T08:49:37Z.
  private static let then = Instant(secondsSince1970: 784_111_777)

  @Test(arguments: [
    ("120", 120), (" 7 ", 7), ("0", 1), ("1.5", 2), ("120, 240", 240), ("86400", 86_400), ("86401", 86_400),
    ("999999999999999999999999", 86_400),
    ("Sun, 06 Nov 1994 08:50:37 GMT", 60), ("Sunday, 06-Nov-94 08:50:37 GMT", 60), ("Sun Nov  6 08:50:37 1994", 60),
    ("Sun, 06 Nov 1994 08:00:00 GMT", 1), ("Sun, 06 Nov 2094 08:00:00 GMT", 86_400),
  ])
  func `Retry-After is seconds or a date, and what is past or absurd is capped`(value: String, seconds: Int) {
    #expect(RetryAfter.delay(value, now: Self.then) == .seconds(seconds))
  }

  @Test(arguments: [
    "", "-5", "1.5.5", "1,x", "soon", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:00:00 GMT", "1 2 3",
    "Sun, 06 Nov 99999 08:50:37 GMT",
    "Sun, 99999999999999999999 Nov 1994 08:50:37 GMT",
    ",", "١٢٠", "\u{0}",
  ])
  func `a Retry-After that says neither is as good as none`(value: String) {
    #expect(RetryAfter.delay(value, now: Self.then) == nil)
  }
}
