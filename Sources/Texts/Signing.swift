import Crypto

/// An Ed25519 key that signs (RFC 8032).
package struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// A new one.
  package init() { key = Curve25519.Signing.PrivateKey() }

  /// From its 32 bytes; nil for anything else.
  package init?(bytes: [UInt8]) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else { return nil }
    self.key = key
  }

  package var bytes: [UInt8] { Array(key.rawRepresentation) }

  package var verifyingKey: VerifyingKey { VerifyingKey(key.publicKey) }

  /// 64 bytes.
  package func signature(of message: [UInt8]) -> [UInt8] {
    do {
      return Array(try key.signature(for: message))
    } catch {
      preconditionFailure("Ed25519 signs every message: \(error)")
    }
  }
}

/// The public half of an Ed25519 key.
package struct VerifyingKey: Hashable, Sendable {
  package let bytes: [UInt8]

  fileprivate init(_ key: Curve25519.Signing.PublicKey) { bytes = Array(key.rawRepresentation) }

  /// From its 32 bytes; nil for anything else.
  package init?(bytes: [UInt8]) {
    guard (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil else { return nil }
    self.bytes = bytes
  }

  package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes))?.isValidSignature(signature, for: message) ?? false
  }
}
