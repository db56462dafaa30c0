import Elections
import Publishing
import SQLiteStore

/// The store alone: what is queued, taken over and asked.
enum StoreMeasurements {
  static func submitSingly(_ store: SQLiteStore, count: Int) async throws {
    try await adoptFirst(store)
    let drafts = Given.drafts(0..<count, on: ["channel-1"], due: Given.note.at)
    let (seconds, _) = try await Measuring.timed {
      for draft in drafts { _ = try await store.submit([draft], note: Given.note, as: Given.operation()) }
    }
    Measuring.report("submit", ["per_s": Double(count) / seconds])
  }

  static func submitConcurrently(_ store: SQLiteStore, count: Int, submitters: Int) async throws {
    try await adoptFirst(store)
    let drafts = Given.drafts(0..<count, on: ["channel-1"], due: Given.note.at)
    let (seconds, _) = try await Measuring.timed {
      try await withThrowingTaskGroup { group in
        for submitter in 0..<submitters {
          group.addTask {
            for index in stride(from: submitter, to: count, by: submitters) {
              _ = try await store.submit([drafts[index]], note: Given.note, as: Given.operation())
            }
          }
        }
        try await group.waitForAll()
      }
    }
    Measuring.report("submit at once", ["per_s": Double(count) / seconds])
  }

  static func importMany(_ store: SQLiteStore, count: Int) async throws {
    try await adoptFirst(store)
    let drafts = Given.drafts(0..<count, on: Given.channels(4), due: Given.note.at, apart: .seconds(1))
    let (seconds, _) = try await Measuring.timed {
      try await store.submit(drafts, note: Given.importNote, as: Given.operation())
    }
    Measuring.report("import", ["per_s": Double(count) / seconds, "seconds": seconds])
  }

  /// Posts due from 2040 on, a second apart.
  static let firstDue = Instant(secondsSince1970: 2_208_988_800)

  static func fill(_ store: SQLiteStore, count: Int, channels: Int) async throws {
    try await adoptFirst(store)
    let part = 100_000
    let (seconds, _) = try await Measuring.timed {
      for start in stride(from: 0, to: count, by: part) {
        let range = start..<min(start + part, count)
        let drafts = Given.drafts(range, on: Given.channels(channels), due: firstDue, apart: .seconds(1))
        _ = try await store.submit(drafts, note: Given.importNote, as: Given.operation())
      }
    }
    Measuring.report("fill", ["seconds": seconds])
  }

  // MARK: A snap election

  /// All are due and open; then one revision closes every channel.
  static func snapElection(_ store: SQLiteStore, count: Int, channels: Int) async throws {
    let names = Given.channels(channels)
    let now = firstDue.adding(seconds: Int64(count))
    let service = try await store.register(ServiceStart(host: "bench", process: 1, at: now), as: Given.operation())
    let old = try await adopt(store)
    let open = Given.ruleset(old, channels: names)
    let coldClaim = try await Measuring.timed { try await claim(store, service, open, at: now) }
    precondition(coldClaim.result.claimed.count == 100, "an open queue gives a hundred")

    // Permits are asked for all the while, under the old revision and then under what the store says is new.
    let adopted = Tally<RevisionNumber>()
    let grants = Tally<Int>()
    async let permits: Void = keepAsking(store, service, open, at: now, until: { !adopted.all.isEmpty }, grants)
    try await Task.sleep(for: .milliseconds(100))
    let before = Measuring.bytesWritten()
    let draft = Given.revision(basis: old)
    let adoption = try await Measuring.timed { try await store.adopt(draft, as: Given.operation()) }
    let busy = Measuring.bytesWritten() - before
    adopted.add(adoption.result.revision)
    try await permits

    // And once more with nothing else going on, so that the bytes are the adoption's alone.
    let quietDraft = Given.revision(basis: adoption.result.revision)
    let quietBefore = Measuring.bytesWritten()
    let quiet = try await Measuring.timed { try await store.adopt(quietDraft, as: Given.operation()) }
    let written = Measuring.bytesWritten() - quietBefore

    let stillOpen = Given.ruleset(quiet.result.revision, channels: names)
    let openClaim = try await Measuring.timed { try await claim(store, service, stillOpen, at: now) }
    precondition(openClaim.result.claimed.count == 100, "an open queue gives a hundred")
    let closed = Given.ruleset(quiet.result.revision, channels: names, closed: firstDue..<now.adding(seconds: 86_400))
    let heldClaim = try await Measuring.timed { try await claim(store, service, closed, at: now) }
    precondition(heldClaim.result.claimed.isEmpty, "a closed queue gives nothing")
    Measuring.report(
      "snap election",
      [
        "adopt_busy_ms": adoption.seconds * 1e3, "adopt_quiet_ms": quiet.seconds * 1e3, "written_bytes": written,
        "written_busy_bytes": busy, "claim_open_ms": openClaim.seconds * 1e3,
        "claim_cold_ms": coldClaim.seconds * 1e3,
        "claim_held_ms": heldClaim.seconds * 1e3, "permits": Double(grants.all.reduce(0, +)),
        "permits_under_old": Double(try await permitsUnderOld(store)),
      ])
  }

  /// What is submitted is judged by the rules in force, so there must be some.
  private static func adoptFirst(_ store: SQLiteStore) async throws {
    if try await store.epoch() == nil { _ = try await adopt(store) }
  }

