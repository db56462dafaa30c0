import Elections
package import PublishingGate

/// What the public sees, compared with what was approved.
extension MastodonConnector {
  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome {
    guard let payload = MastodonPayload(plan.payload) else { return .cannotRead(Self.foreignPlan) }
    guard payload.isPublic else {
      return .cannotRead("The post is for followers only, so no stranger can read it back; look on \(client.host).")
    }
    // Without the token: as a stranger reads it.
    let outcome = await client.send(
      .get, "/api/v1/statuses/\(APIClient.encoded(receipt.remoteID))", longestAnswer: Self.longestStatus)
    let response: WireResponse
    switch outcome {
    case .notSent(let reason), .maybeSent(let reason): return .cannotRead(reason)
    case .response(let answer): response = answer
    }
    if response.status == 404 { return .notVisibleYet }
    guard response.status == 200, !response.isPage, let status = response.json.flatMap(MastodonStatus.init) else {
      return .cannotRead(
        "\(client.host) does not show the post to strangers (it answered \(response.status)); look there.")
    }
    let differences = differences(status, payload)
    return differences.isEmpty ? .same : .differs(differences)
  }

  private func differences(_ status: MastodonStatus, _ payload: MastodonPayload) -> [String] {
    var differences: [String] = []
    let wanted = MastodonText.normalised(payload.status)
    let shown = MastodonMarkup.texts(of: status.content).map(MastodonText.normalised)
    if !shown.contains(wanted) {
      differences.append("The text reads otherwise\(WireResponse.quoted(shown.first ?? "")).")
    }
    if MastodonText.folded(status.warning) != MastodonText.folded(payload.warning) {
      differences.append("The warning is another one\(WireResponse.quoted(status.warning)).")
    }
    if !status.visibility.isEmpty, status.visibility != payload.visibility {
      differences.append("It is \(status.visibility), not \(payload.visibility).")
    }
    if status.media.count != payload.media.count {
      differences.append("It has \(status.media.count) pictures, not \(payload.media.count).")
    }
    for (medium, item) in zip(status.media, payload.media)
    where MastodonText.folded(medium.description) != MastodonText.folded(item.alt) {
      differences.append(
        medium.description.isEmpty
          ? "“\(item.fileName)” has lost its alt text."
          : "The alt text of “\(item.fileName)” is another one\(WireResponse.quoted(medium.description)).")
    }
    return differences
  }
}
