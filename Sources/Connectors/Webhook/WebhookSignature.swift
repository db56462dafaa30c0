import Crypto
import Foundation

/// What proves to a receiver that a request is ours and unchanged (Standard Webhooks 1.0).
package enum WebhookSignature {
  /// The value of `webhook-signature`: one signature for each key, the first by the first, separated by blanks, so
  /// that a receiver may know either during a change of secrets.
  package static func header(id: String, timestamp: Int64, body: [UInt8], keys: [WebhookKey]) -> String {
    let signed = Array("\(id).\(timestamp).".utf8) + body
    return keys.map { "v1," + $0.signature(of: signed) }.joined(separator: " ")
  }
}

/// A key of 24 to 64 bytes, from `whsec_` and Base64.
package struct WebhookKey: Sendable {
  private let key: SymmetricKey

  /// Nil when the secret is written in another way.
  package init?(_ secret: Secret) {
    let bytes = secret.withText { text in
      let encoded = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
      // Some tools leave the padding out.
      return Data(base64Encoded: encoded + String(repeating: "=", count: (4 - encoded.utf8.count % 4) % 4))
    }
    guard let bytes, (24...64).contains(bytes.count) else { return nil }
    key = SymmetricKey(data: bytes)
  }

  fileprivate func signature(of bytes: [UInt8]) -> String {
    Data(HMAC<SHA256>.authenticationCode(for: bytes, using: key)).base64EncodedString()
  }
}
