import Elections
import Foundation
import TestSupport
import Testing

/// What a published notice does to a start: within the law's bounds it is the start, outside them the earlier day counts.
@Suite struct NoticeTests {
  struct Case: CustomTestStringConvertible {
    let kind: ElectionKind
    var nation = Nation.england
    var settings = PurdahSettings()
    let notice: String
    let start: String
    let isDoubtful: Bool
    var testDescription: String { "\(kind) in \(nation), notice \(notice)" }
  }

  /// All polls on 6 May 2027. Counted by hand: the 25th working day before it is 31 March, the 28th 24 March, the 27th 25
  /// March, the 19th 8 April; in Scotland, without Easter Monday, the 28th is 24 March and the 35th 15 March.
  static let cases: [Case] = [
    // A notice before the last lawful day is the start; on or after it, the last lawful day is.
    Case(kind: .local, notice: "2027-03-19", start: "2027-03-19", isDoubtful: false),
    Case(kind: .local, notice: "2027-05-05", start: "2027-03-31", isDoubtful: true),
    Case(kind: .local, notice: "2027-05-06", start: "2027-03-31", isDoubtful: true),
    Case(kind: .local, notice: "2027-04-01", start: "2027-03-31", isDoubtful: true),
    Case(kind: .local, notice: "2027-03-31", start: "2027-03-31", isDoubtful: false),
    Case(kind: .local, nation: .wales, notice: "2027-04-20", start: "2027-03-31", isDoubtful: true),
    Case(kind: .mayor, notice: "2027-04-20", start: "2027-03-31", isDoubtful: true),
    // Scotland's law gives a week and a half.
    Case(kind: .local, nation: .scotland, notice: "2027-03-22", start: "2027-03-22", isDoubtful: false),
    Case(kind: .scottishParliament, nation: .scotland, notice: "2027-04-20", start: "2027-03-15", isDoubtful: true),
    Case(kind: .local, nation: .scotland, notice: "2027-03-01", start: "2027-03-01", isDoubtful: true),
    // Starts that rest on something else are never moved back.
    Case(kind: .ukParliament, notice: "2027-04-05", start: "2027-03-31", isDoubtful: true),
    Case(kind: .ukParliament, notice: "2027-03-22", start: "2027-03-22", isDoubtful: true),
    Case(kind: .neighbourhoodReferendum, notice: "2027-03-31", start: "2027-03-24", isDoubtful: true),
    Case(kind: .governanceReferendum, notice: "2027-04-20", start: "2027-04-08", isDoubtful: true),
    Case(kind: .councilTaxReferendum, notice: "2027-04-20", start: "2027-04-08", isDoubtful: true),
    Case(kind: .referendumUnderAct, notice: "2027-04-20", start: "2027-04-09", isDoubtful: true),
    Case(kind: .parishPoll, notice: "2027-04-20", start: "2027-03-31", isDoubtful: true),
    // A writ may come later than the estimate has it, and the notice with it.
    Case(kind: .ukParliamentByElection, notice: "2027-04-05", start: "2027-04-05", isDoubtful: false),
    Case(kind: .ukParliamentByElection, notice: "2027-04-21", start: "2027-03-25", isDoubtful: true),
    // The wrong year.
    Case(kind: .local, notice: "2026-03-19", start: "2026-03-19", isDoubtful: true),
  ]

  @Test(arguments: cases)
  func `a notice is the start within its bounds, and outside them the earlier day counts`(_ one: Case) throws {
    let calculator = try WindowTests.calculator(one.settings)
    let election = Election.on(.day("2027-05-06"), [one.kind], in: one.nation, notice: .day(one.notice))
    let window = try #require(calculator.windows(for: election).first)
    #expect(window.firstDay == .day(one.start))
    #expect((window.basis == .notice) == (one.notice == one.start))
    #expect(calculator.noticeDoubts(of: election).count == (one.isDoubtful ? 1 : 0))
  }

  /// Whatever the kind, the nation and the settings: no notice begins a window after the last lawful day.
  @Test func `no notice of any day begins a window later than the law allows`() throws {
    var scotland = PurdahSettings()
    scotland.scottishNotice = .latest
    var general = PurdahSettings()
    general.generalElectionStarts = .notice
    for settings in [PurdahSettings(), scotland, general] {
      let calculator = try WindowTests.calculator(settings)
      for kind in ElectionKind.allCases {
        for nation in Nation.allCases where PurdahRules.isHeld(kind, in: nation) {
          let plain = Election.on(.day("2027-05-06"), [kind], in: nation)
          let counted = try #require(calculator.windows(for: plain).first).firstDay
          for days in stride(from: 0, through: 200, by: 3) {
            let notice = CivilDate.day("2027-05-06").adding(days: -days)
            let noticed = Election.on(.day("2027-05-06"), [kind], in: nation, notice: notice)
            let start = try #require(calculator.windows(for: noticed).first).firstDay
            #expect(start <= max(counted, notice) && (start == counted || start == notice))
            if start > counted { #expect(calculator.noticeDoubts(of: noticed).isEmpty) }
            if notice > counted, start == counted { #expect(!calculator.noticeDoubts(of: noticed).isEmpty) }
            #expect(days > 25 || start == counted, "\(kind) in \(nation): \(notice)")
          }
        }
      }
    }
  }

  @Test func `where an entry may be of several kinds, each counts with the notice by its own law`() throws {
    let calculator = try WindowTests.calculator()
    let both = Election.on(.day("2027-05-06"), [.local, .neighbourhoodReferendum], notice: .day("2027-03-30"))
    #expect(calculator.windows(for: both).map(\.firstDay) == [.day("2027-03-24")])
  }

  @Test func `a tentative notice is shown as a possible window and moves nothing`() throws {
    let calculator = try WindowTests.calculator()
    var election = Election.on(.day("2027-05-06"), [.local])
    election.possibleNotice = PublishedNotice(day: .day("2027-03-19"), source: election.source)
    #expect(calculator.windows(for: election).map(\.firstDay) == [.day("2027-03-31")])
    #expect(calculator.possibleWindows(for: election).map(\.firstDay) == [.day("2027-03-19")])
    election.status = .cancelled
    #expect(calculator.possibleWindows(for: election).isEmpty)
  }
}
