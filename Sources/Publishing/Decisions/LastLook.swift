package import Elections
package import Texts

/// The question that is asked when nothing but the bytes is left to be sent: does the permit still stand?
///
/// Between a permit's transaction and its bytes lie a name's lookup, a connection and a handshake, or a whole
/// conversation. Whatever was closed meanwhile stops what has not left yet, so this asks all that the permit asked. It is
/// one read.
package struct LastLook: Hashable, Sendable {
  package let delivery: DeliveryID
  package let fence: Int64
  /// The revision under which the permit was given.
  package let revision: RevisionNumber
  package let contentHash: ContentHash
  /// The override under which it may leave, where it needs one.
  package let override: OverrideID?
  /// A file of the rules that cannot be read holds it.
  package let isHeldInDoubt: Bool

  package init(
    delivery: DeliveryID, fence: Int64, revision: RevisionNumber, contentHash: ContentHash, override: OverrideID? = nil,
    isHeldInDoubt: Bool = true
  ) {
    self.isHeldInDoubt = isHeldInDoubt
    self.delivery = delivery
    self.fence = fence
    self.revision = revision
    self.contentHash = contentHash
    self.override = override
  }

  /// What a store holds at that moment.
  package struct Found: Hashable, Sendable {
    package let isBeingSent: Bool
    package let fence: Int64
    package let contentHash: ContentHash
    package let override: OverrideGrant?
    package let expires: Instant?
    package let epoch: RevisionNumber?
    package let isPaused: Bool
    package let isStopped: Bool
    /// Files or folders that cannot be read.
    package let isInDoubt: Bool
    /// Somebody cancelled or rejected it while it was being sent.
    package let isWithdrawn: Bool

    package init(
      isBeingSent: Bool, fence: Int64, contentHash: ContentHash, override: OverrideGrant?, expires: Instant?,
      epoch: RevisionNumber?, isPaused: Bool, isStopped: Bool, isInDoubt: Bool, isWithdrawn: Bool
    ) {
      self.isBeingSent = isBeingSent
      self.fence = fence
      self.contentHash = contentHash
      self.override = override
      self.expires = expires
      self.epoch = epoch
      self.isPaused = isPaused
      self.isStopped = isStopped
      self.isInDoubt = isInDoubt
      self.isWithdrawn = isWithdrawn
    }
  }

  /// Why nothing leaves. `description` is a whole sentence.
  package enum Refusal: Hashable, Sendable {
    case notOurs, withdrawn, superseded, paused, stopped, inDoubt, overrideEnded, contentChanged, expired
    case clockInDoubt
    case unasked(String)
  }

  /// Nil: it may leave now. `found` is nil where the delivery is not there any more.
  package func refusal(_ found: Found?, at now: Instant) -> Refusal? {
    guard let found, found.isBeingSent, found.fence == fence else { return .notOurs }
    if found.isWithdrawn { return .withdrawn }
    if found.epoch != revision { return .superseded }
    if found.contentHash != contentHash { return .contentChanged }
    if found.isPaused { return .paused }
    if found.isStopped { return .stopped }
    if found.isInDoubt, isHeldInDoubt { return .inDoubt }
    if found.override?.id != override || found.override.map({ now >= $0.until }) ?? false { return .overrideEnded }
    if let expires = found.expires, now >= expires { return .expired }
    return nil
  }
}

extension LastLook.Refusal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notOurs: "It was taken out of the gate's hand at the last moment, so nothing left."
    case .withdrawn: "It was taken back while it was being sent, so nothing left."
    case .superseded: "Another revision was adopted at the last moment, so nothing left."
    case .paused: "Its channel was paused at the last moment, so nothing left."
    case .stopped: "Its channel was stopped at the last moment, so nothing left."
    case .inDoubt: "Files of the revision in force cannot be read, so nothing left."
    case .overrideEnded: "Its override was over at the last moment, so nothing left."
    case .contentChanged: "What it says was changed at the last moment, so nothing left."
    case .expired: "It had expired at the last moment, so nothing left."
    case .clockInDoubt: "The clock was in doubt at the last moment, so nothing left."
    case .unasked(let reason): "The store could not be asked at the last moment, so nothing left: \(reason)"
    }
  }
}
