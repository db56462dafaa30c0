import Hummingbird
import Logging
import NIOCore

/// What the server knows of a request before it reads it: who is at the other end.
struct CallerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Nil for a connection over the network.
  private let peer: EventLoopFuture<PeerAccount>?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = PeerAccount.future(of: source.channel)
  }

  /// The account of a caller on the socket.
  func account() async throws -> PeerAccount? { try await peer?.get() }
}
