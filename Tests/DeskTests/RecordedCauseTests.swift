import Contract
import Desk
import Elections
import Publishing
import Testing
import Texts

/// A cause is recorded as it is answered, though a record is made below the contract.
@Suite struct RecordedCauseTests {
  @Test func `a recorded cause reads like an answered one`() async throws {
    let council = try CouncilOfFiles()
    let civil = try await council.desk.answer(ShowStatus(channels: [], at: nil)).civil
    let starts = Instant(secondsSince1970: 1_807_000_000)
    let ends = starts.adding(seconds: 86_400)
    let day = civil.zone.date(at: ends)
    let computed = PurdahWindow(
      election: nil, kind: .local, nation: .england, pollingDay: day, area: nil, starts: starts, ends: ends,
      firstDay: civil.zone.date(at: starts), basis: .computed, rule: "local", citation: "A statute", isEstimate: true,
      summary: "“Local” \u{202E}poll", source: SourceLine(file: "elections/ours.ics", line: 4, uid: "one@example.org"))
    let bare = PurdahWindow(
      election: nil, kind: nil, nation: nil, pollingDay: nil, area: nil, starts: starts, ends: ends, firstDay: day,
      basis: .explicit, rule: "", citation: "", isEstimate: false, summary: "",
      source: SourceLine(file: "", line: 1, uid: ""))
    let causes: [Cause] =
      [.purdahWindow(computed), .purdahWindow(bare)]
      + HoldCondition.Kind.allCases.map { .condition(HoldCondition(kind: $0, detail: "It holds.", until: ends)) }
      + [.calendarUnreadable("A fault.")]
    for cause in causes {
      let answered = JSON(encoding: ContractValues(civil).cause(cause)).compactText
      #expect(ContractJSON(zone: civil.zone).cause(cause).compactText == answered)
    }
  }
}