  private static func adopt(_ store: SQLiteStore) async throws -> RevisionNumber {
    try await store.adopt(Given.revision(basis: try await store.epoch()), as: Given.operation()).revision
  }

  /// What a turn of the gate's loop does up to the claim, as it does it.
  private static func claim(
    _ store: SQLiteStore, _ service: ServiceID, _ rules: Ruleset, at now: Instant, limit: Int = 100
  )
    async throws -> ClaimAnswer
  {
    let lanes = try await store.waitingLanes().filter { $0.next <= now && rules.isOpen($0.lane, at: now) }
    guard let revision = rules.revision, !lanes.isEmpty else { return ClaimAnswer() }
    return try await store.claim(
      ClaimRequest(
        service: service, now: now, leaseEnds: now.adding(.seconds(30)), limit: limit,
        lanes: lanes.map {
          ClaimRequest.OpenLane(lane: $0.lane, pace: nil, lateAfter: .seconds(100 * 365 * 86_400))
        }, revision: revision), as: Given.operation())
  }

  /// Claims and asks for permits under `rules`, on until a while after the revision moved.
  private static func keepAsking(
    _ store: SQLiteStore, _ service: ServiceID, _ rules: Ruleset, at now: Instant,
    until isOver: @Sendable () -> Bool, _ grants: Tally<Int>
  ) async throws {
    guard let revision = rules.revision else { return }
    var last: [Claimed] = []
    var isLast = false
    while true {
      let claimed = try await claim(store, service, rules, at: now, limit: 20).claimed
      if !claimed.isEmpty { last = claimed }
      let answer = try await store.permit(
        PermitRequest(
          revision: revision, service: service, now: now, sendTimeout: .seconds(20), paces: [:],
          items: last.map {
            PermitRequest.Item(
              delivery: $0.delivery.id, fence: $0.delivery.fence, contentHash: $0.delivery.contentHash, plan: [1],
              openUntil: nil, latest: now.adding(seconds: 3600))
          }), as: Given.operation())
      grants.add(answer.granted.count)
      if isLast {
        precondition(answer.granted.isEmpty && answer.isSuperseded, "a permit under an old revision was granted")
        return
      }
      isLast = isOver()
    }
  }

  /// What the audit log says: permits, recorded after a revision was adopted, that carry an older one.
  private static func permitsUnderOld(_ store: SQLiteStore) async throws -> Int {
    var query = AuditQuery(limit: 10_000)
    var newest = RevisionNumber(0)
    var faults = 0
    while true {
      let entries = try await store.audit(query)
      guard let last = entries.last else { return faults }
      for entry in entries {
        if entry.draft.event == .adopted { newest = max(newest, entry.draft.revision ?? newest) }
        if entry.draft.event == .sending, (entry.draft.revision ?? RevisionNumber(0)) < newest { faults += 1 }
      }
      query.after = last.id
    }
  }

  // MARK: Idle

  /// What a turn asks when there is nothing to do, while nothing is written and after something was. With a `count` of 0 the lanes are there and nothing waits in them.
  static func idleFetch(_ store: SQLiteStore, count: Int, channels: Int) async throws {
    let names = Given.channels(channels)
    if count == 0 {
      try await adoptFirst(store)
      let drafts = Given.drafts(0..<channels, on: names, due: firstDue)
      for submission in try await store.submit(drafts, note: Given.importNote, as: Given.operation()) {
        let act = PostChange.Act.cancel(reason: "Not wanted.")
        _ = try await store.change(
          PostChange(
            post: submission.post, act: act, at: firstDue, actor: "benchmark", under: .unregistered(RevisionNumber(1))),
          as: Given.operation())
      }
    }
    let service = try await store.register(ServiceStart(host: "bench", process: 1, at: firstDue), as: Given.operation())
    let late = firstDue.adding(seconds: Int64(count))
    let revision = try await adopt(store)
    let closed = Given.ruleset(revision, channels: names, closed: firstDue..<late.adding(seconds: 86_400))
    func fetch(at now: Instant, _ rules: Ruleset) async throws {
      guard try await store.epoch() == rules.revision else { preconditionFailure("nobody else adopts") }
      _ = try await store.nextLeaseEnd()
      _ = try await store.uncertain(at: now, limit: 100)
      let answer = try await claim(store, service, rules, at: now)
      precondition(answer.claimed.isEmpty, "nothing is due and open")
    }
    func idle(at now: Instant, _ rules: Ruleset) async throws -> Double {
      try await Measuring.medianMicroseconds(1001) { try await fetch(at: now, rules) }
    }
    /// The first after somebody has written, which is when the gate is woken.
    func woken(at now: Instant, _ rules: Ruleset) async throws -> Double {
      try await Measuring.medianMicroseconds(
        301,
        before: {
          _ = try await store.heartbeat(
            SignOfLife(service, ClockReading(wall: firstDue), .sound(firstDue, nil)), as: Given.operation())
        }, { try await fetch(at: now, rules) })
    }
    let open = Given.ruleset(revision, channels: names)
    Measuring.report(
      "idle fetch",
      [
        "future_us": try await idle(at: firstDue.adding(seconds: -86_400), open),
        "held_us": try await idle(at: late, closed),
        "future_woken_us": try await woken(at: firstDue.adding(seconds: -86_400), open),
        "held_woken_us": try await woken(at: late, closed),
      ])
  }
}
