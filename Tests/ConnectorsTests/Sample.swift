import Connectors
import Elections
import Foundation
@testable import Publishing
import Synchronization
import TestSupport
import Texts

/// Posts and permits with what a test cares about.
enum Sample {
  /// 2026-11-22T17:00:00Z.
  static let due = Instant(secondsSince1970: 1_795_366_800)

  static func post(
    _ text: String = "Bins are collected on Friday.", title: String? = nil, link: String? = nil,
    media: [MediaItem] = [], number: Int64 = 12, channel: String = "website", revision: Int = 1, key: UInt64 = 1,
    due: Instant = due
  ) -> ReleasedPost {
    ReleasedPost(
      name: DeliveryName(post: PostID(number), channel: channel), revision: revision,
      key: DeliveryKey(high: key, low: 7), due: due,
      content: PostContent(text: text, title: title, link: link, media: media))
  }

  static func picture(alt: String) -> MediaItem {
    MediaItem(
      hash: ContentHash(of: Array("a".utf8)), fileName: "bins.jpg", mediaType: "image/jpeg", alt: alt, byteCount: 1)
  }

  /// Good for a second from `now`.
  static func permit(
    for plan: SendPlan, from now: Instant = due, name: DeliveryName? = nil, contentHash: ContentHash? = nil,
    look: @escaping @Sendable () async -> LastLook.Refusal? = { nil }
  ) -> Permit {
    let grant = PermitGrant(
      delivery: DeliveryID(1), fence: 1, revision: RevisionNumber(1), issued: now, notAfter: now.adding(seconds: 1))
    return Permit(grant, name: name ?? plan.post.name, contentHash: contentHash ?? plan.contentHash, look: look)
  }

  static func random() -> UInt64 { UInt64.random(in: 0...UInt64.max) }
}

/// A clock that a test moves; it may also move by itself each time that it is read.
final class TestClock: Sendable {
  private let time: Mutex<Instant>
  private let step: Duration

  init(_ start: Instant = Sample.due, step: Duration = .zero) {
    time = Mutex(start)
    self.step = step
  }

  var now: @Sendable () -> Instant {
    {
      self.time.withLock { time in
        defer { time = time.adding(self.step) }
        return time
      }
    }
  }

  func move(by duration: Duration) { time.withLock { $0 = $0.adding(duration) } }

  static let real: @Sendable () -> Instant = {
    Instant(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
  }
}

/// Answers from a list, and keeps what it was asked to send.
final class ScriptedTransport: Transport {
  private let state: Mutex<(answers: [WireOutcome], requests: [WireRequest])>
  private let beforeStart: @Sendable () -> Void

  /// `beforeStart` runs when the connection would stand and the request is about to leave.
  init(_ answers: WireOutcome..., beforeStart: @escaping @Sendable () -> Void = {}) {
    state = Mutex((answers, []))
    self.beforeStart = beforeStart
  }

  var requests: [WireRequest] { state.withLock { $0.requests } }

  func send(_ request: WireRequest, timeouts: PhaseTimeouts) async -> WireOutcome {
    beforeStart()
    guard await request.mayStart() else { return .notSent("Too late.") }
    return state.withLock { state in
      state.requests.append(request)
      return state.answers.isEmpty ? .maybeSent("The script is over.") : state.answers.removeFirst()
    }
  }
}

extension CommitOutcome {
  /// Which case it is.
  var name: String {
    switch self {
    case .published: "published"
    case .rejected: "rejected"
    case .notSent: "notSent"
    case .needsLogin: "needsLogin"
    case .channelRefused: "channelRefused"
    case .undecided: "undecided"
    case .uncertain: "uncertain"
    }
  }

  var receipt: Receipt? { if case .published(let receipt) = self { receipt } else { nil } }

  /// What it tells a person.
  var reason: String {
    switch self {
    case .published: ""
    case .rejected(let reason), .notSent(let reason, _), .needsLogin(let reason), .channelRefused(let reason),
      .undecided(let reason), .uncertain(let reason, _):
      reason
    }
  }
}

extension PrepareOutcome {
  /// Which case it is.
  var name: String {
    switch self {
    case .ready: "ready"
    case .rejected: "rejected"
    case .retry: "retry"
    case .needsLogin: "needsLogin"
    case .channelRefused: "channelRefused"
    }
  }

  var prepared: Prepared? { if case .ready(let prepared) = self { prepared } else { nil } }
  var after: Duration? { if case .retry(_, let after) = self { after } else { nil } }

  /// What it tells a person.
  var reason: String {
    switch self {
    case .ready: ""
    case .rejected(let reason), .retry(let reason, _), .needsLogin(let reason), .channelRefused(let reason): reason
    }
  }
}

extension FindOutcome {
  /// Which case it is.
  var name: String {
    switch self {
    case .found: "found"
    case .absentForCertain: "absentForCertain"
    case .absentPerhaps: "absentPerhaps"
    case .changedByOthers: "changedByOthers"
    case .cannotTell: "cannotTell"
    }
  }
}
