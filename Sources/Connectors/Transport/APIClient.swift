import Elections
import Foundation
package import Texts

/// Sends the requests of one server's API, with what all of them carry.
package struct APIClient: Sendable {
  /// Without a slash at its end.
  package let base: String
  package let transport: any Transport
  package let timeouts: PhaseTimeouts

  package static let userAgent = "Portcullis/0.1"

  package init(base: String, transport: any Transport, timeouts: PhaseTimeouts = PhaseTimeouts()) {
    var base = base
    while base.hasSuffix("/") { base.removeLast() }
    self.base = base
    self.transport = transport
    self.timeouts = timeouts
  }

  /// How people know the server.
  package var host: String { URL(string: base)?.host() ?? "The server" }

  /// One request. `path` begins with a slash, its query is encoded already, and it holds no secret; `authorization` is
  /// the value of the header of that name; `timeout` is for all of the request, where it takes longer than usual;
  /// `mayStart` is asked when the connection stands, and a request that only reads may always start.
  package func send(
    _ method: WireRequest.Method, _ path: String, headers: [(name: String, value: String)] = [],
    authorization: Secret? = nil, body: Body = .none, longestAnswer: Int = WireRequest.usualAnswer,
    timeout: Duration? = nil, mayStart: @escaping @Sendable () async -> Bool = { true }
  ) async -> WireOutcome {
    var headers = [("user-agent", Self.userAgent), ("accept", "application/json")] + headers
    if let type = body.type { headers.append(("content-type", type)) }
    if let authorization { headers.append(("authorization", authorization.withText { $0 })) }
    var timeouts = timeouts
    if let timeout { timeouts.overall = max(timeouts.overall, timeout) }
    return await transport.send(
      WireRequest(
        method: method, url: base + path, headers: headers, body: body.bytes, longestAnswer: longestAnswer,
        mayStart: mayStart), timeouts: timeouts)
  }

  package enum Body: Sendable {
    case none
    case json(JSON)
    case bytes([UInt8], type: String)

    fileprivate var bytes: [UInt8] {
      switch self {
      case .none: []
      case .json(let json): Array(json.compactText.utf8)
      case .bytes(let bytes, _): bytes
      }
    }

    fileprivate var type: String? {
      switch self {
      case .none: nil
      case .json: "application/json"
      case .bytes(_, let type): type
      }
    }
  }
}

extension APIClient {
  /// A value as it may stand in a query.
  package static func encoded(_ text: String) -> String {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    // Letters beyond ASCII are no part of an address.
    return text.unicodeScalars.map { scalar in
      scalar.isASCII && allowed.contains(scalar)
        ? String(scalar)
        : String(scalar).utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }.joined()
  }
}

extension WireResponse {
  /// The body as JSON; nil where it is none.
  package var json: JSON? {
    guard let text = String(validating: body, as: UTF8.self) else { return nil }
    return JSON(parsing: text)
  }
}

extension Secret {
  /// The header value of HTTP Basic (RFC 7617).
  package static func basic(user: String, password: Secret) -> Secret {
    password.withText { Secret("Basic " + Data("\(user):\($0)".utf8).base64EncodedString()) }
  }

  /// The header value of a bearer token (RFC 6750).
  package static func bearer(_ token: Secret) -> Secret { token.withText { Secret("Bearer " + $0) } }
}
