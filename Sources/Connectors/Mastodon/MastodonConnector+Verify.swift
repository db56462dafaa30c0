import Elections
package import Publishing

/// What the public sees, compared with what was approved.
extension MastodonConnector {
  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome {
    guard let payload = MastodonPayload(plan.payload) else { return .cannotRead(Self.foreignPlan) }
    let path = "/api/v1/statuses/\(APIClient.encoded(receipt.remoteID))"
    var refusal: String?
    if payload.isPublic {
      // Without the token: as a stranger reads it.
      let outcome = await client.send(.get, path, longestAnswer: Self.longestStatus)
      guard case .response(let response) = outcome, response.keepsStrangersOut else {
        return compared(outcome, receipt, payload, refusal: nil)
      }
      refusal =
        "\(client.host) answered \(response.status) to a stranger, so the post was read with the channel's own token."
    } else {
      refusal = "The post is for followers only, so it was read with the channel's own token."
    }
    guard let secret = try? credential() else { return .cannotRead("\(refusal ?? "") It could not be read.") }
    let outcome = await client.send(
      .get, path, authorization: .bearer(secret), longestAnswer: Self.longestStatus)
    return compared(outcome, receipt, payload, refusal: refusal)
  }

  /// `refusal`: why it was read with the token.
  private func compared(
    _ outcome: WireOutcome, _ receipt: Receipt, _ payload: MastodonPayload, refusal: String?
  ) -> VerifyOutcome {
    let response: WireResponse
    switch outcome {
    case .notSent(let reason), .maybeSent(let reason): return .cannotRead(reason)
    case .response(let answer): response = answer
    }
    if response.status == 404 { return .notVisibleYet }
    guard response.status == 200, !response.isPage, let status = response.json.flatMap(MastodonStatus.init) else {
      let who = refusal == nil ? "to strangers" : "to strangers, nor to the channel's own token"
      return .cannotRead(
        "\(client.host) does not show the post \(who) (it answered \(response.status)); look there.")
    }
    guard status.id == receipt.remoteID, status.content != nil || status.typed != nil else {
      return .cannotRead("\(client.host) answered with another post, or without a text; look there.")
    }
    let differences = status.differences(from: payload)
    if !differences.isEmpty { return .differs(differences) }
    return refusal.map { .sameToOwner($0) } ?? .same
  }
}
