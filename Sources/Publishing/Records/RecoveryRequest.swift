package import Elections

package struct RecoveryRequest: Hashable, Sendable {
  package let service: ServiceID
  package let now: Instant
  /// Every other service is known to be gone (the lock on the store is ours), so their leases need not run out.
  package let isAlone: Bool
  package let revision: RevisionNumber?
  package let actor: String
  /// What the service itself is sending, under which fences: it will report, however long that takes.
  package let underWay: [DeliveryID: Int64]
  package let limit: Int

  package init(
    service: ServiceID, now: Instant, isAlone: Bool, revision: RevisionNumber?, actor: String,
    underWay: [DeliveryID: Int64] = [:], limit: Int = 1000
  ) {
    self.underWay = underWay
    self.service = service
    self.now = now
    self.isAlone = isAlone
    self.revision = revision
    self.actor = actor
    self.limit = limit
  }
}

/// A living service's claims on what it is sending, before their leases are over.
package struct LeaseRenewal: Hashable, Sendable {
  package let service: ServiceID
  package let underWay: [DeliveryID: Int64]
  package let until: Instant

  package init(service: ServiceID, underWay: [DeliveryID: Int64], until: Instant) {
    self.service = service
    self.underWay = underWay
    self.until = until
  }
}
