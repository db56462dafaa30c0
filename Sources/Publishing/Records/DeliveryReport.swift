package import Elections

/// What preparing a delivery made, under the claim that has it in hand.
package struct KeptPreparation: Hashable, Sendable {
  package let delivery: DeliveryID
  package let fence: Int64
  package let kept: [UInt8]

  package init(delivery: DeliveryID, fence: Int64, kept: [UInt8]) {
    self.delivery = delivery
    self.fence = fence
    self.kept = kept
  }
}

/// When a delivery was read back as the public sees it.
package struct Sighting: Hashable, Sendable {
  package let delivery: DeliveryID
  package let fence: Int64
  package let at: Instant

  package init(delivery: DeliveryID, fence: Int64, at: Instant) {
    self.delivery = delivery
    self.fence = fence
    self.at = at
  }
}

/// What became of a delivery that was in hand.
package struct DeliveryReport: Hashable, Sendable {
  package let delivery: DeliveryID
  package let event: DeliveryEvent
  /// Nil where the event is no news.
  package let audit: AuditDraft?
  /// Why a claim came to nothing, where that was not for time: it is counted, and too often goes to a person.
  package let trouble: Trouble?

  package struct Trouble: Hashable, Sendable {
    package let reason: String
    package let at: Instant

    package init(_ reason: String, at: Instant) {
      self.reason = reason
      self.at = at
    }
  }

  package init(delivery: DeliveryID, event: DeliveryEvent, audit: AuditDraft?, trouble: Trouble? = nil) {
    self.delivery = delivery
    self.event = event
    self.audit = audit
    self.trouble = trouble
  }
}
