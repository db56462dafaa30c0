package import Elections
package import Texts

/// What a person of the register shows a service over the network, where no kernel names them.
///
/// The secret itself is shown once, when it is made; kept is its hash, which nobody can turn back: it has 256 random bits.
package struct AccessToken: Hashable, Codable, Sendable {
  package enum Scope: String, CaseIterable, Codable, Sendable {
    /// Questions alone.
    case read
    /// All that the person may do.
    case write
  }

  package let id: TokenID
  /// Whose it is: what it may do, the register says each time.
  package let login: String
  package let scope: Scope
  package let hash: ContentHash
  package let madeAt: Instant
  package let madeBy: String
  package let expires: Instant
  /// When its person took it up, as the kernel named them; nil while they have not. Whoever makes a token knows its secret, and
  /// would otherwise be somebody else by it.
  package internal(set) var acceptedAt: Instant?
  package internal(set) var revokedAt: Instant?
  package internal(set) var revokedBy: String?

  package init(
    id: TokenID, login: String, scope: Scope, hash: ContentHash, madeAt: Instant, madeBy: String, expires: Instant,
    acceptedAt: Instant? = nil, revokedAt: Instant? = nil, revokedBy: String? = nil
  ) {
    self.id = id
    self.login = login
    self.scope = scope
    self.hash = hash
    self.madeAt = madeAt
    self.madeBy = madeBy
    self.expires = expires
    self.acceptedAt = acceptedAt
    self.revokedAt = revokedAt
    self.revokedBy = revokedBy
  }

  package func holds(at now: Instant) -> Bool { acceptedAt != nil && revokedAt == nil && now < expires }

  /// The longest that one may be made for: a year and a day.
  package static let longest = Duration.seconds(366 * 86_400)
  /// How long one holds where nothing else is asked for.
  package static let usual = Duration.seconds(90 * 86_400)
}

/// The number of a token in its store.
package struct TokenID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  package let rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package var description: String { String(rawValue) }
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
