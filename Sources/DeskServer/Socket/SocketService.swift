import Foundation
package import Glibc
import Hummingbird
package import Logging
import Machine
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

  package func run() async throws {
    try SocketFile(path).clear()
    let router = Router(context: CallerContext.self, options: [.autoGenerateHeadEndpoints])
    CommandRoutes(host: host).add(to: router)
    APIRoutes(host: host, isPublicOnly: false).add(to: router)
    let (path, mode, logger) = (path, mode, logger)
    defer { try? SocketFile(path).clear() }
    try await HTTPListener(address: .unixDomainSocket(path: path), router: router).serve { _ in
      // It was made for this account alone, so nobody connected before.
      if unsafe chmod(path, mode) != 0 {
        logger.error("The socket \(path) cannot be opened to others: \(ErrorNumber(errno).description).")
      }
      logger.info("Commands are answered on \(path).")
    }
  }
}
