import Desk
import Elections
import Publishing
import PublishingGate
import Texts

/// What a person agrees to when they let a post go: the revision that they were shown whole.
///
/// The store compares it with the post's own when it acts, so nothing that is changed in between slips through.
struct Consent {
  let open: OpenStore
  let format: GlobalOptions.Format
  /// By `--seen`.
  let named: Int?

  /// The revision that was looked at; nil when none was. At a terminal the post is shown now, and asked about.
  func revision(of post: PostRecord, asking question: String, with more: [String] = []) async throws -> Int? {
    if let named { return named }
    guard Terminal.isConversation, format == .text else {
      return try await open.store.look(at: .post(post.id), by: open.actor.login).flatMap { Int($0.seen) }
    }
    let sheet = PostSheet(post: post, civil: open.civil, rules: open.rules)
    Terminal.write((sheet.lines + more).joined(separator: "\n"))
    await open.noteLook(at: post)
    guard Terminal.confirms("\(question) [y/N] ") else { throw Failure(.failed, "Nothing is changed.") }
    return post.revision
  }

  /// Performs the act; where the post is not as it was seen, says what changed.
  func perform<Outcome>(_ act: () async throws -> Outcome) async throws -> Outcome {
    do {
      return try await act()
    } catch StoreError.notAsSeen(let id, let seen, let revision) {
      let refusal = StoreError.notAsSeen(id, seen: seen, revision: revision)
      guard let seen, let post = try await open.store.post(id) else { throw refusal }
      let difference = PostDifference(
        since: seen, of: post, versions: try open.store.versions(of: id),
        history: try await open.store.audit(AuditQuery(post: id, limit: .max)), civil: open.civil)
      throw Failure(.tryAgain, messages: [refusal.sentence] + difference.lines.map { Sentence($0) })
    }
  }
}

extension OpenStore {
  /// Remembers that whoever asks was shown the post whole. Who may not write to the store has no look, and no need of
  /// one; nor has a post that nobody can agree to any more.
  func noteLook(at post: PostRecord) async {
    guard post.deliveries.contains(where: { !$0.delivery.state.isFinal }) else { return }
    let seen = String(post.revision)
    do throws(StoreError) {
      if try await store.look(at: .post(post.id), by: actor.login)?.seen == seen { return }
      try await store.note(seen, of: .post(post.id), by: actor.login, at: Workspace.now)
    } catch {
      return
    }
  }
}

extension Terminal {
  /// Asks a question that only “y” or “yes” answers with yes.
  static func confirms(_ question: String) -> Bool {
    say(question)
    return ["y", "yes"].contains(readLine()?.trimmed.lowercased())
  }
}
