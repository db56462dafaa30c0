import Elections
import Publishing
import Texts

/// The one public request, and what is read afterwards.
extension WordPressConnector {
  func publication(of page: WordPressPlan, _ prepared: Prepared) -> SiteRequest? {
    let kept = WordPressKept(prepared.kept)
    let items = prepared.plan.post.content.media
    guard let id = kept.post, kept.media.count == items.count else { return nil }
    var fields = page.fields(items, kept)
    fields += [
      ("slug", .string(page.slug)), ("status", .string("publish")), ("excerpt", .string("")),
      ("tags", .array([])), ("password", .string("")), ("sticky", .bool(false)),
    ]
    return SiteRequest(
      method: .post, path: "\(Self.api)/posts/\(id)?context=edit&\(WordPressPost.fields)", body: .json(.object(fields)))
  }

  func committed(_ page: WordPressPlan, _ prepared: Prepared, by response: WireResponse) -> CommitOutcome {
    let kept = WordPressKept(prepared.kept)
    let items = prepared.plan.post.content.media
    return meaning(of: Self.unwrapped(response), id: kept.post ?? 0) { $0.difference(from: page, items, kept) }
  }

  private func meaning(
    of response: WireResponse, id: Int, difference: (WordPressPost) -> String?
  ) -> CommitOutcome {
    if response.meaning == .accepted, let post = WordPressPost(response.json), post.id == id,
      post.status == "publish"
    {
      let differences = difference(post).map { ["\(client.host) answered that it published something else: \($0)."] }
      return .published(post.receipt(now: now(), differences: differences ?? []))
    }
    // The draft is gone, or was published and deleted since: reading tells.
    if response.status == 404, response.json?["code"]?.string == "rest_post_invalid_id" {
      return .uncertain("\(client.host) answered 404: the draft \(id) is no longer there.")
    }
    if response.status == 410, response.json?["code"]?.string == "rest_already_trashed" {
      return .uncertain("\(client.host) answered 410: the draft \(id) lies in its bin.")
    }
    // What the settings and the draft gave, and not the author.
    if response.status == 400, let spoiled = response.json?["data"]?["params"]?.keys, !spoiled.isEmpty {
      if !Self.authored.isDisjoint(with: spoiled) { return answers.committed(response, as: .refused) }
      if spoiled == ["categories"] {
        return .channelRefused(
          "\(client.host) answered 400\(Self.said(response)): it does not take the channel's categories; correct them.")
      }
      return answers.committed(response, as: .undecided)
    }
    return answers.committed(response)
  }

  /// The parameters in which the post's own words stand.
  private static let authored: Set<String> = ["title", "content"]

  // MARK: Did it go out?

  func find(_ page: WordPressPlan, _ prepared: Prepared, _ login: Secret) async -> FindOutcome {
    let kept = WordPressKept(prepared.kept)
    let items = prepared.plan.post.content.media
    if let id = kept.post {
      let outcome = await get("/posts/\(id)?context=edit&\(WordPressPost.fields)", login)
      if case .response(let response) = outcome, response.status == 404, response.json?["code"] != nil {
        return .changedByOthers("The post \(id) was deleted from \(client.host) by somebody.")
      }
      guard case .response(let response) = outcome, response.status == 200, let post = WordPressPost(response.json),
        post.id == id
      else { return .cannotTell(answers.reason(outcome)) }
      return judge(post, post.difference(from: page, items, kept))
    }
    // Without an id nothing was ever published by us; a draft may lie there.
    let slug = WordPressPlan.draftSlug(prepared.plan.post.key)
    let outcome = await get("/posts?slug=\(slug)&status=any&context=edit&\(WordPressPost.fields)", login)
    guard case .response(let response) = outcome, response.status == 200, let list = response.json?.array else {
      return .cannotTell(answers.reason(outcome))
    }
    let ours = list.compactMap { WordPressPost($0) }.filter { WordPressPost.isSlug($0.slug, slug) }
    guard let post = ours.first(where: { $0.status == "publish" }) ?? ours.first else { return .absentForCertain }
    return judge(post, post.content.hasPrefix(page.html) ? nil : "its text is another")
  }

  private func judge(_ post: WordPressPost, _ difference: String?) -> FindOutcome {
    switch (post.status, difference) {
    case ("publish", nil): .found(post.receipt(now: now()))
    case ("publish", let difference?):
      .changedByOthers("The post \(post.id) on \(client.host) is public, and not as approved: \(difference).")
    // Only publishing that very draft makes it public, however often.
    case ("draft", _): .absentForCertain
    default:
      .changedByOthers("Somebody changed the post \(post.id) on \(client.host): its status is “\(post.status)”.")
    }
  }

  // MARK: As the public sees it

  func address(of page: WordPressPlan, _ receipt: Receipt) -> String {
    "/posts/\(receipt.remoteID)?_fields=id,status,title.rendered,content.rendered,featured_media"
  }

  func refusesThisPageAlone(_ response: WireResponse) -> Bool {
    let code = response.json?["code"]?.string
    return code == "rest_forbidden" || code == "rest_post_invalid_id"
  }

  func sight(
    _ response: WireResponse, of page: WordPressPlan, _ receipt: Receipt, _ plan: SendPlan, asStranger: Bool
  ) async -> SiteSight {
    if [401, 403, 404].contains(response.status), refusesThisPageAlone(response) { return .notPublic }
    guard response.status == 200, let json = response.json, let title = json["title"]?["rendered"]?.string,
      let content = json["content"]?["rendered"]?.string
    else { return .unreadable }
    if !asStranger, json["status"]?.string != "publish" { return .notPublic }
    let items = plan.post.content.media
    var differences: [String] = []
    let (approvedTitle, shownTitle) = (ShownHTML(page.title).text, ShownHTML(title).text)
    if ShownHTML.plain(approvedTitle) != ShownHTML.plain(shownTitle) {
      differences.append("The title is “\(shownTitle)” instead of “\(approvedTitle)”; correct the page by hand.")
    }
    let approved = ShownHTML(page.content(items, at: items.map { _ in "" }))
    differences += ShownHTML(content).differences(from: approved)
    if items.contains(where: \.isPicture), json["featured_media"]?.number ?? 0 == 0 {
      differences.append("The picture that stands for the post in lists is missing.")
    }
    if !page.categories.isEmpty {
      differences += await missingCategories(page.categories, post: receipt.remoteID)
    }
    return .shown(differences: differences)
  }

  private func missingCategories(_ names: [String], post: String) async -> [String] {
    let outcome = await get("/categories?post=\(post)&per_page=100&_fields=name", nil)
    guard case .response(let response) = outcome, let list = response.json?.array else { return [] }
    let shown = Set(list.compactMap { $0["name"]?.string.map(ShownHTML.decoded) })
    return names.filter { !shown.contains($0) }.map { "The post is not in the category “\($0)”; add it by hand." }
  }
}
