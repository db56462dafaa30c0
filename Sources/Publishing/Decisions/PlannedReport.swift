package import Elections

/// How often a claim came to nothing for another reason than time.
package struct GivenBack: Hashable, Sendable {
  package let count: Int
  package let reason: String
  package let at: Instant

  package init(count: Int, reason: String, at: Instant) {
    self.count = count
    self.reason = reason
    self.at = at
  }

  /// So many, and the delivery waits for a person.
  package static let most = 3
}

/// What a worker's report makes of a delivery: worked out before anything is written, and the same for every store.
package struct PlannedReport: Sendable {
  /// Nil: it stays as it is.
  package let after: Delivery?
  package private(set) var audits: [AuditDraft]
  /// To be kept beside the delivery.
  package let late: LateReport?
  /// To be counted.
  package let givenBack: GivenBack?

  /// - Parameters:
  ///   - report: What the worker says.
  ///   - before: The delivery as it is.
  ///   - isAwaited: Whether the report's attempt began, and nobody has reported of it yet; asked where it is stale.
  ///   - count: How often it was given back before.
  ///   - owner: Which other delivery of its channel has a receipt's id; asked where it brings one.
  package init(
    _ report: DeliveryReport, on before: Delivery, isAwaited: () throws -> Bool, givenBack count: Int,
    owner: (Receipt) throws -> DeliveryName?
  ) rethrows {
    var event = report.event
    var audit = report.audit
    var isProof = true
    var repeated: (receipt: Receipt, other: DeliveryName)?
    if let receipt = event.receipt, let other = try owner(receipt) {
      if receipt.mayRepeat {
        repeated = (receipt, other)
      } else {
        // A network's id belongs to one delivery for ever: whose it is nobody can tell from here.
        isProof = false
        let words = RepeatedID.reason(receipt, of: other)
        if let refused = event.withoutReceipt(of: before, reason: words) {
          event = refused.event
          audit = audit?.replacing(refused.fact)
        }
      }
    }
    var counted: GivenBack?
    if let trouble = report.trouble, case .giveBack(let fence, _) = event {
      counted = GivenBack(count: count + 1, reason: trouble.reason, at: trouble.at)
      if count + 1 >= GivenBack.most {
        let words = "\(trouble.reason) It was taken in hand \(count + 1) times, and given back each time."
        event = .giveUp(fence: fence, at: trouble.at, reason: words)
        audit = audit?.replacing(.review(.because(words)))
      }
    }
    var after = before
    do throws(DeliveryRefusal) {
      try after.apply(event)
      self.after = after
      audits = [audit].compactMap(\.self)
      late = nil
      givenBack = counted
      if let entry = Self.granted(before, after, audit) { audits.append(entry) }
      if let repeated, let entry = RepeatedID.entry(repeated.receipt, of: repeated.other, audit) {
        audits.append(entry)
      }
    } catch {
      givenBack = nil
      guard try isAwaited(), let fence = event.fence, let at = audit?.at,
        let told = LateReport(event, of: before.name, fence: fence, at: at)
      else {
        self.after = nil
        audits = []
        late = nil
        return
      }
      late = told
      var entry = Self.entry(told, before, audit)
      // A receipt is a proof, whoever brings it: what it proves must never be sent again.
      if case .publish(_, let receipt, let confirmed) = event, isProof,
        (try? after.apply(.prove(receipt, confirmed: confirmed))) != nil
      {
        self.after = after
        entry = [audit].compactMap(\.self) + entry
      } else {
        self.after = nil
      }
      audits = entry
    }
  }

  /// What somebody asked for while it was under way, and now is.
  private static func granted(_ before: Delivery, _ after: Delivery, _ audit: AuditDraft?) -> AuditDraft? {
    guard let wish = before.wish, after.wish == nil, let audit else { return nil }
    switch after.state {
    case .cancelled:
      let fact = AuditFact.Decided(wish.reason, was: before.state.name, askedAt: wish.at)
      return audit.replacing(.cancelled(fact), by: wish.by)
    case .review: return audit.replacing(.review(.because(wish.reason)))
    default: return nil
    }
  }

  private static func entry(_ late: LateReport, _ before: Delivery, _ audit: AuditDraft?) -> [AuditDraft] {
    [audit?.replacing(.lateReport(AuditFact.LateAnswer(late, was: before.state.name)))].compactMap(\.self)
  }
}

extension LateReport {
  /// Nil where the event is no outcome of a send.
  init?(_ event: DeliveryEvent, of name: DeliveryName, fence: Int64, at: Instant) {
    switch event {
    case .publish(_, let receipt, _):
      self.init(
        delivery: name, fence: fence, at: at, outcome: Self.published, remoteID: receipt.remoteID, url: receipt.url)
    case .fail(_, _, let reason):
      self.init(delivery: name, fence: fence, at: at, outcome: "failed", reason: reason)
    case .giveUp(_, _, let reason):
      self.init(delivery: name, fence: fence, at: at, outcome: "not-sent", reason: reason)
    case .giveBack: self.init(delivery: name, fence: fence, at: at, outcome: "not-sent")
    case .loseAnswer(_, _, let reason):
      self.init(delivery: name, fence: fence, at: at, outcome: "unknown", reason: reason)
    default: return nil
    }
  }
}

extension DeliveryEvent {
  /// What a worker brings back of the send that it had in hand, and of no lookup.
  package var isWorkersOutcome: Bool {
    switch self {
    case .publish, .fail, .loseAnswer, .giveBack, .giveUp: true
    default: false
    }
  }
}

extension AuditDraft {
  /// Another event of the same moment and delivery.
  func replacing(_ fact: AuditFact, by actor: String? = nil) -> AuditDraft {
    AuditDraft(at: at, actor: actor ?? self.actor, fact, post: post, channel: channel, revision: revision)
  }
}
