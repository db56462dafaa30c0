import Elections
import Publishing
import TestSupport
import Testing
import Texts

/// A log with personal texts beside it, of which any may be removed (G-44, G-45).
@Suite struct AuditTextTests {
  private static let noon = ClockGuardTests.noon

  /// Texts that have in them what could be taken for a digest, or for the end of one.
  private static let words = [
    "", "Mrs O’Neill asked", "“}\" \\", "{\"hmac-sha256\":\"\(String(repeating: "0", count: 64))\"}",
    "a\nb\u{2028}c\u{85}",
    "naïve 🦜", "null", "\u{0301}combining first",
  ]

  private static func draft(_ id: Int64, using generator: inout SeededGenerator) -> AuditDraft {
    let text = words.randomElement(using: &generator) ?? ""
    let reason = AuditFact.Reason(text)
    let hash = ContentHash(of: text.utf8)
    let facts: [AuditFact] = [
      .pauseEnded(reason), .cancelled(AuditFact.Decided(text, was: .review)),
      .approved(AuditFact.Approved(due: noon, contentHash: hash, reason: text, approvals: 1)),
      .approved(AuditFact.Approved(due: noon, contentHash: hash, reason: nil, approvals: 1)),
      .differs(AuditFact.Differing([text, text])), .expired,
      .submitted(AuditFact.Submitted(due: noon, contentHash: hash, passages: [])),
      .submitted(AuditFact.Submitted(due: noon, contentHash: hash, passages: [text])),
    ]
    return AuditDraft(
      at: noon.adding(seconds: id), actor: "ann", facts.randomElement(using: &generator) ?? .expired, post: PostID(id))
  }

  private static func log(_ count: Int64, using generator: inout SeededGenerator) -> [AuditEntry] {
    var entries: [AuditEntry] = []
    for id in 1...count { append(draft(id, using: &generator), to: &entries, using: &generator) }
    return entries
  }

  private static func append(
    _ draft: AuditDraft, to entries: inout [AuditEntry], using generator: inout SeededGenerator
  ) {
    entries.append(
      .sealing(draft, id: Int64(entries.count) + 1, previous: entries.last?.hash ?? AuditChain.start) {
        TextKey.random(using: &generator)
      })
  }

  private static func fault(_ entries: [AuditEntry]) -> AuditFault? {
    var check = AuditCheck()
    for entry in entries { if let fault = check.take(entry) { return fault } }
    return check.end(of: Int64(entries.count))
  }

  /// The entry as a store gives it that keeps this of it.
  private static func kept(
    _ entry: AuditEntry, detail: String? = nil, beside: TextBeside?
  ) -> AuditEntry {
    AuditEntry(
      id: entry.id,
      chained: AuditDraft(
        at: entry.draft.at, actor: entry.draft.actor,
        written: WrittenFact(entry.draft.event, kept: detail ?? entry.chainedDetail), post: entry.draft.post),
      beside: beside, previous: entry.previous, hash: entry.hash)
  }

  private static let seeds = (1...20).map(UInt64.init)

