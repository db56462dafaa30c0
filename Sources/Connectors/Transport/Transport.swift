/// The one way by which connectors reach a network; tests script it and cut where they like.
package protocol Transport: Sendable {
  /// Sends one request once: no second try, no redirect, nothing hidden. Never throws: how far the request can
  /// have got is part of the answer.
  func send(_ request: WireRequest, timeouts: PhaseTimeouts) async -> WireOutcome
}

/// A request, whole.
package struct WireRequest: Sendable {
  package enum Method: String, Hashable, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case patch = "PATCH"
  }

  package let method: Method
  package let url: String
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]
  /// The most that is read of the answer's body, in bytes; a longer answer counts as lost.
  package let longestAnswer: Int
  /// Asked last when the connection stands and nothing of the request has left it; on false nothing leaves.
  package let mayStart: @Sendable () async -> Bool

  package static let usualAnswer = 64 * 1024

  package init(
    method: Method, url: String, headers: [(name: String, value: String)], body: [UInt8] = [],
    longestAnswer: Int = usualAnswer, mayStart: @escaping @Sendable () async -> Bool
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.longestAnswer = longestAnswer
    self.mayStart = mayStart
  }

  /// The first header of this name, in whatever case it is written.
  package func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

/// What became of a request. The reasons are whole sentences.
package enum WireOutcome: Sendable {
  case response(WireResponse)
  /// Not one byte of the request reached the other side.
  case notSent(String)
  /// It may have arrived, wholly or in part.
  case maybeSent(String)
}

package struct WireResponse: Sendable {
  package let status: Int
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of this name, in whatever case it is written.
  package func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

/// How long each part of a request may take.
package struct PhaseTimeouts: Hashable, Sendable {
  /// Until the connection stands, TLS included; looking the name up may take as long again.
  package var connect: Duration
  /// Without progress in sending.
  package var write: Duration
  /// Without progress in the answer.
  package var read: Duration
  /// For all of it.
  package var overall: Duration

  package init(
    connect: Duration = .seconds(5), write: Duration = .seconds(10), read: Duration = .seconds(20),
    overall: Duration = .seconds(30)
  ) {
    self.connect = connect
    self.write = write
    self.read = read
    self.overall = overall
  }
}
