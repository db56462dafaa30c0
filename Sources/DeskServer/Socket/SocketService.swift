import Foundation
package import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
import Machine
import NIOCore
import ServiceLifecycle

/// Answers on a Unix socket, for as long as the gate runs.
package struct SocketService: Service {
  private let host: DeskHost
  private let path: String
  private let mode: mode_t
  private let logger: Logger

  /// `mode`: the rights on the socket; who may do what is the register's to say.
  package init(_ host: DeskHost, path: String, mode: mode_t = 0o666, logger: Logger) {
    self.host = host
    self.path = path
    self.mode = mode
    self.logger = logger
  }

  /// More wait in the system's queue.
  private static let mostConnections = 1000
  /// How long an end waits for answers that are under way.
  private static let patience = Duration.seconds(2)

  package func run() async throws {
    try SocketFile(path).clear()
    let router = Router(context: CallerContext.self)
    CommandRoutes(host: host).add(to: router)
    let (path, mode, logger) = (path, mode, logger)
    let application = Application(
      router: router, server: .http1(configuration: .init(idleTimeout: .seconds(30))),
      configuration: ApplicationConfiguration(
        address: .unixDomainSocket(path: path), backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections)),
      onServerRunning: { _ in
        // It was made for this account alone, so nobody connected before.
        if unsafe chmod(path, mode) != 0 {
          logger.error("The socket \(path) cannot be opened to others: \(ErrorNumber(errno)).")
        }
        logger.info("Commands are answered on \(path).")
      }, logger: Self.quiet)
    defer { try? SocketFile(path).clear() }
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
  private static let quiet = Logger(label: "portcullis.socket") { _ in SwiftLogNoOpLogHandler() }
}
