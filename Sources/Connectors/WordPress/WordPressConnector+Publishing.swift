import Elections
package import Publishing
import Texts

/// The one public request, and what is read afterwards.
extension WordPressConnector {
  /// The whole post goes with it: whatever somebody did to the draft meanwhile is not published.
  package func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    let plan = prepared.plan
    let kept = WordPressKept(prepared.kept)
    let planned: WordPressPlan
    let login: Secret
    do {
      planned = try self.planned(plan)
      login = try self.login()
    } catch let error as SecretProblem {
      return .notSent(error.description, after: SiteAnswers.secretRetry)
    } catch {
      return .rejected("\(error)")
    }
    let items = plan.post.content.media
    guard let id = kept.post, kept.media.count == items.count else {
      return .notSent("The draft is not ready, so nothing was published; it is prepared again.", after: nil)
    }
    guard permit.allows(plan, at: now()) else { return SiteAnswers.noPermit }
    var fields = planned.fields(items, kept)
    fields += [
      ("slug", .string(planned.slug)), ("status", .string("publish")), ("excerpt", .string("")),
      ("tags", .array([])), ("password", .string("")), ("sticky", .bool(false)),
    ]
    let outcome = await client.send(
      .post, "\(Self.api)/posts/\(id)?context=edit&\(WordPressPost.fields)", authorization: login,
      body: .json(.object(fields)), longestAnswer: Self.longestPost,
      mayStart: { [now] in await permit.mayLeave(plan, by: now) })
    switch outcome {
    case .notSent(let reason): return .notSent(reason, after: nil)
    case .maybeSent(let reason): return .unknown(reason)
    case .response(let response):
      return meaning(of: Self.unwrapped(response), id: id) { $0.difference(from: planned, items, kept) }
    }
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
      return .unknown("\(client.host) answered 404: the draft \(id) is no longer there.")
    }
    if response.status == 410, response.json?["code"]?.string == "rest_already_trashed" {
      return .unknown("\(client.host) answered 410: the draft \(id) lies in its bin.")
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

  package func find(_ prepared: Prepared) async -> FindOutcome {
    let kept = WordPressKept(prepared.kept)
    let planned: WordPressPlan
    let login: Secret
    do {
      planned = try self.planned(prepared.plan)
      login = try self.login()
    } catch {
      return .cannotTell("\(error)")
    }
    let items = prepared.plan.post.content.media
    if let id = kept.post {
      let outcome = await get("/posts/\(id)?context=edit&\(WordPressPost.fields)", login)
      if case .response(let response) = outcome, response.status == 404, response.json?["code"] != nil {
        return .changedByOthers("The post \(id) was deleted from \(client.host) by somebody.")
      }
      guard case .response(let response) = outcome, response.status == 200, let post = WordPressPost(response.json),
        post.id == id
      else { return .cannotTell(answers.reason(outcome)) }
      return judge(post, post.difference(from: planned, items, kept))
    }
    // Without an id nothing was ever published by us; a draft may lie there.
    let slug = WordPressPlan.draftSlug(prepared.plan.post.key)
    let outcome = await get("/posts?slug=\(slug)&status=any&context=edit&\(WordPressPost.fields)", login)
    guard case .response(let response) = outcome, response.status == 200, let list = response.json?.array else {
      return .cannotTell(answers.reason(outcome))
    }
    let ours = list.compactMap { WordPressPost($0) }.filter { WordPressPost.isSlug($0.slug, slug) }
    guard let post = ours.first(where: { $0.status == "publish" }) ?? ours.first else { return .absentForCertain }
    return judge(post, post.content.hasPrefix(planned.html) ? nil : "its text is another")
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

  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome {
    let planned: WordPressPlan
    do throws(ContentProblem) {
      planned = try self.planned(plan)
    } catch {
      return .cannotRead(error.description)
    }
    let path = "/posts/\(receipt.remoteID)?_fields=id,status,title.rendered,content.rendered,featured_media"
    let (outcome, refusal) = await readBack(path, isOurs: { $0 == "rest_forbidden" || $0 == "rest_post_invalid_id" })
    guard case .response(let response) = outcome else { return .cannotRead(answers.reason(outcome)) }
    let code = response.json?["code"]?.string
    if [401, 403, 404].contains(response.status), code == "rest_forbidden" || code == "rest_post_invalid_id" {
      return .notVisibleYet
    }
    guard response.status == 200, let json = response.json, let title = json["title"]?["rendered"]?.string,
      let content = json["content"]?["rendered"]?.string
    else {
      return .cannotRead(
        "\(client.host) does not show its API to the public (\(response.status)); look at the page itself.")
    }
    if refusal != nil, json["status"]?.string != "publish" { return .notVisibleYet }
    let items = plan.post.content.media
    var differences: [String] = []
    let (approvedTitle, shownTitle) = (ShownHTML(planned.title).text, ShownHTML(title).text)
    if ShownHTML.plain(approvedTitle) != ShownHTML.plain(shownTitle) {
      differences.append("The title is “\(shownTitle)” instead of “\(approvedTitle)”; correct the page by hand.")
    }
    let approved = ShownHTML(planned.content(items, at: items.map { _ in "" }))
    differences += ShownHTML(content).differences(from: approved)
    if items.contains(where: \.isPicture), json["featured_media"]?.number ?? 0 == 0 {
      differences.append("The picture that stands for the post in lists is missing.")
    }
    if !planned.categories.isEmpty {
      differences += await missingCategories(planned.categories, post: receipt.remoteID)
    }
    if !differences.isEmpty { return .differs(differences) }
    return refusal.map { .sameToOwner($0) } ?? .same
  }

  /// As a stranger reads; where the site lets no stranger in, with the account's login, and why. `isOurs` tells the
  /// codes by which a site says that this post is not public.
  private func readBack(_ path: String, isOurs: (String) -> Bool) async -> (WireOutcome, refusal: String?) {
    let outcome = await get(path, nil)
    guard case .response(let response) = outcome, response.keepsStrangersOut,
      !(response.json?["code"]?.string.map(isOurs) ?? false), let login = try? login()
    else { return (outcome, nil) }
    return (
      await get(path, login),
      "\(client.host) answered \(response.status) to a stranger, so the post was read with the account's own login."
    )
  }

  private func missingCategories(_ names: [String], post: String) async -> [String] {
    let outcome = await get("/categories?post=\(post)&per_page=100&_fields=name", nil)
    guard case .response(let response) = outcome, let list = response.json?.array else { return [] }
    let shown = Set(list.compactMap { $0["name"]?.string.map(ShownHTML.decoded) })
    return names.filter { !shown.contains($0) }.map { "The post is not in the category “\($0)”; add it by hand." }
  }
}
