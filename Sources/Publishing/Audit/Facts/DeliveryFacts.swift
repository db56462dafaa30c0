package import Elections
package import Texts

// What the gate does with deliveries, and what becomes of them.

extension AuditFact {
  /// A permit was given: from here on it may have been sent.
  package struct Sending: FactPayload {
    /// The first is 1.
    package let attempt: Int?
    package let contentClass: ContentClass?
    package let contentHash: ContentHash?
    /// By which the receiver tells copies of it apart.
    package let key: DeliveryKey?
    /// Of the very bytes that the connector was given; nil in entries of versions that did not record it.
    package let planHash: ContentHash?

    package init(_ delivery: Delivery, plan: [UInt8]) {
      attempt = delivery.attempts
      contentClass = delivery.contentClass
      contentHash = delivery.contentHash
      key = delivery.key
      planHash = ContentHash(of: plan)
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      attempt = try facts.value(.attempt)
      contentClass = try facts.value(.contentClass)
      contentHash = try facts.value(.contentHash)
      key = try facts.value(.key)
      planHash = try facts.value(.planHash)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.attempt, attempt)
      facts.add(.contentClass, contentClass)
      facts.add(.contentHash, contentHash)
      facts.add(.key, key)
      facts.addIfThere(.planHash, planHash)
    }
  }

  /// The network has it.
  package struct Published: FactPayload {
    package let remoteID: String?
    package let url: String?
    /// How it is known, where not from the answer to the send.
    package let how: String?

    package init(_ receipt: Receipt, how: String? = nil) {
      remoteID = receipt.remoteID
      url = receipt.url
      self.how = how
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      remoteID = try facts.value(.remoteID)
      url = try facts.value(.url)
      how = try facts.value(.how)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.remoteID, remoteID)
      facts.add(.url, url)
      facts.addIfThere(.how, how)
    }
  }

  /// It certainly did not leave, and waits again.
  package struct NotSent: FactPayload {
    package let reason: String?
    /// When it is tried again; nil: as soon as it may.
    package let next: Instant?

    package init(_ reason: String, next: Instant? = nil) {
      self.reason = reason
      self.next = next
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      reason = try facts.value(.reason)
      next = try facts.value(.next)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.reason, personal: reason)
      facts.addIfThere(.next, next)
    }
  }

  /// It waits for a person.
  package enum Review: FactPayload {
    case because(String?)
    /// `lateAfter`: the post's own; the channel's stands in the revision.
    case tooLate(String?, due: Instant, lateAfter: Duration?)
    /// What the store keeps of it is not what was queued.
    case changed(String?, contentHash: ContentHash)

    package init(_ facts: FactReader) throws(UnreadableFact) {
      let reason: String? = try facts.value(.reason)
      if let due: Instant = try facts.value(.due) {
        self = .tooLate(reason, due: due, lateAfter: try facts.value(.lateAfter))
      } else if let hash: ContentHash = try facts.value(.contentHash) {
        self = .changed(reason, contentHash: hash)
      } else {
        self = .because(reason)
      }
    }

    /// What is said of lateness and of damage are the gate's own words.
    package func write(to facts: inout FactWriter) {
      switch self {
      case .because(let reason): facts.add(.reason, personal: reason)
      case .tooLate(let reason, let due, let lateAfter):
        facts.add(.reason, reason)
        facts.add(.due, due)
        facts.addIfThere(.lateAfter, lateAfter)
      case .changed(let reason, let contentHash):
        facts.add(.reason, reason)
        facts.add(.contentHash, contentHash)
      }
    }

    package var reason: String? {
      switch self {
      case .because(let reason), .tooLate(let reason, _, _), .changed(let reason, _): reason
      }
    }

    package var due: Instant? { if case .tooLate(_, let due, _) = self { due } else { nil } }
  }

  /// What became of an attempt, told after the delivery had been settled without it.
  package struct LateAnswer: FactPayload {
    /// As `LateReport.outcome`.
    package let outcome: String?
    package let remoteID: String?
    package let url: String?
    package let reason: String?
    /// What its delivery was when the answer came.
    package let was: DeliveryState.Name?

    package init(_ report: LateReport, was: DeliveryState.Name) {
      outcome = report.outcome
      remoteID = report.remoteID
      url = report.url
      reason = report.reason
      self.was = was
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      outcome = try facts.value(.outcome)
      remoteID = try facts.value(.remoteID)
      url = try facts.value(.url)
      reason = try facts.value(.reason)
      was = try facts.value(.was)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.outcome, outcome)
      facts.add(.remoteID, remoteID)
      facts.add(.url, url)
      facts.add(.reason, personal: reason)
      facts.add(.was, was)
    }
  }

  /// What was answered or read back differs from what was approved.
  package struct Differing: FactPayload {
    /// A sentence each.
    package let differences: [String]

    package init(_ differences: [String]) { self.differences = differences }

    package init(_ facts: FactReader) throws(UnreadableFact) { differences = try facts.list(.differences) }

    package func write(to facts: inout FactWriter) { facts.add(.differences, personal: differences) }
  }

  /// Listed words were found in it.
  package struct Flagged: FactPayload {
    /// Where they stand.
    package let passages: [String]

    package init(_ passages: [String]) { self.passages = passages }

    package init(_ facts: FactReader) throws(UnreadableFact) { passages = try facts.list(.flagged) }

    package func write(to facts: inout FactWriter) { facts.add(.flagged, personal: passages) }
  }
}
