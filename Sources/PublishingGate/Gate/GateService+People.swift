import Elections
import Logging
import Publishing

/// The register, the log and the listed words, asked again before a permit (G-42, A-04).
extension GateService {
  /// Takes out what people may no longer stand for, what the log knows otherwise, and what holds words that were listed
  /// since; gives what it took.
  func sortOut(_ batch: [Claimed], _ ruleset: Ruleset, at now: Instant) async throws(StoreError) -> Set<DeliveryID> {
    var reports: [DeliveryReport] = []
    var words: [DeliveryID: String] = [:]
    if let register = ruleset.settings.register {
      let day = ruleset.inForce.day(of: now)
      let witnesses = try await store.witnesses(of: batch.map(\.delivery.id))
      for claimed in batch {
        guard let witness = witnesses[claimed.delivery.id] else { continue }
        let refusal = register.refusal(toSendBy: witness, of: claimed.delivery.contentClass, on: day)?.description
        guard let reason = try await difference(claimed.delivery, witness) ?? refusal else { continue }
        words[claimed.delivery.id] = reason
        reports.append(giveUp(claimed.delivery, reason: reason))
      }
    }
    for claimed in batch where words[claimed.delivery.id] == nil && !claimed.delivery.isFlagged {
      let matches = ruleset.inForce.matches(in: claimed.content)
      guard !matches.isEmpty, let schedule = ruleset.schedule(of: claimed.delivery.channel) else { continue }
      let flagged = Lane(
        channel: claimed.delivery.channel, contentClass: claimed.delivery.contentClass,
        traits: Lane.Traits(
          isOverridden: claimed.delivery.override != nil, approvals: claimed.delivery.approvals, isFlagged: true))
      guard !schedule.isOpen(flagged, at: now) else { continue }
      words[claimed.delivery.id] = "It holds listed words, and waits for an approval."
      reports.append(
        DeliveryReport(
          delivery: claimed.delivery.id, event: .flag(fence: claimed.delivery.fence),
          audit: entry(.flagged(AuditFact.Flagged(matches.map(\.passage))), claimed.delivery, at: now)))
    }
    for delivery in try await write(reports) {
      guard let delivery else { continue }
      let isFlagged = delivery.state.name == .queued
      decide(
        GateDecision(
          at: now, event: isFlagged ? .held : .review, delivery: delivery.name, words: words[delivery.id]))
    }
    return Set(words.keys)
  }

  /// What the row says otherwise than the log: nobody can have agreed to it. Nil where they say the same.
  private func difference(_ delivery: Delivery, _ witness: Witnesses) async throws(StoreError) -> String? {
    try await learnImports()
    let author = imports.first { $0.posts.contains(delivery.post) }?.author
    var logged = author.map { LoggedDelivery(importedBy: $0) } ?? LoggedDelivery()
    var differences: [String] = []
    var query = AuditQuery(post: delivery.post)
    repeat {
      let entries = try await store.audit(query)
      for entry in entries where entry.draft.channel == delivery.channel {
        if let fault = AuditChain.fault(of: entry) { differences.append("\(fault)") }
        logged.take(entry)
      }
      query.after = entries.count == query.limit ? entries.last?.id ?? .max : .max
    } while query.after < .max
    differences += logged.differences(from: delivery, witness)
    guard !differences.isEmpty else { return nil }
    logger.critical("\(delivery.name) is not sent: \(differences.joined(separator: "; "))")
    return ChangedText.reason(differences)
  }

  /// The imports that the log has by now: each has one entry for all its posts.
  private func learnImports() async throws(StoreError) {
    var query = AuditQuery(after: imports.last?.entry ?? 0)
    query.isOfImports = true
    while true {
      let entries = try await store.audit(query)
      for entry in entries {
        guard case .imported(let fact) = entry.draft.fact, let posts = fact.range else { continue }
        imports.append(KnownImport(entry: entry.id, posts: posts, author: entry.draft.actor))
      }
      guard entries.count == query.limit, let last = entries.last else { return }
      query.after = last.id
    }
  }

  struct KnownImport {
    let entry: Int64
    let posts: ClosedRange<PostID>
    let author: String
  }
}
