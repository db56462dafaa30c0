/// Who acts: the operating system's login, and for whom where it is for another. Both are recorded.
package struct Actor: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The account that a store belongs to, acting on its file while a register of people is in force: never a person of the
  /// register, whatever its login is called, since whoever holds the file could write anything into it.
  package enum AtStore: Hashable, Sendable {
    case keeping
    /// For what loosens, in an emergency; it is recorded as what it is.
    case breakingGlass
  }

  package let login: String
  package let actingFor: String?
  /// Nil for a person, who asks like anybody.
  package let atStore: AtStore?
  /// By which token they asked over the network; nil where the kernel named them.
  package let token: TokenID?
  /// By a token that is for questions alone; it is not recorded, since nothing is that they ask.
  package private(set) var isReader = false

  package init(_ login: String, actingFor: String? = nil) { self.init(login, actingFor: actingFor, atStore: nil) }

  /// Over the network nobody acts for another.
  package init(_ token: AccessToken) {
    self.init(token.login, actingFor: nil, atStore: nil, token: token.id)
    isReader = token.scope == .read
  }

  private init(_ login: String, actingFor: String?, atStore: AtStore?, token: TokenID? = nil) {
    self.login = login
    self.actingFor = actingFor == login ? nil : actingFor
    self.atStore = atStore
    self.token = token
  }

  package init(stringLiteral login: String) { self.init(login) }

  /// The same login, holding the store's file.
  package func standing(atStore: AtStore) -> Actor { Actor(login, actingFor: actingFor, atStore: atStore) }

  /// As the audit log writes it: `pa for head`, `portcullis at the store`, `ann by token 3`.
  package init(recorded text: String) {
    for (words, atStore) in Self.places where text.hasSuffix(words) && !text.dropLast(words.count).contains(" ") {
      self.init(String(text.dropLast(words.count)), actingFor: nil, atStore: atStore)
      return
    }
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    if parts.count == 4, parts[1] == "by", parts[2] == "token", let number = Int64(parts[3]) {
      self.init(String(parts[0]), actingFor: nil, atStore: nil, token: TokenID(number))
      return
    }
    let isForAnother = parts.count == 3 && parts[1] == "for"
    self.init(isForAnother ? String(parts[0]) : text, actingFor: isForAnother ? String(parts[2]) : nil)
  }

  private static let places: [(String, AtStore)] = [
    (" at the store", .keeping), (" at the store, breaking glass", .breakingGlass),
  ]

  package var description: String {
    if let place = Self.places.first(where: { $0.1 == atStore }) { return login + place.0 }
    if let token { return "\(login) by token \(token)" }
    return actingFor.map { "\(login) for \($0)" } ?? login
  }

  /// Whose role counts.
  package var principal: String { atStore == nil ? actingFor ?? login : description }

  /// Whether the kernel named whoever acts, and they act for themselves.
  package var isNamedByTheKernel: Bool { token == nil && atStore == nil && actingFor == nil }

  /// Everybody who had a hand in the act.
  package var hands: Set<String> { atStore == nil ? [login, principal] : [description] }
}
