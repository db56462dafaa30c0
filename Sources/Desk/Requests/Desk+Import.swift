package import Contract
import Elections
import Publishing
import PublishingGate

extension Desk {
  /// How many complaints about one file are told.
  private static let mostFaults = 100

  package func answer(_ request: ImportPosts) async throws -> Answered<ImportPosts.Answer> {
    let open = try await OpenStore(choice, for: .acting)
    let writer = PostWriter(open)
    let now = Workspace.now
    let drafts = try drafts(request, writer, now: now)
    let submissions = try await writer.submit(drafts, now: now, importedFrom: request.name)
    let answer = ImportPosts.Answer(
      posts: submissions.map(\.post.description),
      added: submissions.filter { !$0.isRepetition }.map(\.post.description),
      authority: AnsweringCouncil(open.workspace).authority,
      gate: ContractValues(open.civil).gate(try await GatePresence(open.store)))
    open.store.settle()
    return Answered(answer, open.workspace)
  }

  /// All of them, or every complaint about the file.
  private func drafts(_ request: ImportPosts, _ writer: PostWriter, now: Instant) throws -> [PostDraft] {
    var faults: [Sentence] = []
    // Dates without a time are refused as they are on the command line.
    var isMistyped = true
    var drafts: [PostDraft] = []
    drafts.reserveCapacity(request.rows.count)
    for row in request.rows {
      do {
        drafts.append(try writer.draft(try PostFields(row), media: [], now: now))
      } catch {
        guard let failure = Failure(reporting: error) else { throw error }
        if !(error is CivilText.DateAlone) { isMistyped = false }
        faults += failure.messages.map { Sentence("\(request.name):\(row.line): ") + $0 }
        if faults.count > Self.mostFaults { break }
      }
    }
    guard faults.isEmpty else {
      throw Failure(
        isMistyped ? .usage : .badInput,
        messages: Array(faults.prefix(Self.mostFaults)) + [
          "Nothing was imported. Mend these lines, and import again."
        ])
    }
    return drafts
  }
}
