package import Elections
package import Texts

/// What can happen to a delivery.
package enum DeliveryEvent: Hashable, Sendable {
  // By a gate. Each carries the fence of the claim under which it acts.
  case claim(Claim)
  case permit(fence: Int64)
  /// It is still being sent: the lease lasts longer.
  case renew(fence: Int64, until: Instant)
  /// Certainly nothing was sent. Not again before `next`.
  case giveBack(fence: Int64, next: Instant?)
  case publish(fence: Int64, Receipt, confirmed: Instant)
  case fail(fence: Int64, at: Instant, reason: String)
  case loseAnswer(fence: Int64, at: Instant, reason: String)
  /// Certainly nothing was sent, and a further attempt would be too late.
  case giveUp(fence: Int64, at: Instant, reason: String)

  // By a gate, of deliveries that nobody has in hand.
  /// The claim's lease is over, or its owner is known to be gone.
  case abandon(fence: Int64, at: Instant)
  case tooLate(at: Instant, reason: String)
  /// What the store keeps of it contradicts itself.
  case distrust(at: Instant, reason: String)
  case expire(at: Instant)
  /// Its override is over or was withdrawn.
  case endOverride
  /// Listed words were found in it after it was queued: it goes back to wait for an approval.
  case flag(fence: Int64)
  /// The store went back in time: it may have been sent by what the store was before.
  case setBack(at: Instant, reason: String)
  /// A lookup proved that it was sent.
  case foundAfterDoubt(fence: Int64, Receipt, confirmed: Instant)
  /// A lookup proved that it was not sent, and that sending it again cannot make a second one.
  case absentAfterDoubt(fence: Int64, next: Instant)
  /// A lookup proved nothing; the next one comes at `next`.
  case stillInDoubt(fence: Int64, next: Instant)
  /// The network's receipt came after its attempt had been given up as doubtful.
  case prove(Receipt, confirmed: Instant)

  // By a person.
  case edit(DeliveryEdit)
  case cancel(at: Instant, reason: String)
  /// Cancelled or rejected while it is under way.
  case wish(Wish)
  /// Leave as soon as the channel is open, counted as due now.
  case release(at: Instant)
  /// A person has seen it published.
  case confirm(at: Instant, reason: String)
  /// A person has approved its content and time.
  case approve
  case reject(at: Instant, reason: String)
  case override(OverrideGrant)
  /// Something that would let it leave happened unseen: it waits for a person.
  case setAside(at: Instant, reason: String)
}

extension DeliveryEvent {
  /// The fence under which a gate acts; nil where no claim is needed.
  package var fence: Int64? {
    switch self {
    case .permit(let fence), .renew(let fence, _), .giveBack(let fence, _), .publish(let fence, _, _),
      .fail(let fence, _, _),
      .loseAnswer(let fence, _, _), .giveUp(let fence, _, _), .abandon(let fence, _), .foundAfterDoubt(let fence, _, _),
      .absentAfterDoubt(let fence, _), .stillInDoubt(let fence, _):
      fence
    case .flag(let fence): fence
    case .claim, .tooLate, .distrust, .expire, .endOverride, .setBack, .prove, .edit, .cancel, .wish, .release,
      .confirm, .approve, .reject, .override, .setAside:
      nil
    }
  }
}

/// What an author changed: a new revision of the post.
package struct DeliveryEdit: Hashable, Sendable {
  package let revision: Int
  package let contentClass: ContentClass
  package let contentHash: ContentHash
  package let key: DeliveryKey
  package let due: Instant
  package let lateAfter: Duration?
  package let expires: Instant?
  /// Whether the author named a new time, which takes a delivery out of review.
  package let isMoved: Bool
  /// Listed words stand in the new content.
  package let isFlagged: Bool

  package init(
    revision: Int, contentClass: ContentClass, contentHash: ContentHash, key: DeliveryKey, due: Instant,
    lateAfter: Duration?, expires: Instant?, isMoved: Bool, isFlagged: Bool = false
  ) {
    self.revision = revision
    self.contentClass = contentClass
    self.contentHash = contentHash
    self.key = key
    self.due = due
    self.lateAfter = lateAfter
    self.expires = expires
    self.isMoved = isMoved
    self.isFlagged = isFlagged
  }
}

/// Why an event was refused; nothing changed.
package enum DeliveryRefusal: Error, Hashable, Sendable {
  /// Another claim, or a person, came between (G-25).
  case stale
  case alreadyClaimed
  case inFlight
  /// A gate that is working sent it, and may still tell what became of it.
  case awaited
  /// What the store keeps of it has not its hash: nobody can have agreed to it.
  case changed
  /// Final states never change.
  case final(DeliveryState.Name)
  /// Only a person's decision on what is uncertain helps here.
  case uncertain
  case notWaiting(DeliveryState.Name)
  /// It waits for a person, and was never sent: nobody can have seen it published.
  case notSent
}

