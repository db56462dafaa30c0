import Desk
import Elections
import Publishing
import Testing

/// What of an entry an evidence pack shows where terms are redacted (G-44).
@Suite struct EntryHidingTests {
  private static let noon = Instant(millisecondsSince1970: 1_798_804_800_000)

  private static func entry(reason: String, by actor: String) -> AuditEntry {
    AuditEntry.sealing(
      AuditDraft(at: noon, actor: actor, .pauseEnded(AuditFact.Reason(reason))), id: 1, previous: AuditChain.start
    ) { TextKey(high: 1, low: 2) }
  }

  @Test func `who removed a text is hidden where their name is redacted, and so is who acted, and what they wrote`()
    throws
  {
    let redactor = try Redactor(["Carter"], besides: [])
    func hiding(_ entry: AuditEntry) -> EntryLine.Hiding { EntryLine.hiding(entry, redactor) }
    let written = Self.entry(reason: "Mr Carter asked", by: "ann")
    #expect(hiding(written) == .text)
    #expect(hiding(Self.entry(reason: "Asked", by: "carter")) == .factsAndActor)
    func removed(by actor: String) -> AuditEntry {
      written.withoutText(by: RecordedRemoval(entry: 2, at: Self.noon, actor: actor))
    }
    #expect(hiding(removed(by: "bea")) == .nothing)
    #expect(hiding(removed(by: "carter")) == .facts)
  }
}
