package import Elections

/// Whether a delivery gets its permit: the same rules for every store, asked inside its transaction.
package enum PermitDecision: Sendable {
  /// What the delivery becomes, what is granted, and the channel's pace after it where there is one.
  case granted(Delivery, PermitGrant, PaceLog?)
  case refused(PermitAnswer.Refusal)

  /// `isPaused`: somebody has paused the channel, or its receiver stopped it. `isInDoubt`: a file of the rules cannot
  /// be read.
  package init(
    _ request: PermitRequest, _ item: PermitRequest.Item, _ delivery: Delivery, pace log: PaceLog, isPaused: Bool,
    isInDoubt: Bool
  ) {
    guard delivery.fence == item.fence, case .queued(let claim?) = delivery.state, claim.service == request.service
    else {
      self = .refused(.stale)
      return
    }
    guard delivery.contentHash == item.contentHash else {
      self = .refused(.changed)
      return
    }
    // The lane's next closing edge, the lease less the time that a send takes, and the permit's own
    // life, usually a second: the earliest counts.
    let (leaseEnds, leaseAllows) = Self.lease(claim, request, item)
    var notAfter = min(leaseAllows, request.now.adding(item.longest))
    if let openUntil = item.openUntil { notAfter = min(notAfter, openUntil) }
    notAfter = min(notAfter, item.latest.adding(.milliseconds(1)))
    if let expires = delivery.expires { notAfter = min(notAfter, expires) }
    if let override = delivery.override { notAfter = min(notAfter, override.until) }
    let pace = request.paces[delivery.channel]
    guard !isPaused, !(isInDoubt && item.isHeldInDoubt), request.now < notAfter,
      pace.map({ log.available($0, at: request.now) > 0 }) ?? true
    else {
      self = .refused(.notNow)
      return
    }
    var after = delivery
    do throws(DeliveryRefusal) {
      try after.apply(.permit(fence: item.fence))
      if leaseEnds > claim.leaseEnds { try after.apply(.renew(fence: item.fence, until: leaseEnds)) }
    } catch {
      self = .refused(.stale)
      return
    }
    var spent: PaceLog?
    if let pace {
      var log = log
      log.record(request.now, pace: pace)
      spent = log
    }
    self = .granted(
      after,
      PermitGrant(
        delivery: delivery.id, fence: item.fence, revision: request.revision, issued: request.now, notAfter: notAfter,
        leaseEnds: leaseEnds, override: delivery.override?.id),
      spent)
  }

  /// When the lease ends, and until when it lets a send begin. Where an answer may be awaited for longer than a send usually
  /// takes, a lease that still stands is made to last for that.
  private static func lease(
    _ claim: Claim, _ request: PermitRequest, _ item: PermitRequest.Item
  ) -> (ends: Instant, allows: Instant) {
    guard let answer = item.longestAnswer else {
      return (claim.leaseEnds, claim.leaseEnds.adding(.zero - request.sendTimeout))
    }
    guard request.now < claim.leaseEnds else { return (claim.leaseEnds, claim.leaseEnds) }
    let ends = max(claim.leaseEnds, request.now.adding(item.longest + answer + PermitGrant.leaseMargin))
    return (ends, ends.adding(.zero - answer))
  }

  package static func audit(_ delivery: Delivery, _ grant: PermitGrant, plan: [UInt8]) -> AuditDraft {
    AuditDraft(
      at: grant.issued, actor: "gate", .sending(AuditFact.Sending(delivery, plan: plan)), post: delivery.post,
      channel: delivery.channel, revision: grant.revision)
  }
}

/// What is said of a delivery of which the store does not keep what was queued.
package enum ChangedText {
  /// As it is recorded, so that its remedy has plain words.
  package static let reason: String = Sentence(
    "What the store keeps of this post, or of what was to be sent of it, was changed outside Portcullis: it does not have "
      + "its hash, so it was not sent. "
      + "Compare it with what was meant, and correct it by \(Remedy.editPost), or cancel it."
  ).description

  /// `differences`: what its row says otherwise than the log, as ends of a sentence.
  package static func reason(_ differences: [String]) -> String {
    Sentence(
      "What the store keeps of this post was changed outside Portcullis, so it was not sent: "
        + "\(differences.joined(separator: "; ")). Compare it with what was meant, and correct it by \(Remedy.editPost), "
        + "or cancel it."
    ).description
  }

  package static func audit(_ delivery: Delivery, at now: Instant, revision: RevisionNumber) -> AuditDraft {
    AuditDraft(
      at: now, actor: "gate", .review(.changed(reason, contentHash: delivery.contentHash)), post: delivery.post,
      channel: delivery.channel, revision: revision)
  }
}

/// What is said of a delivery that is too late.
package enum LateText {
  package static func reason(late: Duration) -> String {
    "It was \(late.inWords) late when its channel was open, which is more than it may be."
  }

  package static func audit(_ delivery: Delivery, at now: Instant, revision: RevisionNumber) -> AuditDraft {
    AuditDraft(
      at: now, actor: "gate",
      // The channel's own lateness stands in the revision; the post's would be lost with the next edit.
      .review(.tooLate(delivery.state.reason, due: delivery.due, lateAfter: delivery.lateAfter)),
      post: delivery.post, channel: delivery.channel, revision: revision)
  }
}
