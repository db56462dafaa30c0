package import Elections
package import Publishing
import PublishingGate
import Synchronization
import Texts

/// A store in memory: the contract in its plainest form, which others are compared with and the simulation runs on.
///
/// Every question is answered by looking at every row, and nothing is indexed. Like every store it decides nothing: it
/// reads rows, asks the decision, and runs its writes.
package final class MemoryStore: GateStore {
  struct State {
    var revisions: [Revision] = []
    var files: [ContentHash: [UInt8]] = [:]
    var posts: [PostID: Post] = [:]
    var deliveries: [Delivery] = []
    var plans: [Plan: [UInt8]] = [:]
    var preparations: [Plan: [UInt8]] = [:]
    var attempts: [DeliveryID: [KeptAttempt]] = [:]
    var services: [Service] = []
    var mark = ClockMark.none
    var edges: [Lane: Bool] = [:]
    var paces: [String: PaceLog] = [:]
    var stops: [String: ChannelStop] = [:]
    var pauses: [String?: Pause] = [:]
    var overrides: [OverrideRecord] = []
    var approvals: [ApprovalRecord] = []
    var looks: [String: Look] = [:]
    var doubts: [SourceDoubt] = []
    var givenBack: [DeliveryID: GivenBack] = [:]
    var lateReports: [LateReport] = []
    var audit: [AuditEntry] = []

    mutating func log(_ draft: AuditDraft) {
      audit.append(.sealing(draft, id: Int64(audit.count) + 1, previous: audit.last?.hash ?? AuditChain.start))
    }
  }

  struct Post {
    var revision: Int
    let author: String
    let key: String?
    let fingerprint: ContentHash
    let createdAt: Instant
    var contents: [Int: PostContent]
    var editor: String?
    var earlierEditors: [String] = []
    var writtenAt: Instant?
  }

  struct Plan: Hashable {
    let delivery: DeliveryID
    let revision: Int
  }

  struct Service {
    let start: ServiceStart
    var heartbeat: ClockReading
    var lookedAt: Instant?
    var isOver = false
  }

  let state = Mutex(State())

  package init() {}

  /// Changes what a post says behind everybody's back, as a bad disk or a foreign hand would.
  package func corrupt(_ id: PostID, by words: String) {
    state.withLock { state in
      guard let revision = state.posts[id]?.revision else { return }
      state.posts[id]?.contents[revision]?.text += words
    }
  }

  /// One transaction: all of `body`, or nothing when it throws. What throws only before it changes anything is spared
  /// the copy.
  func transaction<Result>(
    undoing: Bool = false, _ body: (inout State) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    let outcome = state.withLock { state in
      let before = undoing ? state : nil
      do throws(StoreError) {
        let result = try body(&state)
        return Swift.Result<Result, StoreError>.success(result)
      } catch {
        if let before { state = before }
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  /// Sets everything back to what it was once.
  func restore(_ earlier: State) { state.withLock { $0 = earlier } }

  func look<Result>(_ body: (State) -> Result) -> Result { state.withLock { body($0) } }

  // MARK: Revisions

  package func epoch() async throws(StoreError) -> RevisionNumber? { look { $0.revisions.last?.number } }

  package func revision(_ number: RevisionNumber) async throws(StoreError) -> Revision? {
    look { $0.revisions.first { $0.number == number } }
  }

  package func revisions(limit: Int) async throws(StoreError) -> [Revision] {
    look { Array($0.revisions.reversed().prefix(limit)) }
  }

  package func contents(of snapshot: Snapshot) async throws(StoreError) -> SnapshotContents {
    look { state in
      SnapshotContents(
        snapshot: snapshot,
        bytes: Dictionary(
          snapshot.files.map { ($0.hash, state.files[$0.hash] ?? []) }, uniquingKeysWith: { first, _ in first }))
    }
  }

  package func adopt(_ draft: RevisionDraft) async throws(StoreError) -> Adoption {
    try transaction { state throws(StoreError) in
      let current = state.revisions.last?.number
      guard current == draft.basis else { throw .superseded(by: current ?? RevisionNumber(0)) }
      try draft.check()
      let number = RevisionNumber((current?.rawValue ?? 0) + 1)
      state.revisions.append(Revision(number: number, draft: draft))
      state.files.merge(draft.bytes) { first, _ in first }
      let inFlight = state.deliveries.filter { if case .sending = $0.state { true } else { false } }.map(\.name)
      var names: [DeliveryName] = []
      var audits: [AuditDraft] = []
      for (index, delivery) in state.deliveries.enumerated() {
        guard let unseen = draft.unseen, Self.isNewer(delivery, than: unseen.since, state) else { continue }
        do throws(DeliveryRefusal) {
          let step = try unseen.setAside(delivery, at: draft.at, actor: draft.actor, revision: number)
          guard let step else { continue }
          state.deliveries[index] = step.after
          names.append(delivery.name)
          audits.append(step.audit)
        } catch {
          throw .refused(delivery.name, error)
        }
      }
      state.log(draft.audit(as: number, inFlight: inFlight, setAside: names))
      for audit in audits { state.log(audit) }
      return Adoption(revision: number, inFlight: inFlight, setAside: names)
    }
  }

  /// Whether it was queued or changed since a look.
  private static func isNewer(_ delivery: Delivery, than position: StorePosition, _ state: State) -> Bool {
    delivery.post > position.newestPost
      || state.audit.contains { $0.id > position.lastEntry && $0.draft.post == delivery.post }
  }

  private static func position(_ state: State) -> StorePosition {
    StorePosition(newestPost: state.posts.keys.max() ?? PostID(0), lastEntry: Int64(state.audit.count))
  }

  package func position() async throws(StoreError) -> StorePosition { look(Self.position) }

  package func settingsInForce() async throws(StoreError) -> [SettingsInForce] {
    look { state in
      var found: [ContentHash?: RevisionNumber] = [:]
      for revision in state.revisions {
        found[revision.governing.files.first { $0.role == .settings }?.hash] = revision.number
      }
      return found.map { SettingsInForce(last: $1, hash: $0) }.sorted { $0.last > $1.last }
    }
  }

  package func note(
    _ seen: String, of subject: Look.Subject, by login: String, at: Instant
  ) async throws(StoreError) {
    try transaction { state throws(StoreError) in
      state.looks["\(login) \(subject)"] = Look(
        seen: seen, at: at, position: Self.position(state))
    }
  }

  package func look(at subject: Look.Subject, by login: String) async throws(StoreError) -> Look? {
    look { $0.looks["\(login) \(subject)"] }
  }

  // MARK: Posts

  package func submit(_ drafts: [PostDraft], note: SubmissionNote) async throws(StoreError) -> [Submission] {
    try transaction(undoing: true) { state throws(StoreError) in
      var submissions: [Submission] = []
      try Self.checkCurrent(note.judgement, state)
      for (index, draft) in drafts.enumerated() {
        if let key = draft.idempotencyKey, let known = state.posts.first(where: { $1.key == key }) {
          guard known.value.fingerprint == draft.fingerprint else {
            throw .keyConflict(key: key, post: known.key)
          }
          submissions.append(Submission(post: known.key, isRepetition: true))
          continue
        }
        try note.check(draft)
        let matches = note.judgement.matches(in: draft.content)
        let id = PostID(Int64(state.posts.count) + 1)
        state.posts[id] = Post(
          revision: 1, author: draft.author, key: draft.idempotencyKey, fingerprint: draft.fingerprint,
          createdAt: note.at, contents: [1: draft.content])
        for target in draft.targets {
          state.deliveries.append(
            Delivery(
              id: DeliveryID(Int64(state.deliveries.count) + 1), post: id, channel: target.channel,
              contentClass: draft.content.contentClass, contentHash: draft.content.hash, key: target.key,
              due: draft.due, lateAfter: draft.lateAfter, expires: draft.expires, isFlagged: !matches.isEmpty))
          if note.importedFrom == nil {
            state.log(
              note.submitted(
                id, channel: target.channel, causes: note.causes(index, target.channel, !matches.isEmpty),
                detail: SubmissionNote.detail(draft, hash: draft.content.hash, matches: matches)))
          }
        }
        submissions.append(Submission(post: id, isRepetition: false))
      }
      let added = submissions.filter { !$0.isRepetition }
      if let file = note.importedFrom, let first = added.first, let last = added.last {
        state.log(note.imported(file, first: first.post, last: last.post, count: added.count))
      }
      return submissions
    }
  }

  package func post(_ id: PostID) async throws(StoreError) -> PostRecord? { look { Self.record(id, $0) } }

  private static func record(_ id: PostID, _ state: State) -> PostRecord? {
    guard let post = state.posts[id], let content = post.contents[post.revision] else { return nil }
    return PostRecord(
      id: id, revision: post.revision, author: post.author, createdAt: post.createdAt, idempotencyKey: post.key,
      content: content,
      deliveries: state.deliveries.filter { $0.post == id }.map { delivery in
        DeliveryRecord(
          delivery: delivery, attempted: state.attempts[delivery.id]?.map(\.start.began).max(),
          lastProblem: state.attempts[delivery.id]?.last?.end?.problem,
          seen: state.attempts[delivery.id]?.compactMap(\.seen).max(), senderHeard: Self.senderHeard(delivery, state),
          lateReports: state.lateReports.filter { $0.delivery == delivery.name })
      }, editor: post.editor, earlierEditors: post.earlierEditors, writtenAt: post.writtenAt,
      approvals: state.approvals.filter { $0.delivery.post == id })
  }

  private static func senderHeard(_ delivery: Delivery, _ state: State) -> Instant? {
    guard case .uncertain = delivery.state,
      let attempt = state.attempts[delivery.id]?.first(where: { $0.start.fence == delivery.fence }), attempt.end == nil
    else { return nil }
    let index = Int(attempt.start.service?.rawValue ?? 0) - 1
    guard state.services.indices.contains(index), !state.services[index].isOver else { return nil }
    return state.services[index].heartbeat.wall
  }

  static func checkCurrent(_ judgement: Judgement, _ state: State) throws(StoreError) {
    let epoch = state.revisions.last?.number
    guard judgement.isCurrent(epoch) else { throw .superseded(by: epoch ?? RevisionNumber(0)) }
  }

  package func posts(_ query: PostQuery) async throws(StoreError) -> [PostRecord] {
    look { state in
      let matching = state.deliveries.filter { delivery in
        (query.channel.map { $0 == delivery.channel } ?? true)
          && (query.state.map { $0 == delivery.state.name } ?? true)
          && (query.dueBefore.map { delivery.due < $0 } ?? true) && (query.after.map { delivery.post > $0 } ?? true)
      }
      return Set(matching.map(\.post)).sorted().prefix(query.limit).compactMap { Self.record($0, state) }
    }
  }

  package func change(_ change: PostChange) async throws(StoreError) -> PostRecord {
    try transaction { state throws(StoreError) in
      try Self.checkCurrent(change.judgement, state)
      guard let record = Self.record(change.post, state) else { throw .noSuchPost(change.post) }
      let planned = try PlannedChange(change, of: record)
      if let content = planned.content {
        state.posts[change.post]?.contents[planned.revision] = content
        state.posts[change.post]?.revision = planned.revision
        if let before = record.editor, !record.earlierEditors.contains(before) {
          state.posts[change.post]?.earlierEditors.append(before)
        }
        state.posts[change.post]?.editor = change.actor.description
        state.posts[change.post]?.writtenAt = change.at
      }
      state.approvals += planned.approvals
      for step in planned.steps {
        state.givenBack[step.after.id] = nil
        Self.save(step.after, &state)
      }
      for draft in planned.audits { state.log(draft) }
      guard let changed = Self.record(change.post, state) else { throw .noSuchPost(change.post) }
      return changed
    }
  }

  static func save(_ delivery: Delivery, _ state: inout State) {
    let before = state.deliveries[Int(delivery.id.rawValue) - 1]
    if let grant = before.override, delivery.override?.id != grant.id {
      let index = Int(grant.id.rawValue) - 1
      if state.overrides[index].state == .approved { state.overrides[index] = state.overrides[index].with(.ended) }
    }
    state.deliveries[Int(delivery.id.rawValue) - 1] = delivery
  }

  static func kept(_ delivery: Delivery, _ state: State) -> KeptContent? {
    let plan = Plan(delivery: delivery.id, revision: delivery.revision)
    return state.posts[delivery.post]?.contents[delivery.revision].map {
      KeptContent(content: $0, hash: $0.hash, plan: state.plans[plan], preparation: state.preparations[plan])
    }
  }

  static func claimed(_ delivery: Delivery, _ state: State) -> Claimed? { kept(delivery, state)?.claimed(delivery) }

  static func delivery(_ id: DeliveryID, _ state: State) -> Delivery? { state.deliveries.first { $0.id == id } }

  static func override(_ id: OverrideID, _ state: State) -> OverrideRecord? { state.overrides.first { $0.id == id } }
}
