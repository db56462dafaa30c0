import ElectionCalendar
package import Elections
import Foundation
package import Publishing
package import Texts

/// Posts with their verdicts, for people and programs.
package struct PostReport {
  package let standing: Standing
  package let civil: CivilText
  package let gate: GatePresence
  package let council: AnsweringCouncil

  package var rules: Ruleset { standing.rules }
  package var now: Instant { standing.now }

  private var contract: ContractJSON { ContractJSON(zone: civil.zone) }

  // MARK: JSON

  /// One post as a whole answer.
  package func answer(_ post: PostRecord, _ more: [(String, JSON)] = []) -> JSON {
    .object(fields(post) + surroundings + more)
  }

  /// Whose answer it is, and whether a gate is there to send anything.
  package var surroundings: [(String, JSON)] { [council.json, gate.json(contract)] }

  package func json(_ post: PostRecord) -> JSON { .object(fields(post)) }

  private func fields(_ post: PostRecord) -> [(String, JSON)] {
    [
      ("post", .string(post.id.description)),
      ("revision", .number(post.revision)),
      ("deliveries", .array(post.deliveries.map { delivery($0, post) })),
      ("author", .string(post.author)),
      ("created_at", contract.instant(post.createdAt)),
      ("key", JSON(post.idempotencyKey)),
      ("class", .string(post.content.contentClass.rawValue)),
      ("title", JSON(post.content.title)),
      ("text", .string(post.content.text)),
      ("link", JSON(post.content.link)),
      ("media", .array(post.content.media.map(\.json))),
      ("sha256", .string(post.content.hash.hex)),
      ("basis", JSON(post.content.grounds)),
      ("editor", JSON(post.editor)),
      ("written_at", contract.instant(post.writtenAt)),
      ("flagged", .array(rules.judgement.matches(in: post.content).map { .string($0.passage) })),
      ("approvals", .array(post.approvals.map { approval($0, post) })),
    ]
  }

  private func approval(_ approval: ApprovalRecord, _ post: PostRecord) -> JSON {
    let delivery = post.deliveries.map(\.delivery).first { $0.name == approval.delivery }
    return .object([
      ("channel", .string(approval.delivery.channel)), ("by", .string(approval.actor)),
      ("at", contract.instant(approval.at)), ("approves", .bool(approval.isApproval)),
      ("counts", .bool(delivery.map(approval.counts) ?? false)), ("reason", JSON(approval.reason)),
    ])
  }

  private func delivery(_ record: DeliveryRecord, _ post: PostRecord) -> JSON {
    let delivery = record.delivery
    let outlook = standing.outlook(for: delivery)
    var receipt: Receipt?
    var confirmed: Instant?
    if case .published(let given, let at) = delivery.state { (receipt, confirmed) = (given, at) }
    return .object([
      ("channel", .string(delivery.channel)),
      ("due", contract.instant(delivery.due)),
      ("state", .string(delivery.state.name.rawValue)),
      ("verdict", .string(outlook.verdict.name)),
      ("held_until", contract.instant(outlook.verdict.heldUntil)),
      ("causes", contract.causes(outlook.verdict.causes)),
      ("earliest", contract.instant(outlook.earliest)),
      ("delivery", .string(delivery.name.description)),
      ("goes_to_review", .bool(outlook.goesToReview)),
      ("planned", contract.instant(delivery.due)),
      ("attempted", contract.instant(record.attempted)),
      ("confirmed", contract.instant(confirmed)),
      ("remote_id", JSON(receipt?.remoteID)),
      ("url", JSON(receipt?.url)),
      ("seen", contract.instant(record.seen)),
      ("attempts", .number(delivery.attempts)),
      ("approvals", .number(delivery.approvals)),
      ("override", JSON(delivery.override?.id.description)),
      ("reason", JSON(delivery.state.reason ?? (delivery.state.name == .queued ? record.lastProblem : nil))),
      ("requested", delivery.wish.map(wish) ?? .null),
      ("late_reports", .array(record.lateReports.map(late))),
      ("decisions", .array(delivery.decisions.map { .string($0.rawValue) })),
      ("next_attempt", contract.instant(delivery.next > delivery.due ? delivery.next : nil)),
    ])
  }

  private func wish(_ wish: Wish) -> JSON {
    .object([
      ("act", .string(wish.act.rawValue)), ("by", .string(wish.by)), ("at", contract.instant(wish.at)),
      ("reason", .string(wish.reason)),
    ])
  }

  private func late(_ late: LateReport) -> JSON {
    .object([
      ("at", contract.instant(late.at)), ("outcome", .string(late.outcome)), ("remote_id", JSON(late.remoteID)),
      ("url", JSON(late.url)), ("reason", JSON(late.reason)),
    ])
  }

  // MARK: Text

  /// The end of an answer about posts: whose it is and, where something is queued, that no gate is there to send it.
  package func footing(_ posts: [PostRecord]) -> [String] {
    let waits = posts.contains { $0.deliveries.contains { $0.delivery.state.name == .queued } }
    let note = waits ? gate.note(civil) : nil
    return (note.map { ["  \($0)"] } ?? []) + [council.line]
  }

  /// What becomes of a delivery, in one line, and its causes below.
  package func lines(_ record: DeliveryRecord) -> [String] {
    let delivery = record.delivery
    let outlook = standing.outlook(for: delivery)
    var lines = ["  \(delivery.channel): \(sentence(record, outlook))"]
    if case .queued = delivery.state {
      let causeText = CauseText(civil: civil)
      if let hold = outlook.verdict.hold {
        lines += causeText.lines(of: hold, indent: "    ") { ["    - \(causeText.line($0))"] }
      }
      if outlook.goesToReview {
        let lateAfter = delivery.lateAfter ?? rules.channel(delivery.channel)?.lateAfter ?? Channel.defaultLateAfter
        lines.append(
          "    by then it is more than \(lateAfter.inWords) late, so it will wait for a person: “portcullis post review”"
        )
      }
      if let problem = record.lastProblem, delivery.attempts > 0 {
        lines.append("    last attempt: \(problem.visibleLine)")
      }
    }
    return lines + beside(record)
  }

  /// What was asked of it while it was under way, and what came after it had been settled.
  private func beside(_ record: DeliveryRecord) -> [String] {
    let delivery = record.delivery
    var lines: [String] = []
    if let wish = delivery.wish {
      let asked =
        "\(wish.by.printable) asked \(civil.short(wish.at)) to \(wish.act.rawValue) it: \(wish.reason.printable)"
      switch delivery.state {
      case .published: lines.append("    It had left already when \(asked)")
      default: lines.append("    \(asked) Nothing leaves any more; whether it had left is not known yet.")
      }
    }
    for late in record.lateReports {
      let what = [late.outcome, (late.url ?? late.remoteID).map { "as \($0.printable)" }].compactMap(\.self)
        .joined(separator: " ")
      let line = "After it had been settled its network answered: \(what), \(civil.short(late.at))."
      let isContradicted = late.isPublished && delivery.state.name != .published
      lines.append("    \(isContradicted ? Style.red(line) : line)")
    }
    return lines
  }

  private func sentence(_ record: DeliveryRecord, _ outlook: Outlook) -> String {
    let delivery = record.delivery
    switch delivery.state {
    case .queued:
      switch outlook.verdict {
      case .hold(let hold):
        let end = hold.until.map { " until \(civil.short($0))" } ?? ", and no end is known"
        return "\(Style.red("HELD"))\(end) (due \(civil.short(delivery.due)))"
      case .release, .refuse:
        if outlook.goesToReview { return "\(Style.yellow("TOO LATE")): was due \(civil.short(delivery.due))" }
        guard let earliest = outlook.earliest, earliest > now else {
          return gate.isRunning
            ? "\(Style.green("goes out")) now (due \(civil.short(delivery.due)))"
            : "\(Style.yellow("waits for a gate")), and would go out now (due \(civil.short(delivery.due)))"
        }
        return "\(Style.green("goes out")) \(civil.short(earliest))\(gate.isRunning ? "" : ", if a gate runs by then")"
      }
    case .sending: return "being sent"
    case .published(let receipt, let confirmed):
      return "\(Style.green("published")) \(civil.short(confirmed)) as \((receipt.url ?? receipt.remoteID).visibleLine)"
        + sight(record)
    case .failed(let at, let reason): return "\(Style.red("failed")) \(civil.short(at)): \(reason.visibleLine)"
    case .uncertain(let since, let reason):
      return "\(Style.yellow("uncertain")) since \(civil.short(since)), it may have gone out: \(reason.visibleLine)"
    case .review(let since, let reason):
      return "\(Style.yellow("waits for a person")) since \(civil.short(since)): \(reason.visibleLine)"
    case .cancelled(let at, let reason): return "cancelled \(civil.short(at)): \(reason.visibleLine)"
    case .expired(let at): return "expired \(civil.short(at))"
    }
  }

  /// Whether it was read back, where the channel allows that (C-10).
  private func sight(_ record: DeliveryRecord) -> String {
    guard let kind = rules.channel(record.delivery.channel)?.connector.kind, kind.readsBack else { return "" }
    return record.seen == nil ? Style.yellow(" (not yet seen there)") : ""
  }

  /// The first words, for lists.
  package static func opening(_ content: PostContent, _ length: Int = 50) -> String {
    let words = (content.title ?? content.text).split(whereSeparator: \.isWhitespace).joined(separator: " ").printable
    return words.count <= length ? words : words.prefix(length - 1) + "…"
  }
}
