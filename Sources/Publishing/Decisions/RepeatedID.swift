import Elections

/// An id that comes a second time on a channel.
///
/// Where a network gives the ids, the second use is a mistake about one of the two deliveries: two posts with one text,
/// of which one never arrived, look the same to whoever reads a timeline. So it is never a receipt. A council's own
/// program may give one id twice, which is told of.
enum RepeatedID {
  static func reason(_ receipt: Receipt, of other: DeliveryName) -> String {
    "What was found for it (\(receipt.url ?? receipt.remoteID)) is \(other)'s already, so it may not have gone out; look "
      + "there for both."
  }

  /// What the log says beside the entry of a publication.
  static func entry(_ receipt: Receipt, of other: DeliveryName, _ audit: AuditDraft?) -> AuditDraft? {
    let words = "It was given the id “\(receipt.remoteID)”, which \(other) was given before."
    return audit?.replacing(.differs(AuditFact.Differing([words])))
  }
}

extension DeliveryEvent {
  /// The receipt that it brings.
  var receipt: Receipt? {
    switch self {
    case .publish(_, let receipt, _), .foundAfterDoubt(_, let receipt, _), .prove(let receipt, _): receipt
    default: nil
    }
  }

  /// What becomes of a delivery whose receipt cannot be its own: it stays in doubt, or a person decides. Nil where the
  /// event would be refused anyway.
  func withoutReceipt(of delivery: Delivery, reason: String) -> (event: DeliveryEvent, fact: AuditFact)? {
    switch (self, delivery.state) {
    case (.publish(let fence, _, let at), .sending):
      (.loseAnswer(fence: fence, at: at, reason: reason), .uncertain(AuditFact.Reason(reason)))
    case (.publish(let fence, _, let at), .uncertain) where fence == delivery.fence,
      (.foundAfterDoubt(let fence, _, let at), .uncertain) where fence == delivery.fence:
      (.setAside(at: at, reason: reason), .review(.because(reason)))
    default: nil
    }
  }
}
