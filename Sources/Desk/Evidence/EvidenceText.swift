import Contract
import Elections
package import Foundation
import Publishing
package import Texts

extension ContractJSON {
  /// A post as `posts.json` has it.
  package func evidence(_ post: PostEvidence) -> JSON {
    let content = post.content
    return .object([
      ("post", .string(post.id.description)),
      ("outcomes", .array(PostEvidence.words(post.outcomes).map(JSON.string))),
      ("class", JSON(content?.contentClass.rawValue)),
      ("title", JSON(content?.title)),
      ("text", JSON(content?.text)),
      ("link", JSON(content?.link)),
      ("media", .array((content?.media ?? []).map(\.json))),
      ("basis", JSON(content?.grounds)),
      ("sha256", JSON(post.hash?.hex)),
      ("revision", .number(post.revision)),
      ("author", .string(post.author)),
      ("created_at", instant(post.createdAt)),
      ("editor", JSON(post.editor)),
      ("written_at", instant(post.writtenAt)),
      ("earlier", .array(post.versions.dropLast().map(version))),
      ("approvals", .array(post.approvals.map(approval))),
      ("deliveries", .array(post.deliveries.map(delivery))),
      ("overrides", .array(post.overrides.map { JSON(encoding: ContractValues(CivilText(zone: zone)).override($0)) })),
      ("entries", .array(post.entries.map { .number(Int($0.id)) })),
    ])
  }

  private func version(_ version: PostEvidence.Version) -> JSON {
    .object([
      ("revision", .number(version.revision)), ("class", .string(version.content.contentClass.rawValue)),
      ("title", JSON(version.content.title)), ("text", .string(version.content.text)),
      ("link", JSON(version.content.link)), ("basis", JSON(version.content.grounds)),
      ("sha256", .string(version.hash.hex)), ("editor", JSON(version.editor)), ("written_at", instant(version.at)),
    ])
  }

  private func approval(_ approval: ApprovalRecord) -> JSON {
    .object([
      ("channel", .string(approval.delivery.channel)), ("by", .string(approval.actor)), ("at", instant(approval.at)),
      ("approves", .bool(approval.isApproval)), ("sha256", .string(approval.contentHash.hex)),
      ("due", instant(approval.due)), ("reason", JSON(approval.reason)),
    ])
  }

  private func delivery(_ delivery: DeliveryEvidence) -> JSON {
    .object([
      ("delivery", .string(delivery.name.description)),
      ("channel", .string(delivery.name.channel)),
      ("state", .string(delivery.state.rawValue)),
      ("outcomes", .array(PostEvidence.words(delivery.outcomes).map(JSON.string))),
      ("reason", JSON(delivery.reason)),
      ("post_revision", .number(delivery.revision)),
      ("planned", instant(delivery.planned)),
      ("attempted", instant(delivery.attempted)),
      ("confirmed", instant(delivery.confirmed)),
      ("seen", instant(delivery.seen)),
      ("remote_id", JSON(delivery.remoteID)),
      ("url", JSON(delivery.url)),
      (
        "holds",
        .array(
          delivery.holds.map { hold in
            .object([
              ("from", instant(hold.from)), ("to", instant(hold.to)), ("entry", .number(Int(hold.entry))),
              ("cause", hold.cause),
            ])
          })
      ),
    ])
  }
}

/// Posts as `posts.csv` has them: a row for each channel.
package struct EvidenceCSV {
  package let zone: TimeZone

  package static let header =
    "post,channel,state,outcomes,class,title,text,link,basis,author,editor,approved_by,rejected_by,created,planned,"
    + "attempted,confirmed,seen,remote_id,url,reason,held_from,held_until,held_by,overrides,post_revision,sha256"

  package func rows(_ post: PostEvidence) -> [String] {
    post.deliveries.map { delivery in
      let sent = post.versions.first { $0.revision == delivery.revision } ?? post.versions.last
      let overrides = post.overrides.filter { $0.delivery == delivery.name }
      let causes = delivery.holds.map { RecordedCause(json: $0.cause).name }
      let isHolding = delivery.holds.contains { $0.to == nil }
      return CSVText.row(
        [
          post.id.description, delivery.name.channel, delivery.state.rawValue,
          PostEvidence.words(delivery.outcomes).joined(separator: " "), sent?.content.contentClass.rawValue,
          sent?.content.title, sent?.content.text, sent?.content.link, sent?.content.grounds, post.author, post.editor,
          post.deciders(of: delivery, approving: true).joined(separator: "; "),
          post.deciders(of: delivery, approving: false).joined(separator: "; "), time(post.createdAt),
          time(delivery.planned), time(delivery.attempted), time(delivery.confirmed), time(delivery.seen),
          delivery.remoteID, delivery.url, delivery.reason, time(delivery.holds.map(\.from).min()),
          isHolding ? "" : time(delivery.holds.compactMap(\.to).max()), causes.joined(separator: "; "),
          overrides.map { "\($0.id) \($0.state.rawValue) (\($0.basis.rawValue))" }.joined(separator: "; "),
          String(delivery.revision), sent?.hash.hex,
        ].map { $0 ?? "" })
    }
  }

  private func time(_ instant: Instant?) -> String { instant.map(zone.rfc3339) ?? "" }
}
