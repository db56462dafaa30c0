import Elections
import Publishing
import Texts

/// The draft: made once, found again, and seen to hold exactly what will be published.
extension WordPressConnector {
  func draft(
    _ page: WordPressPlan, of plan: SendPlan, _ preparation: Preparation, _ login: Secret
  ) async throws(Unprepared) -> [UInt8] {
    var draft = WordPressDraft(
      connector: self, plan: plan, planned: page, preparation: preparation, login: login,
      kept: WordPressKept(preparation.kept))
    return try await draft.ready().bytes
  }
}

/// One preparation under way.
struct WordPressDraft {
  let connector: WordPressConnector
  let plan: SendPlan
  let planned: WordPressPlan
  let preparation: Preparation
  let login: Secret
  var kept: WordPressKept

  var items: [MediaItem] { plan.post.content.media }
  private var host: String { connector.client.host }

  /// Everything that nobody sees, in an order that a crash at any point leaves repeatable.
  mutating func ready() async throws(Unprepared) -> WordPressKept {
    if kept.categories == nil {
      let categories = try await categories()
      try await keep { $0.categories = categories }
    }
    var post = try await existing()
    if post == nil { post = try await create() }
    try await upload()
    // The post of an earlier try, an edit by a person since, or pictures that had no address when it was made.
    if let difference = post?.difference(from: planned, items, kept) {
      if post?.status == "publish" {
        throw Unprepared(
          .rejected(
            "The post \(kept.post ?? 0) on \(host) is public already, and not as approved: \(difference). Correct it "
              + "there."))
      }
      post = try await rewrite()
    }
    if let difference = post?.difference(from: planned, items, kept) {
      throw Unprepared(
        .rejected(
          "\(host) does not keep the post as it was approved: \(difference). Give the account a role that may write "
            + "it, such as Editor, or change the post."))
    }
    return kept
  }

  /// Changes what is kept, and stores it before anything further is done.
  mutating func keep(_ change: (inout WordPressKept) -> Void) async throws(Unprepared) {
    var changed = kept
    change(&changed)
    guard await preparation.keep(changed.bytes) else { throw SiteAnswers.notOurs }
    kept = changed
  }

  // MARK: The draft

  /// The draft of an earlier try; nil where there was none.
  private mutating func existing() async throws(Unprepared) -> WordPressPost? {
    if let id = kept.post {
      let response = try await read("/posts/\(id)?context=edit&\(WordPressPost.fields)", expected: [404])
      guard response.status != 404 else {
        throw Unprepared(
          .rejected("The draft \(id) on \(host) was deleted by somebody; add the post again if it is to go out."))
      }
      guard let post = WordPressPost(response.json), post.id == id else { throw unreadable }
      return try usable(post)
    }
    let slug = WordPressPlan.draftSlug(plan.post.key)
    let response = try await read("/posts?slug=\(slug)&status=any&context=edit&\(WordPressPost.fields)")
    guard let list = response.json?.array else { throw unreadable }
    // Two, where the request whose answer was lost arrived late: either will do, and the other stays unseen.
    let ours = list.compactMap { WordPressPost($0) }.filter { WordPressPost.isSlug($0.slug, slug) }
    guard let first = ours.min(by: { $0.id < $1.id }) else { return nil }
    try await keep { $0.post = first.id }
    return try usable(first)
  }

  private mutating func create() async throws(Unprepared) -> WordPressPost {
    var fields = planned.fields([], kept)
    fields += [("slug", .string(WordPressPlan.draftSlug(plan.post.key))), ("status", .string("draft"))]
    let post = try await write("/posts?context=edit&\(WordPressPost.fields)", .object(fields))
    try await keep { $0.post = post.id }
    guard post.status == "draft" else {
      throw Unprepared(
        .rejected("\(host) made the status of a draft “\(post.status)”; look at the post \(post.id) there at once."))
    }
    return post
  }

  /// Without a status: a post that a late request has published meanwhile stays public.
  private func rewrite() async throws(Unprepared) -> WordPressPost {
    try await write(
      "/posts/\(kept.post ?? 0)?context=edit&\(WordPressPost.fields)", .object(planned.fields(items, kept)))
  }

  private func usable(_ post: WordPressPost) throws(Unprepared) -> WordPressPost {
    // Public: a request whose answer was lost arrived after all, and publishing again changes nothing.
    if post.status == "publish" { return post }
    guard post.status == "draft" else {
      throw Unprepared(
        .rejected(
          "Somebody changed the draft \(post.id) on \(host): its status is “\(post.status)”; add the post again if it is "
            + "to go out."))
    }
    if post.isScheduled {
      throw Unprepared(
        .rejected(
          "Somebody gave the draft \(post.id) on \(host) a date to come, so it would not go out now; delete it there and "
            + "add the post again."))
    }
    return post
  }

  // MARK: Requests

  var unreadable: Unprepared { connector.unreadable }

  func read(_ path: String, expected: Set<Int> = []) async throws(Unprepared) -> WireResponse {
    try connector.answers.prepared(await connector.get(path, login), expected: expected)
  }

  func send(_ request: SiteRequest, expected: Set<Int> = []) async throws(Unprepared) -> WireResponse {
    let (preparation, plan, now) = (preparation, plan, connector.now)
    let outcome = await connector.send(request, login) { preparation.allows(plan, at: now()) }
    return try connector.answers.prepared(outcome, expected: expected, carriesPost: true)
  }

  private func write(_ path: String, _ json: JSON) async throws(Unprepared) -> WordPressPost {
    let request = SiteRequest(method: .post, path: WordPressConnector.api + path, body: .json(json))
    guard let post = WordPressPost(try await send(request).json), kept.post == nil || post.id == kept.post else {
      throw unreadable
    }
    return post
  }
}
