package import Elections
package import Publishing
package import Texts

/// Where revisions, posts, deliveries and the audit log are kept.
///
/// Every function is one transaction: when it returns, what it did is durable, with its audit entries (G-24); when
/// it throws, nothing happened, but for `.unavailable` from a commit whose answer was lost. Written for several
/// implementations, one process or many at once: claims have leases and fences, permits are checked against the
/// epoch, and time comes in as a parameter.
///
/// **Operations (G-52).** Each call that writes carries an id, which its caller makes once for all tries of it. A store
/// keeps the id and the answer in the transaction that does the call, for a day at least; so whoever lost the answer, or
/// does not know whether there was one, calls again with the same id: the call then changes nothing, and gives the first
/// answer. A call that threw did nothing, and may be tried again under its id. The same id with another call is refused
/// with `.operationReused`. Of a claim, of outcomes and of edges a store keeps only which rows the answer named, and gives
/// them as they are then: what a claim took and has lost since is left out, for its fence is over.
package protocol GateStore: Sendable {
  // MARK: Revisions

  /// The number of the revision in force; nil before the first. Takes microseconds.
  func epoch() async throws(StoreError) -> RevisionNumber?
  func revision(_ number: RevisionNumber) async throws(StoreError) -> Revision?
  /// The newest first.
  func revisions(limit: Int) async throws(StoreError) -> [Revision]
  func contents(of snapshot: Snapshot) async throws(StoreError) -> SnapshotContents
  func adopt(_ draft: RevisionDraft, as operation: OperationID) async throws(StoreError) -> Adoption
  /// Every settings file that ever governed, that which did so last first.
  func settingsInForce() async throws(StoreError) -> [SettingsInForce]

  /// Remembers that a login was shown something whole; it takes the place of their last look at it.
  func note(
    _ seen: String, of subject: Look.Subject, by login: String, at: Instant, as operation: OperationID
  ) async throws(StoreError)
  func look(at subject: Look.Subject, by login: String) async throws(StoreError) -> Look?
  func position() async throws(StoreError) -> StorePosition

  // MARK: What cannot be read

  /// What is in doubt from now on, instead of what was: those that stay keep their beginning. False when nothing changed.
  func setDoubts(_ doubts: [SourceDoubt], at: Instant, as operation: OperationID) async throws(StoreError) -> Bool
  /// While there are any, no permit is given but for what no channel ever closes for.
  func doubts() async throws(StoreError) -> [SourceDoubt]
  /// Says when the service last read whole what the rules are made of.
  func noteLook(_ service: ServiceID, at: Instant, as operation: OperationID) async throws(StoreError)

  // MARK: What holds

  /// All that holds beside the rules, of one moment; takes microseconds where nothing of the queue is wanted.
  func standingRows(_ query: StandingQuery) async throws(StoreError) -> StandingRows

  // MARK: Posts

  /// All of them or none. A draft whose key is known gives the post that has it (G-36).
  func submit(
    _ drafts: [PostDraft], note: SubmissionNote, as operation: OperationID
  ) async throws(StoreError) -> [Submission]
  func post(_ id: PostID) async throws(StoreError) -> PostRecord?
  func posts(_ query: PostQuery) async throws(StoreError) -> [PostRecord]
  /// A person's act on a post's deliveries: all of them or none.
  func change(_ change: PostChange, as operation: OperationID) async throws(StoreError) -> PostRecord

  // MARK: People's decisions

  func change(_ change: OverrideChange, as operation: OperationID) async throws(StoreError) -> OverrideRecord
  /// Of one post, or all, the newest first.
  func overrides(of post: PostID?, limit: Int) async throws(StoreError) -> [OverrideRecord]
  /// Whose acts stand behind deliveries.
  func witnesses(of deliveries: [DeliveryID]) async throws(StoreError) -> [DeliveryID: Witnesses]
  func change(_ change: TokenChange, as operation: OperationID) async throws(StoreError) -> AccessToken
  /// Every token that was ever made, the newest first.
  func tokens() async throws(StoreError) -> [AccessToken]
  /// The token whose secret has a hash, whatever became of it. Takes microseconds.
  func token(withHash hash: ContentHash) async throws(StoreError) -> AccessToken?
  /// Holds a channel, or all; a pause of the same channel is replaced.
  /// Gives what is being sent at that moment on what it holds; the last look stops what has not left yet.
  @discardableResult
  func pause(
    _ pause: Pause, under inForce: RulesInForce, as operation: OperationID
  ) async throws(StoreError) -> [DeliveryName]
  /// False when nothing was paused.
  func endPause(
    of channel: String?, at: Instant, actor: Actor, reason: String, under inForce: RulesInForce,
    as operation: OperationID
  ) async throws(StoreError) -> Bool
  /// Those that hold at `now`.
  func pauses(at now: Instant) async throws(StoreError) -> [Pause]

  // MARK: The gate

  /// Refused with `.unavailable` while another gate lives on the store; rows of gates that are gone are closed.
  func register(_ service: ServiceStart, as operation: OperationID) async throws(StoreError) -> ServiceID
  /// What is known of time. On a store on which no gate ever ran, `register` takes its newest audit entry for a mark.
  func clockMark() async throws(StoreError) -> ClockMark
  /// Says that the service lives, and what it makes of the clock; gives the mark as it is then (G-37).
  func heartbeat(_ sign: SignOfLife, as operation: OperationID) async throws(StoreError) -> ClockMark
  func unregister(_ service: ServiceID, at: Instant, as operation: OperationID) async throws(StoreError)
  /// A person vouches for the clock: the mark becomes what it shows, and the boot's anchor this look at it.
  func confirmClock(
    at reading: ClockReading, reason: String, by actor: Actor, under inForce: RulesInForce, as operation: OperationID
  ) async throws(StoreError)

  /// The lanes that have deliveries waiting, with the earliest instant at which one of each comes up.
  func waitingLanes() async throws(StoreError) -> [WaitingLane]
  /// The lanes of uncertain deliveries: what a lookup proves absent waits in them again.
  func uncertainLanes() async throws(StoreError) -> Set<Lane>
  func claim(_ request: ClaimRequest, as operation: OperationID) async throws(StoreError) -> ClaimAnswer
  /// Keeps what was prepared; false when the claim is over (G-25).
  func keep(_ preparation: KeptPreparation, as operation: OperationID) async throws(StoreError) -> Bool
  /// The point of no return of each, in one transaction (G-20).
  func permit(_ request: PermitRequest, as operation: OperationID) async throws(StoreError) -> PermitAnswer
  /// Whether a permit still stands at `now`; nil says that it does. Asked at the last moment; takes microseconds.
  func refusal(of look: LastLook, at now: Instant) async throws(StoreError) -> LastLook.Refusal?
  /// What became of deliveries; in the order given. A stale report changes nothing and gives nil (G-25); where it tells
  /// the end of an attempt it is kept beside the delivery.
  func record(_ reports: [DeliveryReport], as operation: OperationID) async throws(StoreError) -> [Delivery?]
  /// What went out was read back, and is what was approved.
  func saw(_ sighting: Sighting, as operation: OperationID) async throws(StoreError)
  /// What came after deliveries of a post had been settled without it.
  func lateReports(of post: PostID) async throws(StoreError) -> [LateReport]
  /// Makes leases last longer.
  func renew(_ renewal: LeaseRenewal, as operation: OperationID) async throws(StoreError)
  /// Takes claims from services that are gone: their lease is over, or `all` claims but the service's own.
  func recover(_ request: RecoveryRequest, as operation: OperationID) async throws(StoreError) -> [Delivery]
  /// When the last permit for a delivery was given.
  func lastPermit(of delivery: DeliveryID) async throws(StoreError) -> Instant?
  /// The ids under which deliveries of a channel stand that were published at `since` or later.
  func remoteIDs(on channel: String, publishedSince since: Instant) async throws(StoreError) -> Set<String>
  /// Uncertain deliveries that are to be looked up at `now`, and when the next one is.
  func uncertain(at now: Instant, limit: Int) async throws(StoreError) -> (due: [Claimed], next: Instant?)
  /// Records that lanes closed or opened; gives those of which that was not recorded yet. A lane of which nothing was
  /// ever recorded counts as open.
  func recordEdges(_ edges: [LaneEdge], as operation: OperationID) async throws(StoreError) -> [LaneEdge]
  func stop(_ stop: ChannelStop, as operation: OperationID) async throws(StoreError) -> Bool
  func start(
    channel: String, at: Instant, reason: String, by actor: Actor, under inForce: RulesInForce,
    as operation: OperationID
  ) async throws(StoreError) -> Bool
  func stops() async throws(StoreError) -> [ChannelStop]
  /// The earliest end of a lease.
  func nextLeaseEnd() async throws(StoreError) -> Instant?
  /// Sends to a person what may have left before the store went back, but for what `living` services have in hand.
  func setBack(
    _ finding: WentBack, at now: Instant, sparing living: Set<ServiceID>, as operation: OperationID
  ) async throws(StoreError) -> [Delivery]
  func appendAudit(_ drafts: [AuditDraft], as operation: OperationID) async throws(StoreError)
  /// A person takes the personal text of an entry away; the chain stays whole, and an entry says who did it and why.
  /// False where it was removed already.
  func removeText(_ removal: TextRemoval, as operation: OperationID) async throws(StoreError) -> Bool

  // MARK: Looking

  func health(at now: Instant) async throws(StoreError) -> StoreHealth
  /// How many deliveries of the lane's channel and class are queued and come up in a stretch of time; `exactly`: of the
  /// lane itself alone.
  func count(queuedIn lane: Lane, exactly: Bool, from: Instant?, to: Instant?) async throws(StoreError) -> Int
  func names(queuedIn lane: Lane, exactly: Bool, from: Instant?, to: Instant?, limit: Int) async throws(StoreError)
    -> [DeliveryName]
  /// The newest published of a channel, the newest first.
  func published(on channel: String, limit: Int) async throws(StoreError) -> [PublishedPost]
  func audit(_ query: AuditQuery) async throws(StoreError) -> [AuditEntry]
  /// The number of the last entry that was ever written.
  func lastAuditEntry() async throws(StoreError) -> Int64
}

extension GateStore {
  /// Every lane in which something waits, or may wait again: those whose posts an adoption could free.
  package func lanesToFree() async throws(StoreError) -> Set<Lane> {
    Set(try await waitingLanes().map(\.lane)).union(try await uncertainLanes())
  }

  package func count(queuedIn lane: Lane, from: Instant?, to: Instant?) async throws(StoreError) -> Int {
    try await count(queuedIn: lane, exactly: false, from: from, to: to)
  }
}