extension Delivery {
  /// Makes one step of a delivery's life, or refuses it and changes nothing.
  package mutating func apply(_ event: DeliveryEvent) throws(DeliveryRefusal) {
    if state.isFinal { throw Self.isByGate(event) ? .stale : .final(state.name) }
    switch (state, event) {
    case (.queued(nil), .claim(let claim)):
      fence += 1
      state = .queued(claim)
    case (.queued(.some), .claim): throw .alreadyClaimed

    case (.queued(let claim?), .permit(let fence)):
      try check(fence)
      attempts += 1
      lookups = 0
      state = .sending(claim)

    case (.sending(let claim), .renew(let fence, let until)):
      try check(fence)
      state = .sending(Claim(service: claim.service, leaseEnds: until))

    case (.queued(.some), .giveBack(let fence, let next)), (.sending, .giveBack(let fence, let next)):
      try check(fence)
      requeue(next: next)
    // A worker that was thought dead may still bring the proof that settles the doubt.
    case (.sending, .publish(let fence, let receipt, let confirmed)),
      (.uncertain, .publish(let fence, let receipt, let confirmed)):
      try check(fence)
      state = .published(receipt, confirmed: confirmed)
    // After a doubt only the same content was sent again, under the same key: a receipt for any attempt is one for it.
    case (.queued, .prove(let receipt, let confirmed)) where wasUncertain,
      (.sending, .prove(let receipt, let confirmed)) where wasUncertain,
      (.review, .prove(let receipt, let confirmed)) where wasUncertain,
      (.uncertain, .prove(let receipt, let confirmed)):
      state = .published(receipt, confirmed: confirmed)
    case (.uncertain, .giveBack(let fence, let next)):
      try check(fence)
      requeue(next: next)
    // A lost attempt may have gone out: that another was refused proves nothing of it.
    case (.sending, .fail(let fence, let at, let reason)) where wasUncertain:
      try check(fence)
      if let wish { grant(wish) } else { state = .review(since: at, reason: reason) }
    case (.sending, .fail(let fence, let at, let reason)), (.uncertain, .fail(let fence, let at, let reason)):
      try check(fence)
      state = .failed(at: at, reason: reason)
    case (.sending, .loseAnswer(let fence, let at, let reason)):
      try check(fence)
      doubt(since: at, reason: reason, next: at.adding(Self.lookupDelays[0]))

    case (.queued(.some), .abandon(let fence, _)):
      // Certainly not sent: only a permit lets a byte leave.
      try check(fence)
      state = .queued(nil)
    case (.sending, .abandon(let fence, let at)):
      try check(fence)
      doubt(since: at, reason: Self.gateEnded, next: at)

    case (.queued(nil), .tooLate(let at, let reason)), (.queued(nil), .distrust(let at, let reason)):
      state = .review(since: at, reason: reason)
    case (.queued(.some), .giveUp(let fence, let at, let reason)), (.sending, .giveUp(let fence, let at, let reason)),
      (.uncertain, .giveUp(let fence, let at, let reason)):
      try check(fence)
      if let wish { grant(wish) } else { state = .review(since: at, reason: reason) }
    case (.queued(nil), .expire(let at)), (.review, .expire(let at)): state = .expired(at: at)
    case (.queued(.some), .flag(let fence)):
      try check(fence)
      isFlagged = true
      state = .queued(nil)

    // Whoever had it in hand belongs to what the store was before.
    case (.queued, .setBack(let at, let reason)), (.sending, .setBack(let at, let reason)),
      (.uncertain, .setBack(let at, let reason)):
      fence += 1
      wasUncertain = true
      state = .review(since: at, reason: reason)
    // Since when stays, since by it a rejection is known, which not everybody may undo.
    case (.review(let since, let before), .setBack(_, let reason)):
      fence += 1
      wasUncertain = true
      state = .review(since: since, reason: "\(reason) It waited before: \(before)")

    case (.uncertain, .foundAfterDoubt(let fence, let receipt, let confirmed)):
      try check(fence)
      state = .published(receipt, confirmed: confirmed)
    case (.uncertain, .absentAfterDoubt(let fence, let next)):
      try check(fence)
      requeue(next: next)
    case (.uncertain, .stillInDoubt(let fence, let next)):
      try check(fence)
      lookups += 1
      self.next = next

    case (_, .edit) where wasUncertain: throw .uncertain
    case (.queued, .edit(let edit)): accept(edit, state: .queued(nil))
    case (.review, .edit(let edit)): accept(edit, state: edit.isMoved ? .queued(nil) : state)
    case (.queued, .cancel(let at, let reason)), (.review, .cancel(let at, let reason)),
      (.uncertain, .cancel(let at, let reason)):
      fence += 1
      wish = nil
      state = .cancelled(at: at, reason: reason)
    // Nothing leaves from here on; what becomes of it shows when its worker, or a lookup, tells.
    case (.sending, .wish(let wish)), (.uncertain, .wish(let wish)): self.wish = self.wish?.and(wish) ?? wish
    case (.review, .release(let at)), (.uncertain, .release(let at)):
      fence += 1
      wish = nil
      releasedAt = at
      requeue(next: at)
    case (.uncertain, .confirm(let at, let reason)),
      (.review, .confirm(let at, let reason)) where wasUncertain:
      fence += 1
      state = .published(
        Receipt(remoteID: "confirmed by a person: \(reason)", at: at, mayRepeat: true),
        confirmed: at)

    // What changes the lane takes the delivery out of a gate's hand: nothing has been sent.
    case (.queued, .approve):
      fence += 1
      approvals = min(approvals + 1, ApprovalRule.mostTiers)
      state = .queued(nil)
    case (.queued, .reject(let at, let reason)):
      fence += 1
      approvals = 0
      state = .review(since: at, reason: reason)
    case (.queued, .setAside(let at, let reason)):
      fence += 1
      state = .review(since: at, reason: reason)
    case (.uncertain(_, let doubt), .setAside(let at, let reason)):
      fence += 1
      state = .review(since: at, reason: "It may have gone out already: \(doubt) \(reason)")
    case (.queued, .override(let grant)):
      fence += 1
      override = grant
      state = .queued(nil)
    case (.queued, .endOverride) where override != nil:
      fence += 1
      override = nil
      state = .queued(nil)
    case (.review, .endOverride) where override != nil:
      fence += 1
      override = nil
    // Its worker still has to report under its fence; the last look sees that the override is over.
    case (.sending, .endOverride) where override != nil, (.uncertain, .endOverride) where override != nil:
      override = nil

    case (.sending, .edit), (.sending, .cancel), (.sending, .release), (.sending, .confirm), (.sending, .approve),
      (.sending, .reject), (.sending, .override):
      throw .inFlight
    case (.review, .confirm): throw .notSent
    case (_, .release), (_, .confirm), (_, .approve), (_, .reject), (_, .override), (_, .wish):
      throw .notWaiting(state.name)
    default: throw .stale
    }
  }

