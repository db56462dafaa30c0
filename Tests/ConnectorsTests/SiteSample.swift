import Connectors
import Elections
@testable import Publishing
import Synchronization
import Texts

/// Keeps what a preparation stores, as the gate's store does; may refuse from some writing on.
final class SiteKept: Sendable {
  private let state: Mutex<(bytes: [UInt8]?, writes: Int)>
  private let room: Int

  init(_ text: String? = nil, room: Int = .max) {
    state = Mutex((text.map { Array($0.utf8) }, 0))
    self.room = room
  }

  var bytes: [UInt8]? { state.withLock { $0.bytes } }
  var text: String { bytes.map { String(decoding: $0, as: UTF8.self) } ?? "" }

  /// Good for a minute from `now`.
  func preparation(
    for plan: SendPlan, from now: Instant = Sample.due, contentHash: ContentHash? = nil
  ) -> Preparation {
    Preparation(
      name: plan.post.name, contentHash: contentHash ?? plan.contentHash, notAfter: now.adding(seconds: 60),
      kept: bytes
    ) { ids in
      self.state.withLock { state in
        guard state.writes < self.room else { return false }
        state = (ids, state.writes + 1)
        return true
      }
    }
  }
}

enum SiteAnswer {
  static func json(_ status: Int, _ text: String, headers: [(name: String, value: String)] = []) -> WireOutcome {
    .response(
      WireResponse(
        status: status, headers: [("Content-Type", "application/json; charset=UTF-8")] + headers,
        body: Array(text.utf8)))
  }

  static func json(_ status: Int, _ json: JSON) -> WireOutcome { self.json(status, json.compactText) }

  static func page(_ status: Int) -> WireOutcome {
    .response(
      WireResponse(
        status: status, headers: [("Content-Type", "text/html")], body: Array("<!doctype html><p>Sign in</p>".utf8)))
  }
}

extension WireRequest {
  var json: JSON? { JSON(parsing: String(decoding: body, as: UTF8.self)) }
}
