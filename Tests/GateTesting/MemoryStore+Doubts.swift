package import Elections
package import Publishing

extension MemoryStore {
  package func setDoubts(
    _ doubts: [SourceDoubt], at now: Instant, as operation: OperationID
  ) async throws(StoreError) -> Bool {
    try perform(operation, .doubts(doubts, at: now)) { state in
      state.run(.doubts(doubts, instead: state.doubts, at: now, epoch: state.epoch))
    }
  }

  package func doubts() async throws(StoreError) -> [SourceDoubt] { look(\.doubts) }

  package func noteLook(_ service: ServiceID, at: Instant, as operation: OperationID) async throws(StoreError) {
    try perform(operation, .filesRead(service, at: at)) { state in state.run(.filesRead(by: service, at: at)) }
  }
}
