import Hummingbird
import NIOSSL
package import Logging
package import Publishing
import ServiceLifecycle

/// Serves what is public, to anybody and without a login, for as long as the gate runs.
package struct SiteService: Service {
  private let host: DeskHost
  private let listener: ServiceSettings.Listener
  private let tls: TLSConfiguration?
  private let logger: Logger

  /// `certificate`: by which it speaks TLS; nil: in the open.
  package init(
    _ host: DeskHost, on listener: ServiceSettings.Listener, certificate: CertificateFiles?, logger: Logger
  ) throws {
    self.host = host
    self.listener = listener
    tls = try certificate?.configuration()
    self.logger = logger
  }

  /// Streams of events, and as many more as ask at one moment: each further one could put off what is due.
  private static let mostConnections = EventRoutes.mostStreams + 100

  /// Tokens are taken where nobody on the way can read them.
  private var way: CallerWay { tls != nil || listener.isThisMachineAlone ? .network(TokenPace()) : .open }

  package func run() async throws {
    let router = Router(context: CallerContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: PageHeaders())
    let desk = PublicDesk(host)
    let way = way
    APIRoutes(host: host, way: way, publicDesk: desk).add(to: router)
    if way.knowsCallers { CommandRoutes(host: host, way: way).add(to: router) }
    PageRoutes(desk: desk).add(to: router)
    EventRoutes(desk: desk).add(to: router)
    HealthRoutes(desk: desk).add(to: router)
    let (listener, logger, scheme) = (listener, logger, tls == nil ? "http" : "https")
    try await HTTPListener(
      address: .hostname(listener.host, port: listener.port), router: router, tls: tls,
      mostConnections: Self.mostConnections
    ).serve { channel in
      let port = channel.localAddress?.port ?? listener.port
      logger.notice(
        "The status page is served at \(scheme)://\(ServiceSettings.Listener(host: listener.host, port: port))/")
    }
  }
}
