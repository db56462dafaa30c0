import Crypto

/// HMAC-SHA256 (RFC 2104).
///
/// With the key anybody can tell that a text is the one that it was made of. Without the key it says nothing of the text,
/// not even to whoever tries every name there is.
package enum KeyedDigest {
  package static func digest(of text: String, under key: [UInt8]) -> ContentHash {
    let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key))
    guard let digest = ContentHash(exactly: Array(code)) else {
      preconditionFailure("HMAC-SHA256 has 32 bytes")
    }
    return digest
  }
}
