import Hummingbird
package import Logging
package import Publishing
import ServiceLifecycle

/// Serves `/metrics` at an address of its own, for as long as the gate runs.
package struct MetricsService: Service {
  private let host: DeskHost
  private let registry: MetricsRegistry
  private let listener: ServiceSettings.Listener
  private let logger: Logger

  package init(
    _ host: DeskHost, _ registry: MetricsRegistry, on listener: ServiceSettings.Listener, logger: Logger
  ) {
    self.host = host
    self.registry = registry
    self.listener = listener
    self.logger = logger
  }

  package func run() async throws {
    let router = Router(context: CallerContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: PageHeaders())
    MetricsRoutes(host: host, registry: registry, isOpenToAll: true).add(to: router)
    let (listener, logger) = (listener, logger)
    try await HTTPListener(address: .hostname(listener.host, port: listener.port), router: router).serve { channel in
      let port = channel.localAddress?.port ?? listener.port
      logger.notice(
        "Metrics are served at http://\(ServiceSettings.Listener(host: listener.host, port: port))/metrics")
    }
  }
}
