import Hummingbird

/// By which way a request came, and so how its caller can be known.
enum CallerWay: Sendable {
  /// By the kernel's word.
  case socket
  /// By a token. Only where nobody on the way can read it: over TLS, or from this machine alone, where a proxy speaks TLS.
  case network(TokenPace)
  /// Over the network in the open: nobody is known.
  case open

  var knowsCallers: Bool { if case .open = self { false } else { true } }

  /// Nil where whoever asks does not say who they are.
  func caller(_ request: Request, _ context: CallerContext, _ host: DeskHost) async throws -> Caller? {
    switch self {
    case .socket: try await Caller(request, context)
    case .network(let pace): try await Caller(overNetwork: request, host, pace)
    case .open: nil
    }
  }
}
