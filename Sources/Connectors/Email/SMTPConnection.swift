import NIOCore
import NIOPosix
import NIOSSL
import Publishing

/// One connection to a mail server, with a deadline for all that is done over it.
struct SMTPConnection: Sendable {
  enum Problem: Error {
    /// The server closed the connection.
    case closed
    /// It did not answer, or took nothing in, in time.
    case silent
    /// It spoke although nothing was asked: before a handshake that may be somebody else's words (CVE-2011-0411).
    case outOfTurn
  }

  /// TLS with whom, where it is used.
  struct Protection: Sendable {
    let context: NIOSSLContext
    /// The name in the certificate; nil where the host is an address, which NIO then compares itself.
    let name: String?

    /// Certificates are always verified, and so is the name. `trustRootsFile` adds authorities.
    init(host: String, trustRootsFile: String?) throws {
      var configuration = TLSConfiguration.makeClientConfiguration()
      if let trustRootsFile { configuration.additionalTrustRoots = [.file(trustRootsFile)] }
      context = try NIOSSLContext(configuration: configuration)
      name = IPAddress(text: host) == nil ? host : nil
    }

    fileprivate func handler() throws -> NIOSSLClientHandler {
      try NIOSSLClientHandler(context: context, serverHostname: name)
    }
  }

  private let channel: any NIOCore.Channel
  private let inbox: ReplyInbox
  private let deadline: NIODeadline

  /// `protection` is for TLS from the first byte.
  init(
    to address: IPAddress, port: Int, protection: Protection?, within limit: Duration, deadline: NIODeadline
  ) async throws {
    let inbox = ReplyInbox()
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(TimeAmount(limit))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let protection { try channel.pipeline.syncOperations.addHandler(protection.handler()) }
          try channel.pipeline.syncOperations.addHandler(ReplyHandler(inbox))
        }
      }
      .connect(to: SocketAddress(ipAddress: address.text, port: port)).get()
    self.inbox = inbox
    self.deadline = deadline
  }

  /// Our end, as EHLO names a client without a name of its own (RFC 5321, section 4.1.3).
  var ownName: String {
    switch channel.localAddress?.ipAddress.flatMap(IPAddress.init(text:)) {
    case .v4(let number)?: "[\(IPAddress.v4(number).text)]"
    case let address?: "[IPv6:\(address.text)]"
    case nil: "[127.0.0.1]"
    }
  }

  func reply(within limit: Duration) async throws -> MailReply {
    let promise = channel.eventLoop.makePromise(of: MailReply.self)
    let timer = channel.eventLoop.scheduleTask(deadline: end(of: limit)) { [inbox] in inbox.end(Problem.silent) }
    promise.futureResult.whenComplete { _ in timer.cancel() }
    inbox.next(promise)
    return try await untilCancelled { try await promise.futureResult.get() }
  }

  /// What the server said although nothing was asked; nil when nothing, an error when the connection is over.
  func unasked() throws -> MailReply? { try inbox.unasked() }

  /// Returns when the system has taken the bytes.
  func write(_ bytes: some Sequence<UInt8>, within limit: Duration) async throws {
    let promise = channel.eventLoop.makePromise(of: Void.self)
    let timer = channel.eventLoop.scheduleTask(deadline: end(of: limit)) { promise.fail(Problem.silent) }
    promise.futureResult.whenComplete { _ in timer.cancel() }
    channel.writeAndFlush(ByteBuffer(bytes: bytes)).cascade(to: promise)
    do {
      try await untilCancelled { try await promise.futureResult.get() }
    } catch Problem.silent {
      throw Problem.silent
    } catch {
      // That writing failed is the consequence; the cause, as a certificate, is known when the connection is over.
      channel.close(promise: nil)
      try? await channel.closeFuture.get()
      throw inbox.cause ?? error
    }
  }

  /// The handshake goes on by itself; what is written meanwhile waits for it, and its failure ends the connection.
  func startTLS(_ protection: Protection) async throws {
    try await channel.eventLoop.submit { [channel, inbox] in
      guard inbox.isEmpty else { throw Problem.outOfTurn }
      try channel.pipeline.syncOperations.addHandler(protection.handler(), position: .first)
    }.get()
  }

  /// Ends the connection at once: a server drops a message whose end it has not seen.
  func close() { channel.close(promise: nil) }

  /// Ends it politely; nobody waits for that.
  func quit() {
    let timer = channel.eventLoop.scheduleTask(in: .seconds(2)) { [channel] in channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in timer.cancel() }
    channel.writeAndFlush(ByteBuffer(string: "QUIT\r\n")).whenComplete { [channel] _ in channel.close(promise: nil) }
  }

  /// A gate that is told to end waits for no server: the connection ends, and with it whatever is awaited.
  private func untilCancelled<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    try await withTaskCancellationHandler {
      try await body()
    } onCancel: { [inbox, channel] in
      inbox.end(CancellationError())
      channel.close(promise: nil)
    }
  }

  private func end(of limit: Duration) -> NIODeadline { min(.now() + TimeAmount(limit), deadline) }
}
