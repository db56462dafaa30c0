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
    var tokens: [AccessToken] = []
    var looks: [String: Look] = [:]
    var doubts: [SourceDoubt] = []
    var givenBack: [DeliveryID: GivenBack] = [:]
    var lateReports: [LateReport] = []
    var audit: [AuditEntry] = []
    var operations: [OperationID: (kept: KeptOperation, mark: Instant)] = [:]
    /// What was done while the clock's mark lay before it may have been forgotten.
    var forgottenBefore = Instant(millisecondsSince1970: .min)

    var epoch: RevisionNumber? { revisions.last?.number }

    /// Those without an end.
    var livingServices: [ServiceRow] {
      zip(1..., services).filter { !$1.isOver }.map { number, service in
        ServiceRow(
          id: ServiceID(Int64(number)), host: service.start.host, process: service.start.process,
          identity: service.start.identity, heartbeat: service.heartbeat.wall)
      }
    }
  }

  struct Post {
    var revision: Int
    let author: String
    let key: String?
    let fingerprint: ContentHash?
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

  package func epoch() async throws(StoreError) -> RevisionNumber? { look(\.epoch) }

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

  package func adopt(_ draft: RevisionDraft, as operation: OperationID) async throws(StoreError) -> Adoption {
    try perform(operation, .adopt(draft)) { state throws(StoreError) in
      let changed = state.deliveries.map { delivery in
        ChangedDelivery(delivery, lastEntry: state.audit.last { $0.draft.post == delivery.post }?.id ?? 0)
      }
      return state.run(
        try .adoption(draft, newest: state.epoch, beingSent: state.deliveries, changed: changed))
    }
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
    _ seen: String, of subject: Look.Subject, by login: String, at: Instant, as operation: OperationID
  ) async throws(StoreError) {
    try perform(operation, .look(seen, of: subject, by: login, at: at)) { state in
      state.run(.look(seen, of: subject, by: login, at: at, position: Self.position(state)))
    }
  }

  package func look(at subject: Look.Subject, by login: String) async throws(StoreError) -> Look? {
    look { $0.looks["\(login) \(subject)"] }
  }

  // MARK: Posts

  package func submit(
    _ drafts: [PostDraft], note: SubmissionNote, as operation: OperationID
  ) async throws(StoreError) -> [Submission] {
    try perform(operation, .submit(drafts, note), undoing: true) { state throws(StoreError) in
      var round = try SubmissionRound(
        note, count: drafts.count, nextPost: PostID(Int64(state.posts.count) + 1),
        nextDelivery: DeliveryID(Int64(state.deliveries.count) + 1), epoch: state.epoch)
      let part = DraftPart(drafts[...], note)
      for (index, draft) in drafts.enumerated() {
        let holder = draft.idempotencyKey.flatMap { key in state.posts.first { $1.key == key } }
        let known = holder.map { KeyHolder(post: $0.key, fingerprint: $0.value.fingerprint) }
        if let new = try round.take(index, of: part, holder: known) {
          round.forEachWrite(of: new) { state.run($0) }
        }
      }
      if let rest = round.rest { state.run(rest) }
      return round.answer
    }
  }

  package func post(_ id: PostID) async throws(StoreError) -> PostRecord? { look { Self.record(id, $0) } }

  static func record(_ id: PostID, _ state: State) -> PostRecord? {
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
    let attempt = state.attempts[delivery.id]?.first { $0.start.fence == delivery.fence }
    return delivery.senderHeard(attempt?.attempt, among: state.livingServices)
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

  package func change(_ change: PostChange, as operation: OperationID) async throws(StoreError) -> PostRecord {
    try perform(operation, .change(change)) { state throws(StoreError) in
      let id = state.run(
        try .change(
          change, of: Self.record(change.post, state), overrides: state.overrides, epoch: state.epoch))
      guard let changed = Self.record(id, state) else { throw .noSuchPost(id) }
      return changed
    }
  }

  static func kept(_ delivery: Delivery, _ state: State) -> KeptContent? {
    let plan = Plan(delivery: delivery.id, revision: delivery.revision)
    return state.posts[delivery.post]?.contents[delivery.revision].map {
      KeptContent(
        content: $0, hash: $0.hash, plan: state.plans[plan], preparation: state.preparations[plan],
        lastSending: { lastSending(of: delivery, state) })
    }
  }

  private static func lastSending(of delivery: Delivery, _ state: State) -> AuditFact.Sending? {
    for entry in state.audit.reversed() where entry.draft.event == .sending {
      if entry.draft.post == delivery.post, entry.draft.channel == delivery.channel,
        case .sending(let fact) = entry.draft.fact
      {
        return fact
      }
    }
    return nil
  }

  static func claimed(_ delivery: Delivery, _ state: State) -> Claimed? { kept(delivery, state)?.claimed(delivery) }

  static func delivery(_ id: DeliveryID, _ state: State) -> Delivery? { state.deliveries.first { $0.id == id } }

  static func override(_ id: OverrideID, _ state: State) -> OverrideRecord? { state.overrides.first { $0.id == id } }
}
