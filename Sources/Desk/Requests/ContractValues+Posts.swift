package import Contract
import Elections
package import Publishing
import Texts

/// Posts, their deliveries and their audit entries as the contract writes them.
extension ContractValues {
  func post(_ post: PostRecord, _ report: PostReport) -> PostAnswer {
    PostAnswer(
      post: post.id.description, revision: post.revision, deliveries: post.deliveries.map { delivery($0, report) },
      author: post.author, createdAt: moment(post.createdAt), key: post.idempotencyKey,
      contentClass: post.content.contentClass.rawValue, title: post.content.title, text: post.content.text,
      link: post.content.link, media: post.content.media.map(Self.media), sha256: post.content.hash.hex,
      basis: post.content.grounds, editor: post.editor, writtenAt: moment(post.writtenAt),
      flagged: report.rules.inForce.matches(in: post.content).map(\.passage),
      approvals: post.approvals.map { approval($0, post) })
  }

  func whole(
    _ post: PostRecord, _ report: PostReport, isRepetition: Bool = false, notes: [String] = []
  ) -> WholePost {
    WholePost(
      post: self.post(post, report), authority: report.council.authority, gate: gate(report.gate),
      isRepetition: isRepetition, notes: notes)
  }

  func gate(_ presence: GatePresence) -> GateSign {
    GateSign(running: presence.isRunning, lastHeartbeat: moment(presence.lastHeartbeat))
  }

  static func media(_ item: MediaItem) -> MediaFile {
    MediaFile(
      sha256: item.hash.hex, name: item.fileName, type: item.mediaType, alt: item.alt, bytes: item.byteCount)
  }

  private func approval(_ approval: ApprovalRecord, _ post: PostRecord) -> PostAnswer.Approval {
    let delivery = post.deliveries.map(\.delivery).first { $0.name == approval.delivery }
    return PostAnswer.Approval(
      channel: approval.delivery.channel, by: approval.actor, at: moment(approval.at), approves: approval.isApproval,
      counts: delivery.map(approval.counts) ?? false, reason: approval.reason)
  }

  private func delivery(_ record: DeliveryRecord, _ report: PostReport) -> DeliveryAnswer {
    let delivery = record.delivery
    let outlook = report.standing.outlook(for: delivery)
    var receipt: Receipt?
    var confirmed: Instant?
    if case .published(let given, let at) = delivery.state { (receipt, confirmed) = (given, at) }
    return DeliveryAnswer(
      channel: delivery.channel, due: moment(delivery.due), state: delivery.state.name.rawValue,
      verdict: outlook.verdict.name, heldUntil: moment(outlook.verdict.heldUntil),
      causes: outlook.verdict.causes.map(cause), earliest: moment(outlook.earliest),
      delivery: delivery.name.description, goesToReview: outlook.goesToReview, planned: moment(delivery.due),
      attempted: moment(record.attempted), confirmed: moment(confirmed), remoteID: receipt?.remoteID, url: receipt?.url,
      seen: moment(record.seen), attempts: delivery.attempts, approvals: delivery.approvals,
      override: delivery.override?.id.description,
      reason: delivery.state.reason ?? (delivery.state.name == .queued ? record.lastProblem : nil),
      requested: delivery.wish.map(wish), lateReports: record.lateReports.map(late),
      decisions: delivery.decisions.map(\.rawValue),
      nextAttempt: moment(delivery.next > delivery.due ? delivery.next : nil), words: words(record, outlook, report))
  }

  private func words(_ record: DeliveryRecord, _ outlook: Outlook, _ report: PostReport) -> DeliveryAnswer.Words {
    let delivery = record.delivery
    let channel = report.rules.channel(delivery.channel)
    var words = DeliveryAnswer.Words()
    words.turns = outlook.verdict.hold.map(turns) ?? []
    words.since =
      switch delivery.state {
      case .failed(let at, _), .uncertain(let at, _), .review(let at, _), .cancelled(let at, _), .expired(let at):
        moment(at)
      case .queued, .sending, .published: nil
      }
    words.leaves = moment(outlook.earliest.flatMap { $0 > report.now ? $0 : nil })
    words.lateAfter = (delivery.lateAfter ?? channel?.lateAfter ?? Channel.defaultLateAfter).inWords
    words.expires = moment(delivery.expires)
    words.isFinal = delivery.state.isFinal
    words.isReadBack = channel?.connector.kind.readsBack ?? false
    return words
  }

  private func wish(_ wish: Wish) -> DeliveryAnswer.Wish {
    DeliveryAnswer.Wish(act: wish.act.rawValue, by: wish.by, at: moment(wish.at), reason: wish.reason)
  }

  private func late(_ late: LateReport) -> DeliveryAnswer.LateReport {
    DeliveryAnswer.LateReport(
      at: moment(late.at), outcome: late.outcome, remoteID: late.remoteID, url: late.url, reason: late.reason)
  }

  func period(_ planned: PlannedBeforeNotice) -> ShowPost.Period {
    ShowPost.Period(
      election: planned.window.election?.description, begins: moment(planned.window.starts),
      basis: planned.window.basis.rawValue, writtenAt: moment(planned.writtenAt),
      writtenBefore: planned.isWrittenBefore, approvedAt: moment(planned.approvedAt),
      approvedBefore: planned.isApprovedBefore, window: window(planned.window))
  }

  package func entry(_ entry: AuditEntry) -> EntryAnswer {
    let draft = entry.draft
    return EntryAnswer(
      id: Int(entry.id), at: moment(draft.at), actor: draft.actor, event: draft.event.rawValue,
      post: draft.post?.description, channel: draft.channel, revision: draft.revision.map { Int($0.rawValue) },
      causes: JSONValue(draft.causes.isEmpty ? .array([]) : JSON(parsing: draft.causes) ?? .array([])),
      detail: draft.detail.isEmpty ? nil : JSON(parsing: draft.detail).map(JSONValue.init),
      previous: entry.previous.hex, hash: entry.hash.hex,
      textRemoved: entry.removal.map {
        EntryAnswer.Removal(entry: Int($0.entry), at: moment($0.at), by: $0.actor)
      }, words: words(entry))
  }

  private func words(_ entry: AuditEntry) -> EntryAnswer.Words {
    let draft = entry.draft
    let fact = draft.fact
    var facts = [
      ("reason", fact.reason), ("class", fact.contentClass?.rawValue), ("due", fact.due.map(UTCText.text)),
      ("url", fact.url),
    ]
    if case .imported(let imported) = fact {
      facts += [("file", imported.file), ("posts", imported.count.map(String.init))]
    }
    if case .textRemoved(let removed) = fact { facts.append(("entry", removed.entry.map(String.init))) }
    switch entry.apart {
    case .none, .kept: break
    case .removed(let removal):
      let who = removal.map { " by \($0.actor), \(civil.short($0.at)) (entry \($0.entry))" }
      facts.append(("text", "removed\(who ?? "")"))
    case .missing: facts.append(("text", "missing"))
    }
    var words = EntryAnswer.Words()
    words.facts = facts.compactMap { name, value in value.map { "\(name) \($0)" } }
    words.causes = (JSON(parsing: draft.causes)?.array ?? []).map {
      $0["election"]?.string ?? $0["summary"]?.string ?? $0["detail"]?.string ?? "a cause"
    }
    return words
  }
}
