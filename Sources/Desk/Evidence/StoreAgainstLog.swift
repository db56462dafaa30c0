package import Elections
import Foundation
import Publishing
package import PublishingGate
import Texts

/// Works out anew, from the audit log and from hashes, what a store keeps in rows and files, and names each that differs.
///
/// Whoever owns a store's file can change any row of it. The log is chained, and checkpoints of it leave the machine; so
/// what was changed beside it shows here, and what was changed in it shows against a checkpoint (A-04, A-05). The cost
/// grows with the store, and the memory does not: posts are compared some hundreds at a time.
package struct StoreAgainstLog {
  private let store: any CouncilStore
  private let mediaFolder: String
  private let parts: Parts
  private let now: Instant
  private var summary = LogSummary()
  private var files: Set<ContentHash> = []
  package private(set) var problems: [String] = []

  package init(_ store: any CouncilStore, mediaFolder: String, parts: Parts, now: Instant) {
    self.store = store
    self.mediaFolder = mediaFolder
    self.parts = parts
    self.now = now
  }

  package mutating func run() async throws {
    try await readLog()
    if let fault = summary.fault { problems.append(fault.description) }
    try await checkRules()
    try await checkHolds()
    try await checkOverrides()
    try await checkTokens()
    try await checkPosts()
  }

  // MARK: The log

  private mutating func readLog() async throws {
    let total = try await store.lastAuditEntry()
    let progress = parts.progress("reading the log", Int(total))
    defer { progress.clear() }
    var summary = LogSummary()
    try await store.forEachEntry(AuditQuery(limit: 2000)) { entry in
      summary.take(entry)
      progress.show(Int(entry.id))
    }
    summary.end(of: total)
    self.summary = summary
  }

  // MARK: What is not of one post

  private mutating func checkRules() async throws {
    for logged in summary.revisions {
      do throws(StoreError) {
        guard let revision = try await store.revision(logged.number) else {
          problems.append("Revision \(logged.number) was adopted by the log, and the store does not have it.")
          continue
        }
        if let hash = logged.hash, revision.hash != hash {
          problems.append("Revision \(logged.number) is made of other files than those that the log says were adopted.")
        }
        for snapshot in revision.snapshots { _ = try await store.contents(of: snapshot) }
      } catch {
        guard case .damaged(let damage) = error else { throw error }
        problems.append(parts.words(of: damage))
      }
    }
    let newest = summary.revisions.map(\.number).max()
    do throws(StoreError) {
      let inForce = try await store.epoch()
      if inForce != newest {
        let text = { (number: RevisionNumber?) in number.map { "revision \($0)" } ?? "none" }
        problems.append("In force is \(text(inForce)), and by the log \(text(newest)).")
      }
    } catch {
      guard case .damaged(let damage) = error else { throw error }
      problems.append(parts.words(of: damage))
    }
  }

  private mutating func checkHolds() async throws {
    let stopped = Set(try await store.stops().map(\.channel))
    for channel in summary.stopped.subtracting(stopped).sorted() {
      problems.append("“\(channel)” was stopped by the log, and the store does not hold it.")
    }
    for channel in stopped.subtracting(summary.stopped).sorted() {
      problems.append("“\(channel)” is stopped in the store, and the log says nothing of it.")
    }
    let holding = try await store.pauses(at: now)
    func name(_ channel: String?) -> String { channel.map { "“\($0)”" } ?? "every channel" }
    for pause in holding where summary.pauses[pause.channel] != .some(pause.until) {
      problems.append("The pause of \(name(pause.channel)) is not as the log has it.")
    }
    let paused = Set(holding.map(\.channel))
    for (channel, until) in summary.pauses where !paused.contains(channel) && Pause.holds(until: until, at: now) {
      problems.append("By the log \(name(channel)) is paused, and the store has no such pause.")
    }
  }

  private mutating func checkOverrides() async throws {
    for record in try await store.overrides(of: nil, limit: .max) {
      let what = "Override \(record.id) of \(record.delivery)"
      guard let logged = summary.overrides[record.id] else {
        problems.append("\(what) is in the store, and the log says nothing of it.")
        continue
      }
      if logged.requester != record.requester || logged.until.map({ $0 != record.until }) ?? false {
        problems.append("\(what) is not as it was asked for by the log.")
      }
      let isApproved = record.state == .approved || record.state == .used
      if isApproved, logged.approver == nil || logged.approver != record.decider {
        problems.append("\(what) is approved by \(record.decider ?? "nobody") in the store, and not by the log.")
      }
    }
  }

  private mutating func checkTokens() async throws {
    let rows = try await store.tokens()
    for token in rows {
      let logged = summary.tokens[token.id]
      let isSame =
        logged.map { logged in
          logged.login == token.login && logged.scope == token.scope && logged.hash == token.hash
            && logged.expires == token.expires && logged.isAccepted == (token.acceptedAt != nil)
            && logged.isRevoked == (token.revokedAt != nil)
        } ?? false
      if !isSame { problems.append("Token \(token.id) is not as the log has it.") }
    }
    for id in Set(summary.tokens.keys).subtracting(rows.map(\.id)).sorted() {
      problems.append("Token \(id) was made by the log, and the store does not have it.")
    }
  }

  // MARK: Posts

  private static let batch = 256

  private mutating func checkPosts() async throws {
    let last = try await store.position().newestPost
    let progress = parts.progress("comparing posts", Int(last.rawValue))
    defer { progress.clear() }
    var next = PostID(1)
    while next <= last {
      let end = PostID(min(last.rawValue, next.rawValue + Int64(Self.batch) - 1))
      try await checkPosts(next...end)
      progress.show(Int(end.rawValue))
      next = PostID(end.rawValue + 1)
    }
  }

  private mutating func checkPosts(_ range: ClosedRange<PostID>) async throws {
    var entries: [PostID: [AuditEntry]] = [:]
    try await store.forEachEntry(AuditQuery(posts: range, limit: 10_000)) { entry in
      if let post = entry.draft.post { entries[post, default: []].append(entry) }
    }
    let query = PostQuery(after: PostID(range.lowerBound.rawValue - 1), limit: Self.batch)
    let records = try await store.posts(query).filter { range.contains($0.id) }
    let plans = try planHashes(of: records)
    for post in records {
      let own = entries.removeValue(forKey: post.id) ?? []
      if !differences(of: post, own, plans: plans).isEmpty { try await checkAgain(post.id) }
      try checkVersions(of: post, own)
      checkMedia(of: post)
    }
    let found = Set(records.map(\.id))
    for number in range.lowerBound.rawValue...range.upperBound.rawValue {
      let post = PostID(number)
      guard !found.contains(post), entries[post] != nil || summary.importing(post) != nil else { continue }
      problems.append("Post \(post) was queued by the log, and the store does not have it.")
    }
  }

  /// A gate may have written between two looks. Each step that the log knows adds an entry: so where no entry came while the
  /// rows were read, rows and entries are of one moment.
  private mutating func checkAgain(_ id: PostID) async throws {
    var entries = try await self.entries(of: id)
    for _ in 0..<Self.mostTries {
      guard let post = try await store.post(id) else { break }
      let found = differences(of: post, entries, plans: try planHashes(of: [post]))
      let after = try await self.entries(of: id)
      if after.count == entries.count {
        problems += found
        return
      }
      entries = after
    }
    problems.append("Post \(id) changes too quickly to be compared; check again.")
  }

  private static let mostTries = 100

  private func entries(of post: PostID) async throws -> [AuditEntry] {
    var entries: [AuditEntry] = []
    try await store.forEachEntry(AuditQuery(post: post)) { entries.append($0) }
    return entries
  }

  private func planHashes(of posts: [PostRecord]) throws -> [DeliveryID: ContentHash] {
    let ids = posts.flatMap { $0.deliveries.map(\.delivery.id) }
    guard let first = ids.min(), let last = ids.max() else { return [:] }
    return try store.planHashes(of: first...last)
  }

  /// What a post's rows say otherwise than the log, a sentence for each of its deliveries.
  private func differences(
    of post: PostRecord, _ entries: [AuditEntry], plans: [DeliveryID: ContentHash]
  ) -> [String] {
    var problems: [String] = []
    let imported = summary.importing(post.id)
    for record in post.deliveries {
      let delivery = record.delivery
      var logged = imported.map { LoggedDelivery(importedBy: $0.author) } ?? LoggedDelivery()
      let own = entries.filter { $0.draft.channel == delivery.channel }
      for entry in own { logged.take(entry) }
      let approvals = post.approvals.filter { $0.delivery == delivery.name }
      var differences = logged.differences(
        from: delivery,
        Witnesses(
          of: delivery, author: post.author, editor: post.editor, earlierEditors: post.earlierEditors,
          approvals: approvals, override: nil))
      if delivery.revision == post.revision, post.content.hash != delivery.contentHash {
        differences.append("its text does not have the hash that was agreed to")
      }
      if delivery.contentClass != post.content.contentClass, delivery.revision == post.revision {
        differences.append("its lane is of another class than its text")
      }
      if let plan = plans[delivery.id] {
        if logged.attempts == 0 {
          differences.append("there is a plan of what to send, and by the log nothing was ever to leave")
        } else if let known = logged.planHash, known != plan {
          differences.append("what is to be sent of it is not what its permit was given for")
        }
      }
      differences += Self.approvals(approvals, own)
      if !differences.isEmpty { problems.append("\(delivery.name): \(differences.joined(separator: "; ")).") }
    }
    return problems
  }

  /// Approvals and rejections in rows that no entry tells of, or the other way.
  private static func approvals(_ rows: [ApprovalRecord], _ entries: [AuditEntry]) -> [String] {
    struct Act: Hashable {
      let actor: String
      let at: Instant
      let approves: Bool
      var words: String { "\(approves ? "an approval" : "a rejection") by \(actor) at \(UTCText.text(at))" }
    }
    let kept = Set(rows.map { Act(actor: $0.actor, at: $0.at, approves: $0.isApproval) })
    let logged = Set(
      entries.filter { [.approved, .rejected].contains($0.draft.event) }
        .map { Act(actor: $0.draft.actor, at: $0.draft.at, approves: $0.draft.event == .approved) })
    return kept.subtracting(logged).map { "\($0.words) stands in a row alone" }.sorted()
      + logged.subtracting(kept).map { "\($0.words) stands in the log alone" }.sorted()
  }

  /// What it said before: each text has a hash that the log knows.
  private mutating func checkVersions(of post: PostRecord, _ entries: [AuditEntry]) throws {
    guard post.revision > 1 else { return }
    let versions = try store.versions(of: post.id)
    let edits = entries.compactMap(\.draft.fact.edit)
    for version in versions where version.revision > 1 {
      let logged = Set(edits.filter { $0.version == version.revision }.compactMap(\.contentHash))
      if !logged.isEmpty, !logged.contains(version.content.hash) {
        problems.append("Post \(post.id): its text at revision \(version.revision) does not have its hash.")
      }
    }
    let first = entries.lazy.compactMap { entry -> ContentHash? in
      if case .submitted(let fact) = entry.draft.fact { fact.contentHash } else { nil }
    }.first
    if let first, let text = versions.first(where: { $0.revision == 1 }), text.content.hash != first {
      problems.append("Post \(post.id): its text at revision 1 does not have its hash.")
    }
  }

  private mutating func checkMedia(of post: PostRecord) {
    for item in post.content.media where files.insert(item.hash).inserted {
      let path = mediaFolder + "/" + item.hash.hex
      guard let file = FileManager.default.contents(atPath: path) else {
        problems.append("Post \(post.id): “\(item.fileName)” is not among the media any more (\(path)).")
        continue
      }
      if ContentHash(of: file) != item.hash {
        problems.append("Post \(post.id): “\(item.fileName)” was changed among the media (\(path)).")
      }
    }
  }
}
