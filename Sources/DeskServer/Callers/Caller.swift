import Desk
import HTTPTypes
import Hummingbird
import Publishing

/// Who asks: on the socket by the kernel's word, and over the network by their token.
struct Caller: Sendable {
  let actor: Actor
  /// Whether it is the account of the service itself.
  private let isOwner: Bool
  /// Why nobody knows them; nil where they are known.
  private let stranger: Failure?

  init(_ request: Request, _ context: CallerContext) async throws {
    let account = try await context.account()
    let login = account?.login
    isOwner = login != nil && account?.isOwn ?? false
    actor = Actor(login ?? "nobody", actingFor: request.headers[.actingFor])
    stranger = login == nil ? Self.withoutLogin : nil
  }

  /// Somebody on the network, by the token that they show; nil where they show none.
  ///
  /// - Throws: `Refused` where it opens nothing, or is used too often.
  init?(overNetwork request: Request, _ host: DeskHost, _ pace: TokenPace) async throws {
    guard let shown = request.headers[.authorization] else { return nil }
    let parts = shown.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw Refused.unknown }
    let text = String(parts[1])
    let found = try await host.threads.perform { try await host.desk(of: "nobody").token(text) }
    guard let token = found else { throw Refused.unknown }
    guard pace.allows(token.id) else { throw Refused.tooOften }
    actor = Actor(token)
    isOwner = false
    // The register lets somebody act for another where it knows both by more than a token.
    let isForAnother = request.headers[.actingFor].map { $0 != token.login } ?? false
    stranger = isForAnother ? Failure(.notPermitted, "Over the network nobody acts for another; leave --as out.") : nil
  }

  /// Why a token lets nobody in.
  enum Refused: Error {
    case unknown, tooOften

    var failure: Failure {
      switch self {
      case .unknown:
        Failure(
          .notPermitted,
          "The token that you show opens nothing: it is none, or its time is over, or it was taken away. Ask an administrator "
            + "of the register for a new one.")
      case .tooOften:
        Failure(.tryAgain, "Your token asked too often in this second; nothing was done. Ask again in a second.")
      }
    }
  }

  private static let withoutLogin = Failure(
    .notPermitted,
    "Your account has no login on this machine, so you may see only what is public. Ask ICT for a login.")

  /// Why the caller may see only what is public; nil where they may see more.
  func exclusion(from desk: Desk) async throws -> Failure? {
    if let stranger { return stranger }
    return try await desk.exclusion(isOwner: isOwner)
  }

  /// Why the caller may not ask for a change, whatever their roles; nil where they may.
  func refusal(toChange changes: Bool) -> Failure? {
    guard changes, actor.isReader else { return nil }
    return Failure(
      .notPermitted,
      "Your token is for questions alone (scope read); an administrator can make you one with the scope write.")
  }
}