  /// Why an answer was lost that no receiver kept back.
  package static let gateEnded = "The gate ended while it was being sent."

  /// When an uncertain delivery is looked up, counted from the loss of the answer and then from one lookup
  /// to the next; afterwards hourly.
  package static let lookupDelays: [Duration] = [.seconds(5), .seconds(30), .seconds(120), .seconds(600)]

  package static func lookupDelay(after lookups: Int) -> Duration {
    lookups + 1 < lookupDelays.count ? lookupDelays[lookups + 1] : .seconds(3600)
  }

  private static func isByGate(_ event: DeliveryEvent) -> Bool {
    switch event {
    case .edit, .cancel, .wish, .release, .confirm, .approve, .reject, .override, .endOverride: false
    default: true
    }
  }

  private func check(_ fence: Int64) throws(DeliveryRefusal) {
    guard fence == self.fence else { throw .stale }
  }

  /// Certainly nothing was sent: it waits again, or becomes what somebody asked for meanwhile.
  private mutating func requeue(next: Instant?) {
    if let wish { return grant(wish) }
    if let next { self.next = max(next, due) }
    state = .queued(nil)
  }

  private mutating func grant(_ wish: Wish) {
    fence += 1
    self.wish = nil
    switch wish.act {
    case .cancel: state = .cancelled(at: wish.at, reason: wish.reason)
    case .reject:
      approvals = 0
      state = .review(since: wish.at, reason: wish.reason)
    }
  }

  private mutating func doubt(since: Instant, reason: String, next: Instant) {
    lookups = 0
    wasUncertain = true
    self.next = next
    state = .uncertain(since: since, reason: reason)
  }

  private mutating func accept(_ edit: DeliveryEdit, state: DeliveryState) {
    fence += 1
    revision = edit.revision
    contentClass = edit.contentClass
    contentHash = edit.contentHash
    key = edit.key
    due = edit.due
    lateAfter = edit.lateAfter
    expires = edit.expires
    releasedAt = nil
    // An approval is for one content and time, and an override for what it named (G-31).
    override = nil
    approvals = 0
    isFlagged = edit.isFlagged
    next = edit.due
    self.state = state
  }
}
