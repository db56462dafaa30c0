import Elections
package import Publishing
import Texts

/// The one public request, and what is read afterwards.
extension DrupalConnector {
  /// The whole post goes with it: whatever somebody did to the draft meanwhile is not published.
  package func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    let plan = prepared.plan
    let kept = DrupalKept(prepared.kept)
    let items = plan.post.content.media
    let planned: DrupalPlan
    let login: Secret
    do {
      planned = try self.planned(plan)
      login = try self.login()
    } catch let error as SecretProblem {
      return .notSent(error.description, after: SiteAnswers.secretRetry)
    } catch {
      return .rejected("\(error)")
    }
    guard kept.hasNode, kept.files.count == items.count else {
      return .notSent("The draft is not ready, so nothing was published; it is prepared again.", after: nil)
    }
    guard permit.allows(plan, at: now()) else { return SiteAnswers.noPermit }
    let document = document(planned, items, kept, isPublic: true)
    let outcome = await write(.patch, "\(nodes)/\(planned.node)", document, login) { [now] in
      await permit.mayLeave(plan, by: now)
    }
    switch outcome {
    case .notSent(let reason): return .notSent(reason, after: nil)
    case .maybeSent(let reason): return .unknown(reason)
    case .response(let response):
      if response.meaning == .accepted, let node = node(response, planned), node.isPublic {
        let difference = node.difference(from: planned, alts: items.map { PostHTML.oneLine($0.alt) })
        return .published(
          receipt(
            node, planned,
            differences: difference.map { ["\(client.host) answered that it published something else: \($0)."] } ?? []))
      }
      // The node is gone, or in other hands: reading tells.
      if [404, 409].contains(response.status), response.json?["errors"] != nil {
        return .unknown("\(client.host) answered \(response.status)\(Self.said(response)) about our own node.")
      }
      return answers.committed(response)
    }
  }

  private func receipt(_ node: DrupalNode, _ planned: DrupalPlan, differences: [String] = []) -> Receipt {
    Receipt(remoteID: planned.node, url: node.address, at: now(), differences: differences)
  }

  package func find(_ prepared: Prepared) async -> FindOutcome {
    let planned: DrupalPlan
    let login: Secret
    do {
      planned = try self.planned(prepared.plan)
      login = try self.login()
    } catch {
      return .cannotTell("\(error)")
    }
    let outcome = await get("\(nodes)/\(planned.node)", login)
    guard case .response(let response) = outcome else { return .cannotTell(answers.reason(outcome)) }
    if response.status == 404, response.json?["errors"] != nil {
      return DrupalKept(prepared.kept).hasNode
        ? .changedByOthers("The node \(planned.node) was deleted from \(client.host) by somebody.") : .absentForCertain
    }
    guard response.status == 200, let node = node(response, planned) else {
      return .cannotTell(answers.reason(outcome))
    }
    guard node.isPublic else {
      // Sent back, archived: a person's decision in the workflow.
      if settings.isModerated, let state = node.state, state != "draft" {
        return .changedByOthers("Somebody moved the node \(planned.node) on \(client.host) to the state “\(state)”.")
      }
      return .absentForCertain
    }
    let alts = prepared.plan.post.content.media.map { PostHTML.oneLine($0.alt) }
    if let difference = node.difference(from: planned, alts: alts) {
      return .changedByOthers(
        "The node \(planned.node) on \(client.host) is public, and not as approved: \(difference).")
    }
    return .found(receipt(node, planned))
  }

  // MARK: As the public sees it

  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome {
    let planned: DrupalPlan
    do throws(ContentProblem) {
      planned = try self.planned(plan)
    } catch {
      return .cannotRead(error.description)
    }
    let path = "\(nodes)/\(planned.node)"
    var outcome = await get(path, nil)
    var refusal: String?
    if case .response(let response) = outcome, response.keepsStrangersOut, let login = try? login() {
      refusal =
        "\(client.host) answered \(response.status) to a stranger, so the post was read with the account's own login."
      outcome = await get(path, login)
    }
    guard case .response(let response) = outcome else { return .cannotRead(answers.reason(outcome)) }
    if [403, 404].contains(response.status), response.json?["errors"] != nil { return .notVisibleYet }
    guard response.status == 200, let node = node(response, planned) else {
      return .cannotRead(
        "\(client.host) does not show its API to the public (\(response.status)); look at the page itself.")
    }
    if !node.isPublic { return .notVisibleYet }
    var differences: [String] = []
    if node.title != planned.title {
      differences.append("The title is “\(node.title)” instead of “\(planned.title)”; correct the page by hand.")
    }
    differences += ShownHTML(node.shown).differences(from: ShownHTML(planned.html))
    for item in plan.post.content.media where !node.alts.contains(PostHTML.oneLine(item.alt)) {
      differences.append("The picture with the alt text “\(item.alt)” is missing, or has lost its alt text.")
    }
    if !differences.isEmpty { return .differs(differences) }
    return refusal.map { .sameToOwner($0) } ?? .same
  }

  package func test() async -> ChannelTest {
    let outcome: WireOutcome
    do throws(SecretProblem) {
      outcome = await get("/jsonapi", try login())
    } catch {
      return ChannelTest(isUsable: false, findings: [error.description])
    }
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
