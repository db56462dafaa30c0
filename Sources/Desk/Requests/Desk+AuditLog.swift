package import Contract
import Elections
import Publishing
import PublishingGate
import Texts

extension Desk {
  package func answer(_ request: ListEntries) async throws -> Answered<ListEntries.Answer> {
    var entries: [EntryAnswer] = []
    let listed = try await list(request) { entry, _ in entries.append(entry) }
    let answer = ListEntries.Answer(entries: entries, authority: listed.council.authority)
    return Answered(answer, civil: listed.civil, council: listed.council)
  }

  /// The same one entry at a time, because there may be very many; gives what comes after the last.
  package func list(
    _ request: ListEntries, _ take: (EntryAnswer, CivilText) async throws -> Void
  ) async throws -> ListedEntries {
    try await list(request) { values, entry in try await take(values.entry(entry), values.civil) }
  }

  /// The same as rows of CSV, below the names of their columns.
  package func rows(_ request: ListEntries, _ take: (String) async throws -> Void) async throws {
    _ = try await list(
      request, begin: { try await take("id,at,actor,event,post,channel,revision,causes,detail,previous,hash") }
    ) { values, entry in try await take(entry.row(values.civil)) }
  }

  private func list(
    _ request: ListEntries, begin: () async throws -> Void = {},
    _ take: (ContractValues, AuditEntry) async throws -> Void
  ) async throws -> ListedEntries {
    let store = try StoreLocation(choice).openToLook()
    let workspace = try await Workspace.ofStore(choice)
    let query = try query(request, workspace.civil)
    let values = ContractValues(workspace.civil)
    var count = 0
    try await begin()
    try await store.forEachEntry(query) { entry in
      count += 1
      try await take(values, entry)
    }
    return ListedEntries(
      count: count, total: Int(try await store.lastAuditEntry()), from: values.moment(query.from),
      to: values.moment(query.to), workspace)
  }

  private func query(_ request: ListEntries, _ civil: CivilText) throws -> AuditQuery {
    let (start, end) = (try request.from.map(civil.instant), try request.to.map(civil.end))
    if let start, let end, start >= end { throw Failure(.usage, "--from must lie before --to.") }
    return AuditQuery(post: try request.post.map { try PostReference($0).post }, from: start, to: end)
  }
}

/// What a list of entries ends with.
package struct ListedEntries {
  package let count: Int
  /// Of all that the log has.
  package let total: Int
  package let from: Moment?
  package let to: Moment?
  package let civil: CivilText
  package let council: AnsweringCouncil

  init(count: Int, total: Int, from: Moment?, to: Moment?, _ workspace: Workspace) {
    self.count = count
    self.total = total
    self.from = from
    self.to = to
    civil = workspace.civil
    council = AnsweringCouncil(workspace)
  }
}

extension AuditEntry {
  fileprivate func row(_ civil: CivilText) -> String {
    CSVText.row([
      String(id), civil.rfc3339(draft.at), draft.actor, draft.event.rawValue, draft.post?.description ?? "",
      draft.channel ?? "", draft.revision?.description ?? "", draft.causes, draft.detail, previous.hex, hash.hex,
    ])
  }
}
