import Hummingbird
package import Logging
package import Publishing
import ServiceLifecycle

/// Serves what is public, to anybody and without a login, for as long as the gate runs.
package struct SiteService: Service {
  private let host: DeskHost
  private let listener: ServiceSettings.Listener
  private let logger: Logger

  package init(_ host: DeskHost, on listener: ServiceSettings.Listener, logger: Logger) {
    self.host = host
    self.listener = listener
    self.logger = logger
  }

  package func run() async throws {
    let router = Router(context: CallerContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: PageHeaders())
    let desk = PublicDesk(host)
    APIRoutes(host: host, isPublicOnly: true).add(to: router)
    PageRoutes(desk: desk).add(to: router)
    EventRoutes(desk: desk).add(to: router)
    HealthRoutes(desk: desk).add(to: router)
    let (listener, logger) = (listener, logger)
    try await HTTPListener(address: .hostname(listener.host, port: listener.port), router: router).serve { channel in
      let port = channel.localAddress?.port ?? listener.port
      logger.notice("The status page is served at http://\(ServiceSettings.Listener(host: listener.host, port: port))/")
    }
  }
}
