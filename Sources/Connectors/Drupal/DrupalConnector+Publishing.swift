import Elections
import Publishing
import Texts

/// The one public request, and what is read afterwards.
extension DrupalConnector {
  func publication(of page: DrupalPlan, _ prepared: Prepared) -> SiteRequest? {
    let kept = DrupalKept(prepared.kept)
    let items = prepared.plan.post.content.media
    guard kept.hasNode, kept.files.count == items.count else { return nil }
    return request(.patch, "\(nodes)/\(page.node)", document(page, items, kept, isPublic: true))
  }

  func committed(_ page: DrupalPlan, _ prepared: Prepared, by response: WireResponse) -> CommitOutcome {
    if response.meaning == .accepted, let node = node(response, page), node.isPublic {
      let alts = prepared.plan.post.content.media.map { PostHTML.oneLine($0.alt) }
      let difference = node.difference(from: page, alts: alts)
      return .published(
        receipt(
          node, page,
          differences: difference.map { ["\(client.host) answered that it published something else: \($0)."] } ?? []))
    }
    // The node is gone, or in other hands: reading tells.
    if [404, 409].contains(response.status), response.json?["errors"] != nil {
      return .uncertain("\(client.host) answered \(response.status)\(Self.said(response)) about our own node.")
    }
    return answers.committed(response)
  }

  private func receipt(_ node: DrupalNode, _ page: DrupalPlan, differences: [String] = []) -> Receipt {
    Receipt(remoteID: page.node, url: node.address, at: now(), differences: differences)
  }

  func find(_ page: DrupalPlan, _ prepared: Prepared, _ login: Secret) async -> FindOutcome {
    let outcome = await get("\(nodes)/\(page.node)", login)
    guard case .response(let response) = outcome else { return .cannotTell(answers.reason(outcome)) }
    if response.status == 404, response.json?["errors"] != nil {
      return DrupalKept(prepared.kept).hasNode
        ? .changedByOthers("The node \(page.node) was deleted from \(client.host) by somebody.") : .absentForCertain
    }
    guard response.status == 200, let node = node(response, page) else {
      return .cannotTell(answers.reason(outcome))
    }
    guard node.isPublic else {
      // Sent back, archived: a person's decision in the workflow.
      if settings.isModerated, let state = node.state, state != "draft" {
        return .changedByOthers("Somebody moved the node \(page.node) on \(client.host) to the state “\(state)”.")
      }
      return .absentForCertain
    }
    let alts = prepared.plan.post.content.media.map { PostHTML.oneLine($0.alt) }
    if let difference = node.difference(from: page, alts: alts) {
      return .changedByOthers(
        "The node \(page.node) on \(client.host) is public, and not as approved: \(difference).")
    }
    return .found(receipt(node, page))
  }

  // MARK: As the public sees it

  func address(of page: DrupalPlan, _ receipt: Receipt) -> String { "\(nodes)/\(page.node)" }

  func sight(
    _ response: WireResponse, of page: DrupalPlan, _ receipt: Receipt, _ plan: SendPlan, asStranger: Bool
  ) async -> SiteSight {
    if [403, 404].contains(response.status), response.json?["errors"] != nil { return .notPublic }
    guard response.status == 200, let node = node(response, page) else { return .unreadable }
    if !node.isPublic { return .notPublic }
    var differences: [String] = []
    if node.title != page.title {
      differences.append("The title is “\(node.title)” instead of “\(page.title)”; correct the page by hand.")
    }
    differences += ShownHTML(node.shown).differences(from: ShownHTML(page.html))
    for item in plan.post.content.media where !node.alts.contains(PostHTML.oneLine(item.alt)) {
      differences.append("The picture with the alt text “\(item.alt)” is missing, or has lost its alt text.")
    }
    return .shown(differences: differences)
  }

  func test(_ login: Secret) async -> ChannelTest {
    let outcome = await get("/jsonapi", login)
    guard case .response(let response) = outcome, response.status == 200, let json = response.json,
      let links = json["links"]
    else { return ChannelTest(isUsable: false, findings: [answers.reason(outcome)]) }
    guard json["meta"]?["links"]?["me"] != nil else {
      return ChannelTest(
        isUsable: false,
        findings: ["\(client.host) does not know the login; see that HTTP Basic is on, and correct user and password."])
    }
    guard links["node--\(settings.bundle)"] != nil else {
      return ChannelTest(
        isUsable: false, findings: ["\(client.host) has no content type “\(settings.bundle)”; correct the bundle."])
    }
    return ChannelTest(
      isUsable: true,
      findings: [
        "Logged in as “\(settings.user)”; the content type “\(settings.bundle)” is there. Whether the account may "
          + "publish is seen only when it does."
      ])
  }
}
