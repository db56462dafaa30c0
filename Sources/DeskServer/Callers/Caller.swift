import Desk
import HTTPTypes
import Hummingbird
import Publishing

/// Who asks, by the kernel's word, and whom they say they act for: that the register has to agree to.
struct Caller: Sendable {
  let actor: Actor
  /// Whether it is the account of the service itself.
  private let isOwner: Bool
  private let isKnown: Bool

  init(_ request: Request, _ context: CallerContext) async throws {
    let account = try await context.account()
    let login = account?.login
    isKnown = login != nil
    isOwner = isKnown && account?.isOwn ?? false
    actor = Actor(login ?? "nobody", actingFor: request.headers[.actingFor])
  }

  /// Why the caller may see only what is public; nil where they may see more.
  func exclusion(from desk: Desk) async throws -> Failure? {
    guard isKnown else {
      return Failure(
        .notPermitted,
        "Your account has no login on this machine, so you may see only what is public. Ask ICT for a login.")
    }
    return try await desk.exclusion(isOwner: isOwner)
  }
}
