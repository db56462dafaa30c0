import Crypto

/// Works out the digest of what comes in pieces, because it is too long to be held at once.
package struct ContentHasher: Sendable {
  private var hasher = SHA256()

  package init() {}

  package mutating func update(_ bytes: [UInt8]) { hasher.update(data: bytes) }

  /// The digest of everything so far.
  package var hash: ContentHash { ContentHash(hasher.finalize()) }
}
