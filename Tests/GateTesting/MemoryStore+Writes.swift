import Elections
import Publishing

/// What decisions have written, in the plainest words.
extension MemoryStore.State {
  /// Runs what a decision writes, and gives its answer.
  mutating func run<Answer>(_ decision: Decision<Answer>) -> Answer {
    for write in decision.writes { run(write) }
    return decision.answer
  }

  mutating func run(_ writes: some StoreWrites) {
    writes.forEach { run($0) }
  }

  mutating func run(_ write: StoreWrite) {
    switch write {
    case .step(let after, let before):
      let index = Int(before.id.rawValue) - 1
      precondition(deliveries[index] == before, "\(before.name) is not what the step began with")
      deliveries[index] = after
    case .plan(let plan, let delivery, let revision):
      let place = MemoryStore.Plan(delivery: delivery, revision: revision)
      if plans[place] == nil { plans[place] = plan }
    case .preparation(let kept, let delivery, let revision):
      preparations[MemoryStore.Plan(delivery: delivery, revision: revision)] = kept
    case .attemptBegins(let attempt):
      attempts[attempt.delivery, default: []].append(MemoryStore.KeptAttempt(start: attempt))
    case .attemptEnds(let end): change(end.delivery, end.fence) { $0.end = end }
    case .attemptSeen(let sighting): change(sighting.delivery, sighting.fence) { $0.seen = sighting.at }
    case .lateReport(let late, _):
      let isKnown = lateReports.contains { $0.delivery == late.delivery && $0.fence == late.fence }
      if !isKnown { lateReports.append(late) }
    case .givenBack(let count, let delivery): givenBack[delivery] = count
    case .override(let record, _):
      let index = Int(record.id.rawValue) - 1
      if index == overrides.count { overrides.append(record) } else { overrides[index] = record }
    case .pace(let log, let channel): paces[channel] = log
    case .clock(let mark): self.mark = mark
    case .serviceEnds(let service, _): services[Int(service.rawValue) - 1].isOver = true
    case .audit(let draft): log(draft)
    }
  }

  private mutating func change(
    _ delivery: DeliveryID, _ fence: Int64, _ change: (inout MemoryStore.KeptAttempt) -> Void
  ) {
    guard let index = attempts[delivery]?.firstIndex(where: { $0.start.fence == fence }) else { return }
    change(&attempts[delivery, default: []][index])
  }
}

extension MemoryStore {
  struct KeptAttempt {
    let start: Attempt
    var end: AttemptEnd?
    var seen: Instant?

    /// With what became of it.
    var attempt: Attempt {
      Attempt(
        delivery: start.delivery, fence: start.fence, revision: start.revision, service: start.service,
        began: start.began, ended: end?.at)
    }
  }
}
