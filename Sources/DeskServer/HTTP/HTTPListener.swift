import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// A server of routes at one address, which ends in time with the process it is a part of.
struct HTTPListener {
  let address: BindAddress
  let router: Router<CallerContext>
  /// Nil: in the open.
  var tls: TLSConfiguration?
  /// More wait in the system's queue.
  var mostConnections = 1000

  /// How long an end waits for answers that are under way.
  private static let patience = Duration.seconds(2)

  func serve(running: @escaping @Sendable (any Channel) async -> Void) async throws {
    let share = ConnectionShare()
    let plain = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [ConnectionShareHandler(share), StalledReaderHandler()], idleTimeout: .seconds(30)))
    let application = Application(
      router: router, server: try tls.map { try .tls(plain, tlsConfiguration: $0) } ?? plain,
      configuration: ApplicationConfiguration(
        address: address, backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(mostConnections)),
      onServerRunning: running,
      // A thread of its own: TLS and what is written take no processor from those that send.
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup(numberOfThreads: 1)), logger: Self.quiet)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      group.addTask {
        try await gracefulShutdown()
        try await Task.sleep(for: Self.patience)
      }
      // Whichever ends first: the answers, or the patience.
      try await group.next()
      group.cancelAll()
    }
  }

  /// The server's own words are not for operators.
  private static let quiet = Logger(label: "portcullis.http") { _ in SwiftLogNoOpLogHandler() }
}
