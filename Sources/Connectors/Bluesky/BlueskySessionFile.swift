import Elections
import Foundation
import Texts

/// A session's pair of tokens, and whose it is.
struct BlueskyTokens: Sendable {
  let account: String
  let handle: String
  /// Good for some two hours.
  let access: Secret
  /// Good for weeks, and for one use.
  let refresh: Secret
  let renewed: Instant

  func has(access other: Secret) -> Bool { access.withText { mine in other.withText { mine == $0 } } }

  /// When the access token ends, as it says itself (RFC 7519, section 4.1.4); nil where it does not end, or is of
  /// another form.
  var accessEnds: Instant? { access.withText(Self.end) }
  var refreshEnds: Instant? { refresh.withText(Self.end) }

  private static func end(of token: String) -> Instant? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var claims = parts[1].replacing("-", with: "+").replacing("_", with: "/")
    claims += String(repeating: "=", count: (4 - claims.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: String(claims)),
      let end = JSON(parsing: String(decoding: data, as: UTF8.self))?["exp"]?.number
    else { return nil }
    return Instant(secondsSince1970: Int64(min(end, 100_000_000_000)))
  }
}

/// Where a session is kept between posts: the one secret that the gate itself has to write, because each renewal
/// ends the pair before it. Replaced whole, readable by its owner only, and sealed with the app password, by which
/// another session can be had anyway.
struct BlueskySessionFile: Sendable {
  let path: String
  /// The server and account for which the settings log in; a session of others is none.
  let service: String
  let identifier: String
  let password: SecretSource

  /// Nil when there is none that can be used.
  func read() -> BlueskyTokens? {
    guard let data = FileManager.default.contents(atPath: path),
      let outer = JSON(parsing: String(decoding: data, as: UTF8.self)), let salt = outer["salt"]?.string,
      let sealed = outer["sealed"]?.string, let password = try? password.read().first,
      let json = SealedText(salt: salt, sealed: sealed).text(with: password)?.withText({ JSON(parsing: $0) }),
      json["service"]?.string == service, json["identifier"]?.string == identifier,
      let account = json["account"]?.string, let handle = json["handle"]?.string, let access = json["access"]?.string,
      let refresh = json["refresh"]?.string, let renewed = json["renewed"]?.number
    else { return nil }
    return BlueskyTokens(
      account: account, handle: handle, access: Secret(access), refresh: Secret(refresh),
      renewed: Instant(millisecondsSince1970: Int64(renewed)))
  }

  /// Safe on the disk when it returns.
  func write(_ tokens: BlueskyTokens) throws(SecretProblem) {
    let json = JSON.object([
      ("service", .string(service)), ("identifier", .string(identifier)), ("account", .string(tokens.account)),
      ("handle", .string(tokens.handle)), ("access", .string(tokens.access.withText { $0 })),
      ("refresh", .string(tokens.refresh.withText { $0 })),
      ("renewed", .number(Int(tokens.renewed.millisecondsSince1970))),
    ])
    guard let password = try password.read().first, let box = SealedText(sealing: json.compactText, with: password)
    else {
      throw SecretProblem("The session of \(identifier) cannot be sealed, so it is not kept, and nothing is sent.")
    }
    let outer = JSON.object([("salt", .string(box.salt)), ("sealed", .string(box.sealed))])
    do {
      try PrivateFile.write(Array(outer.compactText.utf8), to: path)
    } catch {
      throw SecretProblem(
        "The session of \(identifier) cannot be kept in “\(path)” (\(error)), so nothing is sent; let the account that runs "
          + "the gate write there.")
    }
  }
}
