import Elections

// Answers that are whole rows, many at a time: of these a store keeps only which they are, and gives them again as they
// are then. While nobody has done anything else with them, that is the first answer.

/// What a claim came to.
package struct ClaimReceipt: KeptAnswer {
  private let claimed: [(delivery: DeliveryID, fence: Int64)]
  private let tooLate: [DeliveryID]
  private let expired: [DeliveryID]
  private let overridesEnded: [DeliveryID]
  private let distrusted: [DeliveryID]
  private let paceUntil: [String: Instant]
  private let isPartial: Bool
  private let isSuperseded: Bool

  package init(_ answer: ClaimAnswer) {
    claimed = answer.claimed.map { ($0.delivery.id, $0.delivery.fence) }
    tooLate = answer.tooLate.map(\.id)
    expired = answer.expired.map(\.id)
    overridesEnded = answer.overridesEnded.map(\.id)
    distrusted = answer.distrusted.map(\.id)
    paceUntil = answer.paceUntil
    isPartial = answer.isPartial
    isSuperseded = answer.isSuperseded
  }

  /// What was taken in hand and is not in this claim's hand any more is left out.
  package func answer<Failure: Error>(
    delivery: (DeliveryID) throws(Failure) -> Delivery?, kept: (Delivery) throws(Failure) -> KeptContent?
  ) throws(Failure) -> ClaimAnswer {
    var answer = ClaimAnswer()
    for (id, fence) in claimed {
      guard let delivery = try delivery(id), delivery.fence == fence, case .queued(.some) = delivery.state,
        let kept = try kept(delivery)
      else { continue }
      answer.claimed.append(kept.claimed(delivery))
    }
    for id in tooLate { if let delivery = try delivery(id) { answer.tooLate.append(delivery) } }
    for id in expired { if let delivery = try delivery(id) { answer.expired.append(delivery) } }
    for id in overridesEnded { if let delivery = try delivery(id) { answer.overridesEnded.append(delivery) } }
    for id in distrusted { if let delivery = try delivery(id) { answer.distrusted.append(delivery) } }
    answer.paceUntil = paceUntil
    answer.isPartial = isPartial
    answer.isSuperseded = isSuperseded
    return answer
  }

  package func keep(in bytes: inout AnswerBytes) {
    bytes.add(Int64(claimed.count))
    for (delivery, fence) in claimed {
      bytes.add(delivery.rawValue)
      bytes.add(fence)
    }
    for list in [tooLate, expired, overridesEnded, distrusted] {
      bytes.add(Int64(list.count))
      for delivery in list { bytes.add(delivery.rawValue) }
    }
    bytes.add(Int64(paceUntil.count))
    for (channel, until) in paceUntil {
      bytes.add(channel)
      bytes.add(until.millisecondsSince1970)
    }
    bytes.add(isPartial)
    bytes.add(isSuperseded)
  }

  package init(kept bytes: inout AnswerReader) throws(StoreError) {
    var claimed: [(DeliveryID, Int64)] = []
    for _ in 0..<(try bytes.count()) { claimed.append((DeliveryID(try bytes.number()), try bytes.number())) }
    self.claimed = claimed
    tooLate = try bytes.deliveries()
    expired = try bytes.deliveries()
    overridesEnded = try bytes.deliveries()
    distrusted = try bytes.deliveries()
    var paceUntil: [String: Instant] = [:]
    for _ in 0..<(try bytes.count()) {
      let channel = try bytes.text()
      paceUntil[channel] = Instant(millisecondsSince1970: try bytes.number())
    }
    self.paceUntil = paceUntil
    isPartial = try bytes.flag()
    isSuperseded = try bytes.flag()
  }
}

/// Which of a list a call concerned: of reports those that changed their delivery, of edges those that were news.
package struct PlacesReceipt: KeptAnswer {
  private let places: [Bool]

  package init(_ places: [Bool]) { self.places = places }

  /// The elements at the places, nil at the others.
  package func chosen<Element>(of all: [Element]) -> [Element?] {
    zip(all, places).map { $1 ? $0 : nil }
  }

  package func keep(in bytes: inout AnswerBytes) {
    bytes.add(Int64(places.count))
    for isMeant in places { bytes.add(isMeant) }
  }

  package init(kept bytes: inout AnswerReader) throws(StoreError) {
    var places: [Bool] = []
    for _ in 0..<(try bytes.count()) { places.append(try bytes.flag()) }
    self.places = places
  }
}

extension AnswerReader {
  fileprivate mutating func deliveries() throws(StoreError) -> [DeliveryID] {
    var all: [DeliveryID] = []
    for _ in 0..<(try count()) { all.append(DeliveryID(try number())) }
    return all
  }
}
