import Elections
import Publishing

/// Claims that last as long as what they are for: a gate's own, renewed while it sends, and others', whose gates are gone.
extension GateService {
  struct UnderWay: Hashable, Sendable {
    let fence: Int64
    var leaseEnds: Instant
  }

  /// How long before its end a lease of what is being sent is renewed.
  private var margin: Duration { configuration.lease / 3 }

  /// Whatever this process is sending it will report of, however long the network takes: nobody else may call it lost
  /// meanwhile.
  func renewLeases(at now: Instant) async throws(StoreError) {
    let ending = underWay.filter { $0.value.leaseEnds <= now.adding(margin) }
    guard !ending.isEmpty else { return }
    let until = now.adding(configuration.lease)
    try await store.renew(
      LeaseRenewal(service: service, underWay: ending.mapValues(\.fence), until: until), as: newOperation())
    for delivery in ending.keys { underWay[delivery]?.leaseEnds = until }
  }

  /// When to look at leases again, where the next one ends at `end`.
  func leaseWake(_ end: Instant, after now: Instant) -> Instant {
    let renewal = end.adding(.zero - margin)
    // What is claimed now may be under way by then.
    return renewal > now ? renewal : end
  }

  /// Takes what gates that are gone had in hand, and never what this one is sending.
  func recoverExpiredLeases(at now: Instant) async throws(StoreError) -> Int {
    guard let end = try await store.nextLeaseEnd(), end <= now else { return 0 }
    let recovered = try await store.recover(
      RecoveryRequest(
        service: service, now: now, isAlone: false, revision: ruleset?.revision, actor: configuration.actor,
        underWay: underWay.mapValues(\.fence)), as: newOperation())
    for delivery in recovered { report(recovered: delivery, at: now) }
    return recovered.count
  }
}
