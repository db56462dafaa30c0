import Crypto
import Foundation

/// A text that only whoever has a secret can read: for the few secrets that the gate itself has to keep on the disk.
///
/// ChaCha20-Poly1305 (RFC 8439) under a key made from the secret and a salt of its own by HKDF with SHA-256 (RFC 5869).
/// A backup of the folder alone gives nothing away; another secret makes it unreadable, as it should.
struct SealedText {
  /// Both in Base64.
  let salt: String
  let sealed: String

  init(salt: String, sealed: String) {
    self.salt = salt
    self.sealed = sealed
  }

  /// Nil only where the system has no randomness.
  init?(sealing text: String, with secret: Secret) {
    let salt = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Data($0) }
    guard let box = try? ChaChaPoly.seal(Data(text.utf8), using: Self.key(secret, salt)) else { return nil }
    self.salt = salt.base64EncodedString()
    sealed = box.combined.base64EncodedString()
  }

  /// Nil for another secret, or when a byte was changed.
  func text(with secret: Secret) -> Secret? {
    guard let salt = Data(base64Encoded: salt), let combined = Data(base64Encoded: sealed),
      let box = try? ChaChaPoly.SealedBox(combined: combined),
      let plain = try? ChaChaPoly.open(box, using: Self.key(secret, salt)),
      let text = String(validating: plain, as: UTF8.self)
    else { return nil }
    return Secret(text)
  }

  private static func key(_ secret: Secret, _ salt: Data) -> SymmetricKey {
    secret.withText { text in
      HKDF<SHA256>.deriveKey(
        inputKeyMaterial: SymmetricKey(data: Data(text.utf8)), salt: salt, info: Data("portcullis sealed text 1".utf8),
        outputByteCount: 32)
    }
  }
}
