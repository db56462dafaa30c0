package import Contract
import Elections
package import Publishing
import PublishingGate
package import Texts

extension Desk {
  package func answer(_ request: AddToken) async throws -> Answered<AddToken.Answer> {
    let open = try await OpenStore(choice, for: .acting)
    let scope = try Self.scope(request.scope)
    let now = Workspace.now
    let expires = try request.expires.map(open.civil.end) ?? now.adding(AccessToken.usual)
    let secret = TokenSecret.new()
    let token = try await open.store.change(
      TokenChange(
        .add(login: request.login, scope, hash: secret.hash, expires: expires), at: now, actor: open.actor,
        under: open.rules.inForce), as: Workspace.newOperation())
    open.wakeGate()
    let values = ContractValues(open.civil)
    let answer = AddToken.Answer(
      id: "\(token.id)", token: secret.text, login: token.login, scope: token.scope.rawValue,
      expires: values.moment(token.expires), pending: token.acceptedAt == nil)
    return Answered(answer, open.workspace)
  }

  package func answer(_ request: ListTokens) async throws -> Answered<ListTokens.Answer> {
    let store = try StoreLocation(choice).openToLook()
    let workspace = try await Workspace.answering(choice)
    let values = ContractValues(workspace.civil)
    let tokens = try await store.tokens().map { values.token($0, workspace.settings, at: Workspace.now) }
    return Answered(ListTokens.Answer(tokens: tokens), workspace)
  }

  package func answer(_ request: AcceptToken) async throws -> Answered<TokenAnswer> {
    try await change(.accept(try Self.tokenID(request.token)))
  }

  package func answer(_ request: RevokeToken) async throws -> Answered<TokenAnswer> {
    try await change(.revoke(try Self.tokenID(request.token), reason: try ActReason.checked(request.reason)))
  }

  private func change(_ act: TokenChange.Act) async throws -> Answered<TokenAnswer> {
    let open = try await OpenStore(choice, for: .acting)
    let token = try await open.store.change(
      TokenChange(act, at: Workspace.now, actor: open.actor, under: open.rules.inForce), as: Workspace.newOperation())
    open.wakeGate()
    let values = ContractValues(open.civil)
    return Answered(values.token(token, open.workspace.settings, at: Workspace.now), open.workspace)
  }

  private static func tokenID(_ text: String) throws -> TokenID {
    guard let id = Int64(text) else {
      throw Failure(.usage, "“\(text.printable)” is no token's number; \(Remedy.listTokens) shows them.")
    }
    return TokenID(id)
  }

  private static func scope(_ name: String) throws -> AccessToken.Scope {
    guard let scope = AccessToken.Scope(rawValue: name) else {
      throw Failure(.usage, "“\(name.printable)” is no scope; it is read (questions alone) or write.")
    }
    return scope
  }

  /// The token that a caller showed; nil where it is none, or opens nothing any more.
  package func token(_ text: String) async throws -> AccessToken? {
    guard let secret = TokenSecret(text) else { return nil }
    let token = try await StoreLocation(choice).openToLook().token(withHash: secret.hash)
    return token.flatMap { $0.holds(at: Workspace.now) ? $0 : nil }
  }
}

extension ContractValues {
  fileprivate func token(_ token: AccessToken, _ settings: Settings, at now: Instant) -> TokenAnswer {
    let day = settings.authority.zone.date(at: now)
    let isDropped = settings.register?.refusalToLook(by: Actor(token.login), on: day) != nil
    let state: TokenAnswer.State =
      token.revokedAt != nil
      ? .revoked : now >= token.expires ? .expired : isDropped ? .dropped : token.acceptedAt == nil ? .pending : .valid
    return TokenAnswer(
      id: "\(token.id)", login: token.login, scope: token.scope.rawValue, state: state, created: moment(token.madeAt),
      createdBy: token.madeBy, expires: moment(token.expires), revoked: token.revokedAt.map(moment),
      revokedBy: token.revokedBy)
  }
}

/// The secret of a token: 256 random bits as text, `pk_` and 64 hexadecimal digits.
package struct TokenSecret: Sendable {
  package let text: String

  /// Nil for what no token can be.
  package init?(_ text: String) {
    let digits = text.utf8.dropFirst(Self.mark.utf8.count)
    guard text.hasPrefix(Self.mark), digits.count == 64, ContentHash(hex: String(text.dropFirst(3))) != nil else {
      return nil
    }
    self.text = text
  }

  private init(bits: [UInt64]) {
    text =
      Self.mark + bits.map { String($0, radix: 16) }.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined()
  }

  private static let mark = "pk_"

  static func new() -> TokenSecret {
    var generator = SystemRandomNumberGenerator()
    return TokenSecret(bits: (0..<4).map { _ in generator.next() })
  }

  /// What is kept of it.
  package var hash: ContentHash { ContentHash(of: text.utf8) }
}
