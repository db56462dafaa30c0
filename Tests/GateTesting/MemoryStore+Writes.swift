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
    case .post(let new):
      posts[new.id] = MemoryStore.Post(
        revision: 1, author: new.draft.author, key: new.draft.idempotencyKey, fingerprint: new.work.fingerprint,
        createdAt: new.at, contents: [1: new.draft.content])
      deliveries += new.deliveries
    case .version(let version, let post): change(post, to: version)

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

    case .approval(let approval, _): approvals.append(approval)
    case .override(let record, _):
      let index = Int(record.id.rawValue) - 1
      if index == overrides.count { overrides.append(record) } else { overrides[index] = record }
    case .token(let token):
      let index = Int(token.id.rawValue) - 1
      if index == tokens.count { tokens.append(token) } else { tokens[index] = token }
    case .look(let look, let subject, let login): looks["\(login) \(subject)"] = look

    case .revision(let revision, let bytes):
      revisions.append(revision)
      files.merge(bytes) { first, _ in first }
    case .doubts(let doubts): self.doubts = doubts
    case .edge(let lane, let isOpen): edges[lane] = isOpen
    case .stop(let stop): stops[stop.channel] = stop
    case .start(let channel): stops[channel] = nil
    case .pause(let pause): pauses[pause.channel] = pause
    case .endPause(let channel): pauses[channel] = nil
    case .pace(let log, let channel): paces[channel] = log

    case .serviceBegins(let id, let start):
      precondition(Int(id.rawValue) == services.count + 1, "services are numbered from 1")
      services.append(MemoryStore.Service(start: start, heartbeat: ClockReading(wall: start.at)))
    case .signOfLife(let service, let reading): services[Int(service.rawValue) - 1].heartbeat = reading
    case .filesRead(let service, let at): services[Int(service.rawValue) - 1].lookedAt = at
    case .serviceEnds(let service, _): services[Int(service.rawValue) - 1].isOver = true
    case .clock(let mark): self.mark = mark
    case .forgetOperations(let end):
      forgottenBefore = max(forgottenBefore, end)
      operations = operations.filter { !KeptOperation.mayBeForgotten($0, doneAt: $1.mark, before: end) }

    case .audit(let draft): append(draft)
    case .textRemoved(let entry, let draft):
      append(draft)
      let removal = RecordedRemoval(entry: Int64(audit.count), at: draft.at, actor: draft.actor)
      audit[Int(entry) - 1] = audit[Int(entry) - 1].withoutText(by: removal)
    case .wordsRemoved(let removed): remove(removed)
    }
  }

  private mutating func append(_ draft: AuditDraft) {
    let id = Int64(audit.count) + 1
    // No secret, so that every run of a simulation makes the same log.
    audit.append(
      .sealing(draft, id: id, previous: audit.last?.hash ?? AuditChain.start) {
        TextKey(high: 0, low: UInt64(id))
      })
  }

  private mutating func change(_ post: PostID, to version: PostVersion) {
    if let before = posts[post]?.editor, posts[post]?.earlierEditors.contains(before) == false {
      posts[post]?.earlierEditors.append(before)
    }
    posts[post]?.contents[version.revision] = version.content
    posts[post]?.revision = version.revision
    posts[post]?.editor = version.editor
    posts[post]?.writtenAt = version.at
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
