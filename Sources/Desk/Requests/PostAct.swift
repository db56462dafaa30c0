import Contract
import Elections
import Publishing
import PublishingGate
import Texts

/// A person's act on a post, in a store that is open for it.
struct PostAct {
  let open: OpenStore
  let now = Workspace.now

  init(_ choice: SetUpChoice) async throws { open = try await OpenStore(choice, for: .acting) }

  func record(_ id: PostID) async throws -> PostRecord {
    guard let post = try await open.store.post(id) else { throw StoreError.noSuchPost(id) }
    return post
  }

  /// What is still to go out must not expire before it is due.
  func checkTimes(of post: PostRecord, due: Instant?, expires: Instant?) throws {
    guard due != nil || expires != nil else { return }
    for delivery in post.deliveries.map(\.delivery) where !delivery.state.isFinal {
      try open.civil.check(expires: expires ?? delivery.expires, due: due ?? delivery.due)
    }
  }

  /// `seen`: the version that was looked at, for an act that lets the post go.
  func change(_ reference: PostReference, _ act: PostChange.Act, seen: Int? = nil) async throws -> PostRecord {
    let changed = try await open.store.change(
      PostChange(
        post: reference.post, channel: reference.channel, act: act, at: now, actor: open.actor,
        under: open.rules.inForce, seen: seen), as: Workspace.newOperation())
    open.wakeGate()
    return changed
  }

  /// Lets a post go as it was seen; `named`: the version that was looked at, the last look's where it is nil.
  func release(_ reference: PostReference, _ act: PostChange.Act, named: Int?) async throws -> PostRecord {
    let seen = try await open.seen(reference.post, named: named)
    return try await open.asSeen { try await change(reference, act, seen: seen) }
  }

  func told(_ post: PostRecord) async throws -> Answered<WholePost> {
    let report = try await PostReport(open)
    return Answered(ContractValues(open.civil).whole(post, report), open.workspace)
  }

  /// A closing act: taken in any case, and answered with what was under way.
  func close(_ reference: PostReference, _ act: PostChange.Act) async throws -> Answered<ClosedPost> {
    let changed = try await change(reference, act)
    let names = changed.deliveries.filter { record in
      record.delivery.wish != nil && record.isUnderWay(at: now)
        && reference.channel.map { $0 == record.delivery.channel } ?? true
    }.map(\.delivery.name)
    let underWay = try await UnderWay(names, in: open.store)
    let after = names.isEmpty ? changed : try await record(changed.id)
    let values = ContractValues(open.civil)
    let answer = ClosedPost(
      whole: values.whole(after, try await PostReport(open)), underWay: values.underWay(underWay))
    return Answered(answer, open.workspace)
  }

  static let keys = DeliveryKeySource {
    var generator = SystemRandomNumberGenerator()
    return .random(using: &generator)
  }
}

extension OpenStore {
  /// The version that an act is for: the one that is named, else the one that whoever asks was shown whole last; nil where
  /// they were never shown it.
  func seen(_ post: PostID, named: Int?) async throws -> Int? {
    if let named { return named }
    return try await store.look(at: .post(post), by: actor.login).flatMap { Int($0.seen) }
  }

  /// Performs an act for a post as it was seen; where it is not so any more, says what changed. The store compares when it
  /// acts, so nothing that is changed in between slips through.
  func asSeen<Outcome>(_ act: () async throws -> Outcome) async throws -> Outcome {
    do {
      return try await act()
    } catch StoreError.notAsSeen(let id, let seen, let revision) {
      let refusal = StoreError.notAsSeen(id, seen: seen, revision: revision)
      guard let seen, let post = try await store.post(id) else { throw refusal }
      let difference = PostDifference(
        since: seen, of: post, versions: try store.versions(of: id),
        history: try await store.audit(AuditQuery(post: id, limit: .max)), civil: civil)
      throw Failure(.tryAgain, messages: [refusal.sentence] + difference.lines.map { Sentence($0) })
    }
  }
}
