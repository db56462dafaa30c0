package import Elections
import Synchronization
package import Texts

/// The right to send one delivery's exact content once, before an instant, as long as nothing closes meanwhile.
///
/// Only the gate makes one, from what the store granted in the transaction that recorded the attempt (G-20).
package struct Permit: Sendable {
  package let delivery: DeliveryID
  package let name: DeliveryName
  package let contentHash: ContentHash
  package let fence: Int64
  package let revision: RevisionNumber
  package let issued: Instant
  /// No byte may leave at or after this.
  package let notAfter: Instant
  private let look: @Sendable () async -> LastLook.Refusal?
  private let answer = Answer()

  /// What the last look found, for the gate that gave the permit.
  private final class Answer: Sendable {
    let refusal = Mutex<LastLook.Refusal?>(nil)
  }

  /// `look` asks whether the permit still stands; nil says that it does.
  package init(
    _ grant: PermitGrant, name: DeliveryName, contentHash: ContentHash,
    look: @escaping @Sendable () async -> LastLook.Refusal?
  ) {
    delivery = grant.delivery
    self.name = name
    self.contentHash = contentHash
    fence = grant.fence
    revision = grant.revision
    issued = grant.issued
    notAfter = grant.notAfter
    self.look = look
  }

  /// Whether it is for this plan, and not over (G-33). Enough to begin with; not enough to let a byte leave.
  package func allows(_ plan: SendPlan, at now: Instant) -> Bool {
    plan.post.name == name && plan.contentHash == contentHash && now < notAfter
  }

  /// The last look: asked when the connection stands and nothing but the bytes that make it public is left. On false
  /// nothing may leave, and the connector says that nothing was sent.
  package func mayLeave(_ plan: SendPlan, by clock: @Sendable () -> Instant) async -> Bool {
    guard allows(plan, at: clock()) else { return false }
    if let refusal = await look() {
      answer.refusal.withLock { $0 = refusal }
      return false
    }
    // The store may have taken its time.
    return allows(plan, at: clock())
  }

  /// What the last look answered where it let nothing leave.
  package var refusal: LastLook.Refusal? { answer.refusal.withLock(\.self) }
}
