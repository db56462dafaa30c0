import Elections
import Foundation
@testable import Publishing
import Synchronization
import TestSupport
import Testing
import Texts
@testable import Connectors

/// What tests of the Mastodon connector work with.
struct MastodonBench {
  static let token = "t0ken-of-the-council-7Qx"
  static let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array(0...63)

  static func medium(alt: String = "Green bins: ŵ £", name: String = "bins.png") -> MediaItem {
    MediaItem(
      hash: ContentHash(of: picture), fileName: name, mediaType: "image/png", alt: alt, byteCount: picture.count)
  }

  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  func connector(
    _ transport: any Transport, base: String = "https://social.example.org",
    visibility: MastodonSettings.Visibility = .public, warning: String? = nil, token: String? = token,
    media: [UInt8] = picture, clock: @escaping @Sendable () -> Instant = TestClock().now
  ) -> MastodonConnector {
    MastodonConnector(
      channel: "website",
      settings: MastodonSettings(
        url: base, token: .environment("T"), visibility: visibility, contentWarning: warning),
      client: APIClient(base: base, transport: transport),
      token: SecretSource(.environment("T"), folder: "/") { _ in token },
      limitsFile: folder.path("limits/website.json"), media: MediaSource { _ in media }, now: clock)
  }

  // MARK: Recorded answers

  static func answer(_ status: Int = 200, _ body: String = "{}", headers: [(name: String, value: String)] = [])
    -> WireOutcome
  {
    .response(
      WireResponse(
        status: status, headers: [("Content-Type", "application/json; charset=utf-8")] + headers, body: Array(body.utf8)
      ))
  }

  static let account = answer(200, #"{"id":"109","username":"council","acct":"council","display_name":"A council"}"#)

  static func status(
    _ id: String = "110", content: String = "<p>Bins are collected on Friday.</p>", created: Instant = Sample.due,
    media: [(id: String, alt: String)] = [], visibility: String = "public", warning: String = ""
  ) -> JSON {
    .object([
      ("id", .string(id)), ("created_at", .string(UTCText.text(created))), ("content", .string(content)),
      ("url", .string("https://social.example.org/@council/\(id)")), ("visibility", .string(visibility)),
      ("spoiler_text", .string(warning)),
      (
        "media_attachments",
        .array(media.map { JSON.object([("id", .string($0.id)), ("description", .string($0.alt))]) })
      ),
    ])
  }

  static func list(_ statuses: JSON...) -> WireOutcome { answer(200, JSON.array(statuses).compactText) }

  static func source(_ text: String, warning: String = "") -> WireOutcome {
    answer(
      200,
      JSON.object([("id", .string("110")), ("spoiler_text", .string(warning)), ("text", .string(text))]).compactText)
  }

  static func kept(started: Instant = Sample.due, before: [String] = [], media: [String] = []) -> [UInt8] {
    var kept = MastodonKept(account: "109", started: started, before: before)
    for (place, id) in media.enumerated() {
      kept.uploads[place] = MastodonKept.Upload(
        id: id, hash: ContentHash(of: picture), uploaded: started, isReady: true)
    }
    return kept.bytes
  }
}

/// Keeps what a preparation stores, as the gate does.
final class KeptBytes: Sendable {
  private let state: Mutex<(kept: [[UInt8]], works: Bool)>

  init(_ kept: [UInt8]? = nil, works: Bool = true) { state = Mutex((kept.map { [$0] } ?? [], works)) }

  var last: [UInt8]? { state.withLock { $0.kept.last } }
  var all: [[UInt8]] { state.withLock { $0.kept } }

  func preparation(for plan: SendPlan, until end: Instant = Sample.due.adding(seconds: 60)) -> Preparation {
    Preparation(name: plan.post.name, contentHash: plan.contentHash, notAfter: end, kept: last) { bytes in
      self.state.withLock { state in
        if state.works { state.kept.append(bytes) }
        return state.works
      }
    }
  }
}

/// Ends a test that met another case than the one it is about.
func surprise(_ what: String, at place: SourceLocation = #_sourceLocation) {
  Issue.record("\(what)", sourceLocation: place)
}
