import Contract
import Desk
import Publishing
import TestSupport
import Testing
import Texts

/// What the desk answers where files do, without a command line.
@Suite struct ReadingRequestTests {
  private static let afternoon = CouncilOfFiles.window("First", "20270420T170000", "20270425T000000")
  private static let after = CouncilOfFiles.window("Second", "20270424T000000", "20270430T000000")
  private static let perhaps = CouncilOfFiles.window(
    "Perhaps", "20270601T000000", "20270603T000000", status: "TENTATIVE")

  @Test func `files answer where nothing is adopted, and nothing is counted then`() async throws {
    let council = try CouncilOfFiles(Self.afternoon)
    let answer = try await council.desk.answer(ShowStatus(channels: [], at: nil)).answer
    #expect(answer.revision == nil && answer.authority.source == .settings && !answer.register)
    #expect(answer.channels.map(\.state.channel) == ["website"])
    #expect(answer.channels.map(\.besides.held) == [nil])
  }

  @Test func `a whole day is told in parts, and speaks of the closed one`() async throws {
    let council = try CouncilOfFiles(Self.afternoon)
    let day = try #require(
      try await council.desk.answer(ShowStatus(channels: [], at: "2027-04-20")).answer.channels.first?.state)
    #expect(day.day?.map(\.state) == [.open, .closed])
    #expect(day.state == .closed && day.since == Moment("2027-04-20T17:00:00+01:00"))
    let morning = try #require(
      try await council.desk.answer(ShowStatus(channels: [], at: "2027-04-20T09:00")).answer.channels.first?.state)
    #expect(morning.day == nil && morning.state == .open)
    #expect(morning.until == Moment("2027-04-20T17:00:00+01:00"))
  }

  @Test func `causes take turns, each until its own end`() async throws {
    let council = try CouncilOfFiles(Self.afternoon, Self.after)
    let answer = try await council.desk.answer(ExplainChannel(channel: "website", at: "2027-04-21T09:00")).answer
    #expect(answer.state.until == Moment("2027-04-30T00:00:00+01:00"))
    #expect(
      answer.state.turns.map(\.until) == [
        Moment("2027-04-25T00:00:00+01:00"), Moment("2027-04-30T00:00:00+01:00"),
      ])
    #expect(answer.state.causes == answer.state.turns.flatMap(\.causes))
    #expect(answer.counting.countedByCause.map(\.source.uid) == ["First", "Second"])
  }

  @Test func `what is only possible stands in a list of windows when it is asked for`() async throws {
    let council = try CouncilOfFiles(Self.afternoon, Self.perhaps)
    func windows(possible: Bool) async throws -> [ListWindows.Listed] {
      try await council.desk.answer(ListWindows(from: "2027-01-01", to: "2027-12-31", possible: possible)).answer.list
    }
    #expect(try await windows(possible: false).map(\.isPossible) == [nil])
    #expect(try await windows(possible: true).map(\.isPossible) == [false, true])
    let upcoming = try await council.desk.answer(ListBlackouts(channels: [], from: "2027-04-01", within: "1y")).answer
    #expect(upcoming.blackouts.count == 1 && upcoming.possible.map(\.window.summary) == ["Perhaps"])
  }

  @Test func `what only words need stands in no JSON`() async throws {
    let council = try CouncilOfFiles(Self.afternoon, Self.after)
    let why = JSON(encoding: try await council.desk.answer(ExplainChannel(channel: "website", at: "2027-04-21")).answer)
    #expect(why["causes"]?.array?.count == 2 && why["turns"] == nil && why["overrides"] == nil && why["counts"] == nil)
    let elections = try await council.desk.answer(ListElections(from: nil, to: nil)).answer
    #expect(elections.aside?.total == 0 && JSON(encoding: elections).array?.isEmpty == true)
  }

  @Test func `faulty settings are an answer and a failure`() async throws {
    let council = try CouncilOfFiles()
    #expect(try await council.desk.answer(CheckSettings()).failure == nil)
    try council.folder.write("portcullis.yaml", "authority:\n  nam: A council\n")
    let checked = try await council.desk.answer(CheckSettings())
    #expect(checked.failure?.kind == .badInput)
    #expect(checked.answer.problems == checked.failure?.messages.map(\.description) && checked.answer.channels.isEmpty)
  }

  @Test func `a channel that nobody knows is a question of usage`() async throws {
    let council = try CouncilOfFiles()
    let error = await #expect(throws: Failure.self) {
      try await council.desk.answer(ExplainChannel(channel: "webiste", at: nil))
    }
    #expect(error?.kind == .usage)
  }
}
