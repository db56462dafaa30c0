import ElectionCalendar
package import Elections
import Foundation
import Publishing
package import PublishingGate
package import Texts

/// Makes a Freedom of Information pack: what was published, held, refused, overridden and cancelled in a stretch of
/// time, with the entries of the audit log that prove it and the rules that were in force (G-44).
///
/// The log is read once, a page at a time; nothing of it is kept but numbers. Parts of unknown length wait in unnamed
/// files beside the pack.
package struct PackWriter {
  package let store: any CouncilStore
  package let scope: PackScope
  package let civil: CivilText
  package let redact: Redactor
  package let by: String
  package let now: Instant
  /// Signs for the pack; nil where whoever makes it has no key.
  package let key: SigningKey?
  package let progress: @Sendable (_ label: String, _ total: Int) -> any ProgressShowing

  package init(
    store: any CouncilStore, scope: PackScope, civil: CivilText, redact: Redactor, by: String, now: Instant,
    key: SigningKey?,
    progress: @escaping @Sendable (_ label: String, _ total: Int) -> any ProgressShowing
  ) {
    self.store = store
    self.scope = scope
    self.civil = civil
    self.redact = redact
    self.by = by
    self.now = now
    self.key = key
    self.progress = progress
  }

  private static let page = 2000

  package struct Summary {
    package let manifest: PackManifest
    package let counts: EvidenceCounts
  }

  /// `channels` are those of the present settings.
  package func write(to path: String, channels: [String]) async throws -> Summary {
    let file = try NewFile(path)
    let audit = try Spool(beside: path)
    var manifest = PackManifest(
      madeAt: now, by: by, zone: civil.zone, range: scope.range,
      filters: [
        ("channel", scope.channel), ("election", redact(scope.election)), ("text", redact(scope.pattern)),
      ])
    let scan = try await scanLog(into: audit, &manifest)
    let parts = try await collect(scan, beside: path)
    if let channel = scope.channel, parts.counts.posts == 0, !channels.contains(channel) {
      throw Failure(
        .usage,
        "There is no channel “\(channel.printable)”.\(NearMiss.question(channel, among: channels)) No post ever went to one "
          + "of that name.")
    }
    manifest.posts = parts.counts.posts
    let rules = try await RevisionFiles(store: store, contract: ContractJSON(zone: civil.zone), redact: redact)
      .collect(scan.revisions)
    manifest.redactions.files = rules.withheld
    manifest.redactions.applied = redact.count
    let page = EvidencePage(civil: civil)
    let index = try Spool(beside: path)
    try index.write(page.opening(manifest, parts.counts))
    if parts.counts.posts == 0 {
      try index.write(EvidencePage.noPosts)
    } else {
      try index.write(EvidencePage.contentsOpening)
      try index.write(parts.rows)
      try index.write(EvidencePage.contentsClosing)
      try index.write(parts.sections)
    }
    try index.write(EvidencePage.closing)

    let zip = ZipFile(file.handle, madeAt: civil.zone.civil(at: now))
    for (name, spool) in [
      ("index.html", index), ("posts.csv", parts.csv), ("posts.json", parts.json), ("audit.json", audit),
    ] {
      let facts = try spool.facts()
      try zip.add(name, crc: facts.crc, size: facts.size, spool.read)
      manifest.files.append(PackManifest.File(path: name, hash: facts.hash, bytes: facts.size))
    }
    let seal = try seal(manifest)
    for (name, bytes) in [("revisions.json", Array(rules.list.text.utf8))] + rules.files + (seal?.files ?? []) {
      try zip.add(name, bytes)
      manifest.files.append(
        PackManifest.File(path: name, hash: ContentHash(of: bytes), bytes: UInt64(bytes.count)))
    }
    let text = Array(manifest.json.text.utf8)
    try zip.add(PackManifest.name, text)
    for (name, bytes) in seal?.closing(manifest, ContentHash(of: text)) ?? [] { try zip.add(name, bytes) }
    try zip.finish()
    try file.place()
    return Summary(manifest: manifest, counts: parts.counts)
  }

  private func seal(_ manifest: PackManifest) throws -> PackSeal? {
    guard let key, let head = manifest.head else { return nil }
    return PackSeal(
      LogHead(entry: head.id, hash: head.hash), of: try store.name(), by: key, at: now, civil: civil)
  }

  // MARK: The log

  private func scanLog(into audit: Spool, _ manifest: inout PackManifest) async throws -> LogScan {
    let total = try await store.lastAuditEntry()
    let line = EntryLine(contract: ContractJSON(zone: civil.zone))
    let progress = self.progress("reading the log", Int(total))
    defer { progress.clear() }
    var scan = LogScan(scope)
    var hidden = 0
    try audit.write("[")
    try await store.forEachEntry(AuditQuery(limit: Self.page)) { entry in
      // What is written while the pack is made belongs to the next one.
      guard entry.id <= total else { return }
      progress.show(Int(entry.id))
      let separator = scan.count == 0 ? "\n" : ",\n"
      guard scan.take(entry) else { return }
      let hiding = EntryLine.hiding(entry, redact)
      if hiding != .nothing { hidden += 1 }
      try audit.write(separator + line.text(entry, hiding: hiding))
    }
    try audit.write("\n]\n")
    manifest.head = scan.head.map { ($0.id, $0.hash) }
    scan.end(of: total)
    manifest.logFault = scan.fault?.description
    manifest.redactions.entries = hidden
    (manifest.entries, manifest.first, manifest.last) = (scan.count, scan.first, scan.last)
    return scan
  }

  // MARK: The posts

  private struct Parts {
    let json: Spool
    let csv: Spool
    /// The rows of the page's list, and its sections.
    let rows: Spool
    let sections: Spool
    var counts = EvidenceCounts()
  }

  private func collect(_ scan: LogScan, beside path: String) async throws -> Parts {
    var parts = Parts(
      json: try Spool(beside: path), csv: try Spool(beside: path), rows: try Spool(beside: path),
      sections: try Spool(beside: path))
    let candidates = scan.concerned.union(scan.later).union(try await waiting()).sorted()
    let collector = EvidenceCollector(store: store, scope: scope, scan: scan, redact: redact, now: now)
    let contract = ContractJSON(zone: civil.zone)
    let csv = EvidenceCSV(zone: civil.zone)
    let page = EvidencePage(civil: civil)
    let progress = self.progress("collecting posts", candidates.count)
    defer { progress.clear() }
    try parts.json.write("[")
    try parts.csv.write(EvidenceCSV.header + "\r\n")
    for (index, id) in candidates.enumerated() {
      progress.show(index)
      guard let post = try await collector.evidence(on: id) else { continue }
      let separator = parts.counts.posts == 0 ? "\n  " : ",\n  "
      try parts.json.write(separator + contract.evidence(post).text(indent: 1))
      for row in csv.rows(post) { try parts.csv.write(row + "\r\n") }
      try parts.rows.write(page.row(post))
      try parts.sections.write(page.section(post))
      parts.counts.add(post)
    }
    try parts.json.write("\n]\n")
    return parts
  }

  /// What waits still, and was due before the range was over.
  private func waiting() async throws -> Set<PostID> {
    var found: Set<PostID> = []
    var query = PostQuery(
      channel: scope.channel, state: .queued, dueBefore: scope.range.upperBound, limit: Self.page)
    while true {
      let posts = try await store.posts(query)
      found.formUnion(posts.map(\.id))
      guard posts.count == query.limit, let last = posts.last else { return found }
      query.after = last.id
    }
  }
}
