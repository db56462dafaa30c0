package import Elections
package import Texts

/// One post for one channel: the thing that has a state.
///
/// A pure value. Every change goes through `apply`, which refuses what the life of a delivery does not
/// allow; stores keep what it says and enforce the same again by their schema.
package struct Delivery: Hashable, Codable, Sendable {
  package let id: DeliveryID
  package let post: PostID
  package let channel: String
  /// The post's revision that will be sent.
  package internal(set) var revision: Int
  package internal(set) var contentClass: ContentClass
  package internal(set) var contentHash: ContentHash
  package internal(set) var key: DeliveryKey
  /// When the author wants it to leave.
  package internal(set) var due: Instant
  /// How late it may be; nil takes the channel's.
  package internal(set) var lateAfter: Duration?
  /// After this it is pointless and expires.
  package internal(set) var expires: Instant?
  /// When a person last released it from review: lateness counts from then.
  package internal(set) var releasedAt: Instant?
  /// When to look at it next: when it is due, when a retry is due, when an uncertain one is looked up again.
  package internal(set) var next: Instant
  package internal(set) var state: DeliveryState
  /// Grows with every claim and every act of a person; a write that carries another number is stale (G-25).
  package internal(set) var fence: Int64
  /// Permits so far.
  package internal(set) var attempts: Int
  /// Lookups since it became uncertain.
  package internal(set) var lookups: Int
  /// Some attempt's answer was lost. Its request may still be on its way, so from then on only the same content may
  /// be sent under the same key: by it the receiver tells the copies apart (G-22).
  package internal(set) var wasUncertain: Bool
  /// What lets it leave inside a blackout, once, before an instant.
  package internal(set) var override: OverrideGrant?
  /// How many people have approved this content and time; counted as far as any rule can ask.
  package internal(set) var approvals: Int
  /// Listed words stand in it.
  package internal(set) var isFlagged: Bool
  /// What somebody decided of it while it was under way.
  package internal(set) var wish: Wish?

  package init(
    id: DeliveryID, post: PostID, channel: String, revision: Int = 1, contentClass: ContentClass,
    contentHash: ContentHash, key: DeliveryKey, due: Instant, lateAfter: Duration? = nil, expires: Instant? = nil,
    releasedAt: Instant? = nil, next: Instant? = nil, state: DeliveryState = .queued(nil), fence: Int64 = 0,
    attempts: Int = 0, lookups: Int = 0, wasUncertain: Bool = false, override: OverrideGrant? = nil, approvals: Int = 0,
    isFlagged: Bool = false, wish: Wish? = nil
  ) {
    self.id = id
    self.post = post
    self.channel = channel
    self.revision = revision
    self.contentClass = contentClass
    self.contentHash = contentHash
    self.key = key
    self.due = due
    self.lateAfter = lateAfter
    self.expires = expires
    self.releasedAt = releasedAt
    self.next = next ?? due
    self.state = state
    self.fence = fence
    self.attempts = attempts
    self.lookups = lookups
    self.wasUncertain = wasUncertain
    self.override = override
    self.approvals = approvals
    self.isFlagged = isFlagged
    self.wish = wish
  }

  package var name: DeliveryName { DeliveryName(post: post, channel: channel) }
  package var lane: Lane {
    Lane(
      channel: channel, contentClass: contentClass,
      traits: Lane.Traits(isOverridden: override != nil, approvals: approvals, isFlagged: isFlagged))
  }

  /// The last instant at which it may leave without a fresh decision by a person.
  package func latest(channelAllows lateAfter: Duration) -> Instant {
    max(due, releasedAt ?? due).adding(self.lateAfter ?? lateAfter)
  }
}

/// An override as its delivery carries it: granted by a second person, for this delivery alone, until an instant (G-40).
package struct OverrideGrant: Hashable, Codable, Sendable {
  package let id: OverrideID
  package let until: Instant

  package init(id: OverrideID, until: Instant) {
    self.id = id
    self.until = until
  }
}

/// The number of an override in its store.
package struct OverrideID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  package let rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package var description: String { String(rawValue) }
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Where a delivery stands. `held` is none of these: it is what a verdict says of a queued one.
package enum DeliveryState: Hashable, Codable, Sendable {
  /// Waiting; with a claim when a gate has taken it in hand. Nothing has been sent.
  case queued(Claim?)
  /// A permit was given: it may have been sent.
  case sending(Claim)
  /// The answer was lost; looked up, or decided by a person, never sent again blindly.
  case uncertain(since: Instant, reason: String)
  /// Waits for a person.
  case review(since: Instant, reason: String)
  case published(Receipt, confirmed: Instant)
  case failed(at: Instant, reason: String)
  case cancelled(at: Instant, reason: String)
  case expired(at: Instant)

  package enum Name: String, CaseIterable, Sendable {
    case queued, sending, published, failed, uncertain, review, cancelled, expired
  }

  package var name: Name {
    switch self {
    case .queued: .queued
    case .sending: .sending
    case .uncertain: .uncertain
    case .review: .review
    case .published: .published
    case .failed: .failed
    case .cancelled: .cancelled
    case .expired: .expired
    }
  }

  /// Whether it never changes again.
  package var isFinal: Bool {
    switch self {
    case .published, .failed, .cancelled, .expired: true
    case .queued, .sending, .uncertain, .review: false
    }
  }

  /// Who has it in hand.
  package var claim: Claim? {
    switch self {
    case .queued(let claim): claim
    case .sending(let claim): claim
    default: nil
    }
  }

  package var reason: String? {
    switch self {
    case .uncertain(_, let reason), .review(_, let reason), .failed(_, let reason), .cancelled(_, let reason): reason
    case .queued, .sending, .published, .expired: nil
    }
  }
}

/// A gate's hold on one delivery, until its lease is over.
package struct Claim: Hashable, Codable, Sendable {
  package let service: ServiceID
  package let leaseEnds: Instant

  package init(service: ServiceID, leaseEnds: Instant) {
    self.service = service
    self.leaseEnds = leaseEnds
  }
}

/// One run of a gate service.
package struct ServiceID: Hashable, Codable, Sendable, CustomStringConvertible {
  package let rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package var description: String { String(rawValue) }
}
