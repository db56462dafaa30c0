import Foundation
import Glibc
import Hummingbird
package import Logging
import Machine
import ServiceLifecycle

/// Answers on a Unix socket, for as long as the gate runs.
package struct SocketService: Service {
  private let host: DeskHost
  private let metrics: MetricsRegistry
  private let path: String
  private let logger: Logger

  package init(_ host: DeskHost, _ metrics: MetricsRegistry, path: String, logger: Logger) {
    self.host = host
    self.metrics = metrics
    self.path = path
    self.logger = logger
  }

  /// For everybody: who may do what is the register's to say, and not the file's.
  private static let mode: UInt32 = 0o666

  package func run() async throws {
    try SocketFile(path).clear()
    let router = Router(context: CallerContext.self, options: [.autoGenerateHeadEndpoints])
    CommandRoutes(host: host, way: .socket).add(to: router)
    APIRoutes(host: host, way: .socket).add(to: router)
    MetricsRoutes(host: host, registry: metrics, isOpenToAll: false).add(to: router)
    let (path, logger) = (path, logger)
    defer { try? SocketFile(path).clear() }
    try await HTTPListener(address: .unixDomainSocket(path: path), router: router).serve { _ in
      // It was made for this account alone, so nobody connected before.
      if unsafe chmod(path, Self.mode) != 0 {
        logger.error("The socket \(path) cannot be opened to others: \(ErrorNumber(errno).description).")
      }
      logger.info("Commands are answered on \(path).")
    }
  }
}
