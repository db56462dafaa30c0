package import Elections
package import Publishing

extension MemoryStore {
  package func setDoubts(_ doubts: [SourceDoubt], at now: Instant) async throws(StoreError) -> Bool {
    try transaction { state in
      state.run(.doubts(doubts, instead: state.doubts, at: now, epoch: state.epoch))
    }
  }

  package func doubts() async throws(StoreError) -> [SourceDoubt] { look(\.doubts) }

  package func noteLook(_ service: ServiceID, at: Instant) async throws(StoreError) {
    try transaction { state in state.run(.filesRead(by: service, at: at)) }
  }
}
