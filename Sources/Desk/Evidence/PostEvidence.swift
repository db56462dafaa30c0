package import Elections
import Foundation
package import Publishing
package import PublishingGate
package import Texts

/// Everything that a pack says of one post, its texts redacted already.
package struct PostEvidence {
  package let id: PostID
  package let revision: Int
  package let author: String
  package let createdAt: Instant
  package let editor: String?
  package let writtenAt: Instant
  /// Every wording, the oldest first; the last is the present one.
  package let versions: [Version]
  package let deliveries: [DeliveryEvidence]
  package let approvals: [ApprovalRecord]
  package let overrides: [OverrideRecord]
  /// The post's entries in the range.
  package let entries: [RecordedEntry]

  package struct Version {
    package let revision: Int
    package let content: PostContent
    /// Of the text as it was, not of the redacted one.
    package let hash: ContentHash
    package let editor: String?
    package let at: Instant?
  }

  /// An entry in a few words.
  package struct RecordedEntry {
    package let id: Int64
    package let at: Instant
    package let actor: String
    package let event: AuditEvent
    package let channel: String?
    package let reason: String?
  }

  package var content: PostContent? { versions.last?.content }
  package var hash: ContentHash? { versions.last?.hash }
  package var outcomes: Set<Outcome> { deliveries.reduce(into: []) { $0.formUnion($1.outcomes) } }

  /// The outcomes in the order in which people read them.
  package static func words(_ outcomes: Set<Outcome>) -> [String] {
    Outcome.allCases.filter(outcomes.contains).map(\.rawValue)
  }

  /// Who approved, or rejected, a delivery.
  package func deciders(of delivery: DeliveryEvidence, approving: Bool) -> [String] {
    approvals.filter { $0.delivery == delivery.name && $0.isApproval == approving }.map(\.actor)
  }
}

/// One channel's part of it.
package struct DeliveryEvidence {
  package let name: DeliveryName
  package let state: DeliveryState.Name
  package let reason: String?
  /// The post's revision that went out, or will.
  package let revision: Int
  package let planned: Instant
  package let attempted: Instant?
  package let confirmed: Instant?
  package let seen: Instant?
  package let remoteID: String?
  package let url: String?
  package let outcomes: Set<Outcome>
  package let holds: [RecordedHold]
}

/// Collects what there is on posts, and redacts it.
package struct EvidenceCollector {
  package let store: any CouncilStore
  package let scope: PackScope
  package let scan: LogScan
  package let redact: Redactor
  package let now: Instant

  /// Nil when the post does not belong into the pack.
  package func evidence(on id: PostID) async throws -> PostEvidence? {
    guard let post = try await store.post(id) else { return nil }
    let chosen = post.deliveries.filter { scope.channel == nil || $0.delivery.channel == scope.channel }
    guard !chosen.isEmpty else { return nil }
    let last = scan.head?.id ?? 0
    var entries: [AuditEntry] = []
    try await store.forEachEntry(AuditQuery(post: id)) { entry in
      if entry.id <= last { entries.append(entry) }
    }
    let past = chosen.map { record in
      let own = entries.filter { $0.draft.channel == record.delivery.channel }
      return DeliveryHistory(record.delivery, own, accepted: post.createdAt, now: now)
    }
    let holds = past.map { $0.holds(scan.lanes) }
    let outcomes = zip(past, holds).map { $0.outcomes(in: scope.range, holds: $1) }
    guard scan.concerned.contains(id) || outcomes.contains(where: { $0.contains(.held) }) else { return nil }
    if let election = scope.election {
      guard past.contains(where: { $0.elections(scan.lanes).contains(election) }) else { return nil }
    }
    let versions = try store.versions(of: id)
    guard versions.contains(where: { scope.matches($0.content) }) else { return nil }
    let overrides = try await store.overrides(of: id, limit: 10_000).reversed()
    let channels = Set(chosen.map(\.delivery.channel))
    return PostEvidence(
      id: id, revision: post.revision, author: redact(post.author), createdAt: post.createdAt,
      editor: redact(post.editor), writtenAt: post.writtenAt, versions: versions.map(version),
      deliveries: zip(chosen, zip(outcomes, holds)).map { delivery($0, $1.0, $1.1) },
      approvals: post.approvals.filter { channels.contains($0.delivery.channel) }.map(approval),
      overrides: overrides.filter { channels.contains($0.delivery.channel) }.map(override),
      entries: entries.filter { entry in
        scope.range.contains(entry.draft.at) && (entry.draft.channel.map(channels.contains) ?? true)
      }.map(recorded))
  }

  private func delivery(_ record: DeliveryRecord, _ outcomes: Set<Outcome>, _ holds: [RecordedHold]) -> DeliveryEvidence
  {
    let delivery = record.delivery
    var receipt: Receipt?
    var confirmed: Instant?
    if case .published(let given, let at) = delivery.state { (receipt, confirmed) = (given, at) }
    return DeliveryEvidence(
      name: delivery.name, state: delivery.state.name,
      reason: redact(delivery.state.reason ?? (delivery.state.name == .queued ? record.lastProblem : nil)),
      revision: delivery.revision, planned: delivery.due, attempted: record.attempted, confirmed: confirmed,
      seen: record.seen, remoteID: redact(receipt?.remoteID), url: redact(receipt?.url), outcomes: outcomes,
      holds: holds.map { RecordedHold(cause: redact($0.cause), from: $0.from, to: $0.to, entry: $0.entry) })
  }

  private func version(_ version: PostVersion) -> PostEvidence.Version {
    let content = version.content
    let redacted = PostContent(
      text: redact(content.text), title: redact(content.title), link: redact(content.link),
      media: content.media.map { item in
        MediaItem(
          hash: item.hash, fileName: redact(item.fileName), mediaType: item.mediaType, alt: redact(item.alt),
          byteCount: item.byteCount)
      }, contentClass: content.contentClass, grounds: redact(content.grounds))
    return PostEvidence.Version(
      revision: version.revision, content: redacted, hash: content.hash, editor: redact(version.editor), at: version.at)
  }

  private func approval(_ approval: ApprovalRecord) -> ApprovalRecord {
    ApprovalRecord(
      delivery: approval.delivery, actor: redact(approval.actor), at: approval.at, contentHash: approval.contentHash,
      due: approval.due, isApproval: approval.isApproval, reason: redact(approval.reason))
  }

  private func override(_ record: OverrideRecord) -> OverrideRecord {
    OverrideRecord(
      id: record.id, delivery: record.delivery, basis: record.basis, reason: redact(record.reason), until: record.until,
      requester: redact(record.requester), requestedAt: record.requestedAt, contentHash: record.contentHash,
      state: record.state, decider: redact(record.decider), decidedAt: record.decidedAt)
  }

  private func recorded(_ entry: AuditEntry) -> PostEvidence.RecordedEntry {
    let draft = entry.draft
    return PostEvidence.RecordedEntry(
      id: entry.id, at: draft.at, actor: redact(draft.actor), event: draft.event, channel: draft.channel,
      reason: redact(entry.reason))
  }
}
