package import Contract
import Elections
import Publishing
import PublishingGate
import Texts

extension Desk {
  package func pack(
    _ request: MakePack, redacting terms: [String], to path: String
  ) async throws -> Answered<PackAnswer> {
    let store = try StoreLocation(choice).openToLook()
    let workspace = try await Workspace.ofStore(choice)
    let (from, to) = (try workspace.civil.instant(request.from), try workspace.civil.end(request.to))
    guard from < to else { throw Failure(.usage, "--from must lie before --to.") }
    if let election = request.election, ElectionID(election)?.description != election {
      throw Failure(
        .usage, "“\(election.printable)” is no election's id; write it as local.peterborough.2027-05-06.")
    }
    if let text = request.text, text.trimmed.isEmpty {
      throw Failure(.usage, "--text is empty; leave it out for every post.")
    }
    let scope = PackScope(
      range: from..<to, channel: request.channel, election: request.election, pattern: request.text)
    let writer = PackWriter(
      store: store, scope: scope, civil: workspace.civil,
      redact: try Redactor(workspace.settings.redactions, besides: terms),
      by: choice.actor(under: workspace.settings.register).description,
      now: Workspace.now, key: signingKey(store, workspace), progress: choice.parts.progress)
    let summary = try await writer.write(to: path, channels: workspace.settings.channels.map(\.id))
    return Answered(answer(summary, path, AnsweringCouncil(workspace)), workspace)
  }

  /// Nil where it cannot be had, which is told: a pack without a seal is whole all the same.
  private func signingKey(_ store: any CouncilStore, _ workspace: Workspace) -> SigningKey? {
    do {
      if let key = try CheckpointKey(workspace, store).read() { return key }
      choice.parts.notice(
        "The pack carries no signature, since no key was made yet: a gate makes one, or a checkpoint does.")
      return nil
    } catch {
      let words = choice.parts.words(of: error).joined(separator: " ")
      choice.parts.notice("The pack carries no signature: \(words)")
      return nil
    }
  }

  private func answer(_ summary: PackWriter.Summary, _ path: String, _ council: AnsweringCouncil) -> PackAnswer {
    let manifest = summary.manifest
    return PackAnswer(
      pack: path, posts: manifest.posts, entries: manifest.entries,
      outcomes: PackOutcomes { name in Outcome(rawValue: name).flatMap { summary.counts.outcomes[$0] } ?? 0 },
      redactions: PackAnswer.Redactions(
        applied: manifest.redactions.applied, entries: manifest.redactions.entries, files: manifest.redactions.files),
      lastEntry: manifest.head.map { Int($0.id) }, hash: manifest.head?.hash.hex, authority: council.authority,
      logFault: manifest.logFault)
  }

  /// Checks a pack's files against its manifest, and its entries against the log where one is here: whoever was given a pack
  /// may have none, but a store that was named has to be there.
  ///
  /// `keys`: the public keys that may have signed it; beside a store its own where none is named.
  package func check(pack path: String, keys named: [String]) async throws -> PackCheckAnswer {
    let location = try StoreLocation(choice)
    let store = location.isNamed || location.exists ? try location.openToLook() : nil
    var keys = try CheckpointTrust.keys(named)
    if named.isEmpty, let store, let own = await CheckpointTrust.own(choice, store) { keys = [own] }
    var verification = PackVerification(store: store, trusting: keys, progress: choice.parts.progress)
    try await verification.check(path)
    return PackCheckAnswer(
      files: verification.files, entries: verification.entries, problems: verification.problems,
      log: store == nil ? .notThere : .compared, key: verification.key.map { Hexadecimal.text($0.bytes) })
  }
}
