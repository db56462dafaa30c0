package import PublishingGate
import ServiceLifecycle

/// Wakes the gate when a command has written to the store.
package struct StoreWatcher: Service {
  private let store: any CouncilStore
  private let gate: GateService

  package init(store: any CouncilStore, gate: GateService) {
    self.store = store
    self.gate = gate
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in store.writes() { gate.wakeUp.call() }
    }
  }
}
