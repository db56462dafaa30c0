package import Contract
import Elections
import Foundation
import Publishing
import PublishingGate
import Texts

extension Desk {
  package func answer(_ request: ListRevisions) async throws -> Answered<ListRevisions.Answer> {
    let store = try StoreLocation(choice).openToLook()
    let workspace = try await Workspace.ofStore(choice)
    let values = ContractValues(workspace.civil)
    let revisions = try await store.revisions(limit: request.limit).map(values.revision)
    return Answered(
      ListRevisions.Answer(revisions: revisions, authority: AnsweringCouncil(workspace).authority), workspace)
  }

  package func answer(_ request: ShowRevision) async throws -> Answered<RevisionAnswer> {
    let store = try StoreLocation(choice).openToLook()
    let revision = try await Self.revision(request.revision, store)
    let workspace = try await Workspace.ofStore(choice)
    return Answered(ContractValues(workspace.civil).revision(revision), workspace)
  }

  package func answer(_ request: ReadRevisionFile) async throws -> Answered<ReadRevisionFile.Answer> {
    let store = try StoreLocation(choice).openToLook()
    let revision = try await Self.revision(request.revision, store)
    let workspace = try await Workspace.ofStore(choice)
    guard let found = revision.governing.files.first(where: { $0.path == request.file }) else {
      let known = revision.governing.files.map(\.path)
      throw Failure(
        .usage,
        "Revision \(revision.number) has no file “\(request.file.printable)”.\(NearMiss.question(request.file, among: known))"
      )
    }
    let bytes = try await store.contents(of: revision.governing).bytes[found.hash] ?? []
    return Answered(
      ReadRevisionFile.Answer(file: found.path, content: Data(bytes).base64EncodedString()), workspace)
  }

  package func answer(_ request: CompareRevisions) async throws -> Answered<CompareRevisions.Answer> {
    let store = try StoreLocation(choice).openToLook()
    let before = try await Self.revision(request.from, store)
    let after = try await Self.revision(request.to, store)
    let workspace = try await Workspace.ofStore(choice)
    // From the day on which the older was adopted: what is past by now counts too.
    let from = min(before.adoptedAt, after.adoptedAt)
    let days = Workspace.days(around: Workspace.now, zone: workspace.civil.zone)
    let connectors = choice.parts.connectors.list
    let change = RevisionChange(
      from: try await AdoptedRevision(before, from: store, connectors: connectors).ruleset(days: days),
      to: try await AdoptedRevision(after, from: store, connectors: connectors).ruleset(days: days), now: from)
    let values = ContractValues(workspace.civil)
    let answer = CompareRevisions.Answer(
      from: Int(before.number.rawValue), to: Int(after.number.rawValue), closes: change.closes.map(values.stretch),
      opens: change.opens.map(values.stretch), files: Self.fileChanges(before, after))
    return Answered(answer, workspace)
  }

  private static func fileChanges(_ old: Revision, _ new: Revision) -> [CompareRevisions.FileChange] {
    let before = Dictionary(old.governing.files.map { ($0.path, $0.hash) }, uniquingKeysWith: { $1 })
    let after = Dictionary(new.governing.files.map { ($0.path, $0.hash) }, uniquingKeysWith: { $1 })
    return Set(before.keys).union(after.keys).sorted().compactMap { path in
      switch (before[path], after[path]) {
      case (nil, _): CompareRevisions.FileChange(path: path, change: .added)
      case (_, nil): CompareRevisions.FileChange(path: path, change: .removed)
      case (let one, let other): one == other ? nil : CompareRevisions.FileChange(path: path, change: .changed)
      }
    }
  }

  /// The revision of a number; the one in force where none is given.
  static func revision(_ number: Int?, _ store: some GateStore) async throws -> Revision {
    let epoch = try await store.epoch()
    guard let wanted = number.map({ RevisionNumber(Int64($0)) }) ?? epoch else {
      throw Failure(.badInput, "Nothing is adopted yet; run \(Remedy.adopt).")
    }
    guard let revision = try await store.revision(wanted) else {
      throw Failure(.badInput, "There is no revision \(wanted); the newest is \(epoch?.description ?? "none").")
    }
    return revision
  }
}
