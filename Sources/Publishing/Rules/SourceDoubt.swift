package import Elections

/// A file or folder that belongs to the rules and cannot be read: nobody knows what it would close, so every channel
/// holds for the classes that it ever closes for.
///
/// It is a doubt about what may be missing, never about what is in force: it ends by itself when the file can be read
/// again, because nothing opens by that.
package struct SourceDoubt: Hashable, Sendable {
  /// The file or folder, as people name it.
  package let source: String
  /// What is wrong with it, as a sentence with its remedy.
  package let detail: String
  package let since: Instant

  package init(source: String, detail: String, since: Instant) {
    self.source = source
    self.detail = detail
    self.since = since
  }

  /// How long a doubt may stand before it is more than a file that is being saved: until then it holds, and nobody is
  /// called.
  package static let patience = Duration.seconds(10)

  /// Whether somebody should look at it.
  package func isAlarm(at now: Instant) -> Bool { now.since(since) > Self.patience }

  package var cause: Cause { .calendarUnreadable(Sentence(detail)) }
}

extension SourceDoubt {
  /// Replaces what was in doubt by what is now: a doubt that stays keeps its beginning. The audit log learns of those
  /// that begin or end.
  package struct Replacement: Sendable {
    package let doubts: [SourceDoubt]
    package let audits: [AuditDraft]
    package let isChange: Bool

    package init(
      of before: [SourceDoubt], by after: [SourceDoubt], at now: Instant, revision: RevisionNumber?
    ) {
      let known = Dictionary(before.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
      let found = Dictionary(after.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
      doubts = found.values.map { doubt in
        SourceDoubt(source: doubt.source, detail: doubt.detail, since: known[doubt.source]?.since ?? doubt.since)
      }.sorted { $0.source < $1.source }
      func entry(_ fact: AuditFact) -> AuditDraft { AuditDraft(at: now, actor: "gate", fact, revision: revision) }
      let begun = doubts.filter { known[$0.source] == nil }
      let ended = before.filter { found[$0.source] == nil }.sorted { $0.source < $1.source }
      audits =
        begun.map { entry(.sourceUnreadable(AuditFact.DoubtfulSource($0))) }
        + ended.map { entry(.sourceReadable(AuditFact.DoubtfulSource($0))) }
      isChange = Set(doubts) != Set(before)
    }
  }
}