  @Test(arguments: seeds) func `what a store keeps of an entry gives the entry back, with its text`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for id in Int64(1)...30 {
      let draft = Self.draft(id, using: &generator)
      var entries: [AuditEntry] = []
      Self.append(draft, to: &entries, using: &generator)
      let entry = entries[0]
      #expect(entry.draft.detail == draft.detail && entry.draft.fact == draft.fact)
      #expect(Self.kept(entry, beside: entry.textBeside) == entry)
      #expect((entry.apart == .none) == (draft.written.personal == nil))
      #expect((entry.apart == .none) == (entry.chainedDetail == draft.detail))
      if case .kept(let text, _)? = entry.textBeside, text.utf8.count > 12 {
        #expect(!entry.chainedDetail.contains(text))
      }
    }
  }

  @Test(arguments: seeds) func `G-44: any removals that are recorded leave the chain whole, and nothing of the texts`(
    seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    var entries = Self.log(30, using: &generator)
    for index in entries.indices.shuffled(using: &generator).prefix(12) where entries[index].textBeside != nil {
      let before = entries[index]
      let recorded = RecordedRemoval(entry: Int64(entries.count) + 1, at: Self.noon, actor: "dee")
      entries[index] = before.withoutText(by: recorded)
      #expect(entries[index].apart == .removed(recorded) && entries[index].textBeside == .removed(recorded))
      #expect(entries[index].personalTexts == [] && entries[index].removal == recorded)
      #expect(entries[index].draft.detail == before.chainedDetail && entries[index].hash == before.hash)
      #expect(entries[index].draft.fact.reason == nil)
      if case .unreadable = entries[index].draft.fact { Issue.record("\(entries[index].draft.detail)") }
      // Gone, and nobody said so.
      #expect(Self.fault(entries) == .textMissing(before.id))
      let removal = AuditFact.textRemoved(AuditFact.TextRemoved(from: before.id, "a resident asked"))
      Self.append(AuditDraft(at: Self.noon, actor: "dee", removal), to: &entries, using: &generator)
      #expect(Self.fault(entries) == nil)
    }
  }

  @Test(arguments: seeds) func `G-45: a text, a key or a digest that was changed, and a text that is gone, are located`(
    seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let entries = Self.log(20, using: &generator)
    for (index, entry) in entries.enumerated() {
      func fault(_ detail: String? = nil, _ beside: TextBeside?) -> AuditFault? {
        var changed = entries
        changed[index] = Self.kept(entry, detail: detail, beside: beside)
        return Self.fault(changed)
      }
      guard case .kept(let text, let key)? = entry.textBeside else { continue }
      #expect(fault(nil, entry.textBeside) == nil)
      #expect(fault(nil, .kept("\"something else\"", key)) == .textChanged(entry.id))
      #expect(fault(nil, .kept(text, TextKey(high: key.high ^ 1, low: key.low))) == .textChanged(entry.id))
      #expect(fault(nil, nil) == .textMissing(entry.id))
      #expect(fault(nil, .removed(nil)) == .textMissing(entry.id))
      // Somebody is said to have done it, in an entry that there is not, or that says something else.
      for said in [entry.id - 1, entry.id + 1, Int64(entries.count) + 1] {
        let recorded = RecordedRemoval(entry: said, at: Self.noon, actor: "dee")
        #expect(fault(nil, .removed(recorded)) == .textMissing(entry.id))
      }
      // The digest of another text and key, and the text in the place of its digest.
      let other = TextKey.random(using: &generator)
      let digest = try #require(SealedDetail(entry.chainedDetail).digest)
      let forged = entry.chainedDetail.replacing(digest.hex, with: other.digest(of: "\"forged\"").hex)
      #expect(fault(forged, .kept("\"forged\"", other)) == .changed(entry.id))
      #expect(fault(entry.draft.detail, nil) == .changed(entry.id))
    }
  }

  @Test func `an entry of an earlier version, whose text the chain covers, stays as it is`() {
    let detail = "{\"reason\":\"Mrs O’Neill asked\",\"was\":\"queued\"}"
    let draft = AuditDraft(at: Self.noon, actor: "ann", written: WrittenFact(.cancelled, kept: detail))
    let entry = AuditEntry.sealing(draft, id: 1, previous: AuditChain.start) {
      Issue.record("a key was asked for")
      return TextKey(high: 0, low: 0)
    }
    #expect(entry.apart == .none && entry.chainedDetail == detail && Self.fault([entry]) == nil)
    #expect(Self.kept(entry, beside: nil) == entry)
  }

  @Test func `a keyed digest is HMAC-SHA256`() {
    // RFC 4231, test case 2.
    let digest = KeyedDigest.digest(of: "what do ya want for nothing?", under: Array("Jefe".utf8))
    #expect(digest.hex == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let key = TextKey(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)
    #expect(key.hex == "0102030405060708090a0b0c0d0e0f10" && TextKey(hex: key.hex) == key)
    #expect(TextKey(hex: "01") == nil && TextKey(exactly: key.bytes) == key)
  }
}
