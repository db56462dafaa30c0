package import Publishing

extension GateStore {
  /// Every entry that the query names, a page at a time, so that a log of millions needs no memory.
  package func forEachEntry(_ query: AuditQuery, _ body: (AuditEntry) async throws -> Void) async throws {
    var page = query
    while true {
      let entries = try await audit(page)
      for entry in entries { try await body(entry) }
      guard entries.count == page.limit, let last = entries.last else { return }
      page.after = last.id
    }
  }
}
