package import Elections
package import Publishing

extension MemoryStore {
  package func setDoubts(_ doubts: [SourceDoubt], at now: Instant) async throws(StoreError) -> Bool {
    try transaction { state in
      let replacement = SourceDoubt.Replacement(
        of: state.doubts, by: doubts, at: now, revision: state.revisions.last?.number)
      state.doubts = replacement.doubts
      for draft in replacement.audits { state.log(draft) }
      return replacement.isChange
    }
  }

  package func doubts() async throws(StoreError) -> [SourceDoubt] { look(\.doubts) }

  package func noteLook(_ service: ServiceID, at: Instant) async throws(StoreError) {
    try transaction { state in state.services[Int(service.rawValue) - 1].lookedAt = at }
  }
}
