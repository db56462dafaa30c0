package import Elections
package import Publishing
package import PublishingGate

/// What tests put into stores.
package enum Given {
  package static let noon = Instant(millisecondsSince1970: 1_800_000_000_000)
  package static let lanes = ["website", "hook"].flatMap { channel in
    ContentClass.allCases.map { Lane(channel: channel, contentClass: $0) }
  }

  package static func key(_ number: UInt64) -> DeliveryKey { DeliveryKey(high: 7, low: number) }

  package static func post(
    _ text: String, on channels: [String] = ["website"], due: Instant = Given.noon,
    contentClass: ContentClass = .routine,
    key: String? = nil, lateAfter: Duration? = nil, expires: Instant? = nil, seed: UInt64 = 0
  ) -> PostDraft {
    PostDraft(
      author: "author", content: PostContent(text: text, contentClass: contentClass), due: due, lateAfter: lateAfter,
      expires: expires, idempotencyKey: key,
      targets: channels.enumerated().map { PostDraft.Target(channel: $1, key: self.key(seed * 10 + UInt64($0))) })
  }

  package static func note(at: Instant = noon, revision: Int64? = 1) -> SubmissionNote {
    SubmissionNote(at: at, actor: "author", under: .unregistered(revision.map(RevisionNumber.init)))
  }

  package static func openLanes(pace: Pace? = nil, lateAfter: Duration = .seconds(14_400)) -> [ClaimRequest.OpenLane] {
    lanes.map { ClaimRequest.OpenLane(lane: $0, pace: pace, lateAfter: lateAfter) }
  }

  package static let farFuture = noon.adding(.seconds(365 * 86_400))
}

extension GateStore {
  /// Revision 1, in which nothing closes.
  @discardableResult
  package func adoptFirst() async throws -> Adoption {
    try await adopt(SimulatedRules.draft([], basis: nil, at: Given.noon))
  }

  package func service(at: Instant = Given.noon) async throws -> ServiceID {
    try await register(ServiceStart(host: "test", process: 1, at: at))
  }

  package func claim(
    _ service: ServiceID, at now: Instant, limit: Int = 100, pace: Pace? = nil, lanes: [ClaimRequest.OpenLane]? = nil,
    revision: Int64 = 1
  ) async throws -> ClaimAnswer {
    try await claim(
      ClaimRequest(
        service: service, now: now, leaseEnds: now.adding(.seconds(30)), limit: limit,
        lanes: lanes ?? Given.openLanes(pace: pace), revision: RevisionNumber(revision)))
  }

  package func permit(
    _ claimed: [Claimed], _ service: ServiceID, at now: Instant, pace: Pace? = nil, revision: Int64 = 1,
    openUntil: Instant? = nil
  ) async throws -> PermitAnswer {
    try await permit(
      PermitRequest(
        revision: RevisionNumber(revision), service: service, now: now, sendTimeout: .seconds(20),
        paces: pace.map { ["website": $0, "hook": $0] } ?? [:],
        items: claimed.map { claimed in
          PermitRequest.Item(
            delivery: claimed.delivery.id, fence: claimed.delivery.fence, contentHash: claimed.content.hash,
            plan: Array(claimed.content.text.utf8), openUntil: openUntil, latest: Given.farFuture)
        }))
  }

  package func publish(_ delivery: Delivery, at now: Instant) async throws -> Delivery? {
    try await record([
      DeliveryReport(
        delivery: delivery.id,
        event: .publish(fence: delivery.fence, Receipt(remoteID: "id-\(delivery.id)", at: now), confirmed: now),
        audit: AuditDraft(
          at: now, actor: "gate", written: WrittenFact(.published, kept: ""), post: delivery.post,
          channel: delivery.channel,
          revision: RevisionNumber(1)))
    ])[0]
  }
}
