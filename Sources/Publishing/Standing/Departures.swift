package import Elections

/// When what waits on a channel with a pace leaves, one behind the other, if nothing changes.
///
/// A gate takes the earliest of what is due and open each time that the pace allows one, so when a post leaves depends on
/// all that comes before it.
package struct Departures: Hashable, Sendable {
  package struct Wait: Hashable, Sendable {
    /// From when on nothing but the pace holds it.
    package let ready: Instant
    /// When its turn comes, and it leaves if nothing else holds it then.
    package let until: Instant
  }

  /// Of those that ever would leave but for the pace.
  package private(set) var waits: [DeliveryID: Wait] = [:]

  init(of queue: [Delivery], _ pace: Pace, _ log: PaceLog, in standing: Standing) {
    func opening(_ delivery: Delivery, from instant: Instant) -> Instant? {
      guard let hold = standing.holdBesidesPace(of: delivery, from: instant) else { return instant }
      return hold.until
    }
    let queue = queue.sorted { ($0.next, $0.id) < ($1.next, $1.id) }
    let ready = queue.map { opening($0, from: standing.moment(of: $0)) }
    // Later than it was ready where its channel closed again while it waited.
    var opens = ready.map { $0 ?? standing.now }
    var waiting = queue.indices.filter { ready[$0] != nil }
    var log = log
    var instant = standing.now
    while let earliest = waiting.first(where: { opens[$0] <= instant }).map({ opens[$0] }) ?? Self.min(opens, waiting) {
      instant = max(instant, earliest)
      if let next = log.next(pace, after: instant) { instant = next }
      guard let place = waiting.firstIndex(where: { opens[$0] <= instant }) else { break }
      let index = waiting[place]
      // What was open may be so no more, once the pace allows the next one.
      let opening = opening(queue[index], from: instant)
      if let opening, opening > instant {
        opens[index] = opening
        continue
      }
      waiting.remove(at: place)
      if let ready = ready[index] { waits[queue[index].id] = Wait(ready: ready, until: instant) }
      // While it waited, something closed its channel that has no end.
      if opening == nil { continue }
      let isPointless = queue[index].expires.map { $0 <= instant } ?? false
      // What is too late by then goes to a person, and leaves its turn to the next one.
      if !isPointless, instant <= standing.latest(of: queue[index]) { log.record(instant, pace: pace) }
    }
  }

  private static func min(_ opens: [Instant], _ waiting: [Int]) -> Instant? { waiting.lazy.map { opens[$0] }.min() }
}
