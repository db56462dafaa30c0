import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Publishing
import Synchronization

/// HTTP/1.1 by AsyncHTTPClient: one connection for one request, to an address that was checked first.
///
/// The client is made for each request, because the address to which a name may lead is a property of a client
/// (`dnsOverride`), and is shut down with it. Certificates are always verified.
package struct HTTPTransport: Transport {
  private let addressGuard: AddressGuard
  private let trustRootsFile: String?

  /// `trustRootsFile` adds the authorities in a PEM file to the system's; for tests.
  package init(addressGuard: AddressGuard, trustRootsFile: String? = nil) {
    self.addressGuard = addressGuard
    self.trustRootsFile = trustRootsFile
  }

  package func send(_ request: WireRequest, timeouts: PhaseTimeouts) async -> WireOutcome {
    let target: CheckedTarget
    do {
      target = try await addressGuard.target(of: request.url, within: timeouts.connect)
    } catch {
      return .notSent(error.description)
    }
    let deadline = NIODeadline.now() + TimeAmount(timeouts.overall)
    let start = Start(target: target, mayStart: request.mayStart, deadline: deadline)
    let client = HTTPClient(
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
      configuration: configuration(for: target, timeouts, start)
    )
    // Not awaited: a peer that never answers our goodbye must not hold up the outcome.
    defer { client.shutdown { _ in } }
    do {
      let response = try await client.execute(Self.wire(request, target), deadline: deadline)
      let body = try await response.body.collect(upTo: request.longestAnswer)
      return .response(
        WireResponse(
          status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
          body: Array(body.readableBytesView)))
    } catch {
      return SendFailure.outcome(of: error, host: target.host, requestLeft: start.wasMade)
    }
  }

  private func configuration(
    for target: CheckedTarget, _ timeouts: PhaseTimeouts, _ start: Start
  ) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    if let trustRootsFile { tls.additionalTrustRoots = [.file(trustRootsFile)] }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls,
      redirectConfiguration: .disallow,
      timeout: .init(
        connect: TimeAmount(timeouts.connect), read: TimeAmount(timeouts.read), write: TimeAmount(timeouts.write)),
      decompression: .disabled
    )
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.maximumUsesPerConnection = 1
    configuration.httpVersion = .http1Only
    configuration.dnsOverride = target.dnsOverride
    configuration.http1_1ConnectionDebugInitializer = { start.make(on: $0) }
    return configuration
  }

  private static func wire(_ request: WireRequest, _ target: CheckedTarget) -> HTTPClientRequest {
    var wire = HTTPClientRequest(url: target.url)
    wire.method = HTTPMethod(rawValue: request.method.rawValue)
    wire.headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
    if !request.body.isEmpty { wire.body = .bytes(ByteBuffer(bytes: request.body)) }
    return wire
  }

  /// The last look before the first byte: the client asks when the connection stands and the TLS handshake is
  /// over, and hands the request over only when the answer is good.
  private final class Start: Sendable {
    private let target: CheckedTarget
    private let mayStart: @Sendable () async -> Bool
    private let deadline: NIODeadline
    private let made = Atomic<Bool>(false)

    init(target: CheckedTarget, mayStart: @escaping @Sendable () async -> Bool, deadline: NIODeadline) {
      self.target = target
      self.mayStart = mayStart
      self.deadline = deadline
    }

    /// Whether any byte of the request can have left.
    var wasMade: Bool { made.load(ordering: .acquiring) }

    func make(on channel: any NIOCore.Channel) -> EventLoopFuture<Void> {
      guard let peer = channel.remoteAddress?.ipAddress.flatMap(IPAddress.init(text:)), peer == target.address else {
        return refuse(channel, .wrongPeer)
      }
      let answer = channel.eventLoop.makePromise(of: Bool.self)
      Task(executorPreference: LookExecutor.shared) { [mayStart] in answer.succeed(await mayStart()) }
      return answer.futureResult.flatMap { mayStart in
        guard mayStart else { return self.refuse(channel, .tooLate) }
        self.made.store(true, ordering: .releasing)
        self.end(channel)
        return channel.eventLoop.makeSucceededVoidFuture()
      }
    }

    /// The client's own deadline ends with the head of the answer; this one ends its body too. By an error, because a
    /// mere close would look like the regular end of a body without a length.
    private func end(_ channel: any NIOCore.Channel) {
      let end = channel.eventLoop.scheduleTask(deadline: deadline) {
        channel.pipeline.fireErrorCaught(HTTPClientError.deadlineExceeded)
        channel.close(promise: nil)
      }
      channel.closeFuture.whenComplete { _ in end.cancel() }
    }

    private func refuse(_ channel: any NIOCore.Channel, _ refusal: StartRefusal) -> EventLoopFuture<Void> {
      // In the loop's next turn, when the client has been told.
      channel.eventLoop.execute { channel.close(promise: nil) }
      return channel.eventLoop.makeFailedFuture(refusal)
    }
  }
}

/// Why a connection that stands was given nothing to send.
enum StartRefusal: Error {
  case tooLate, wrongPeer
}

extension TimeAmount {
  init(_ duration: Duration) {
    self = .nanoseconds(duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000)
  }
}
