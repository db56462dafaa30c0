import Elections
import Publishing
import Synchronization

/// Backups that are restored: the store goes back to what it was, and only its anchor stands outside.
extension Simulation {
  /// Keeps a copy of the store now and then.
  func backUp() async {
    while !Task.isCancelled, !quiet.withLock({ $0 }) {
      await world.sleep(for: .seconds(world.random(10..<60)))
      let copy = base.look { $0 }
      backup.withLock { $0 = copy }
    }
  }

  /// Puts the last copy in the store's place, while no gate runs.
  func restore() {
    guard let copy = backup.withLock({ $0 }) else { return }
    let before = base.look { $0 }
    // An earlier restore that no gate has seen yet is not forgotten.
    anchor.withLock { $0 = $0 ?? Self.anchor(of: before) }
    oracle.willRestore(before, copy)
    base.restore(copy)
    lost.forget()
    restores.withLock { $0 += 1 }
    // The copy may not know who bore this boot's clock out, and then the kernel's word, if it is wrong, would be believed.
    if machine.offset != .zero { machine.stepClock(by: .zero) }
  }

  private static func anchor(of state: MemoryStore.State) -> StoreAnchor? {
    guard let last = state.audit.last, let latest = state.audit.map(\.draft.at).max() else { return nil }
    return StoreAnchor(store: "simulated", head: LogHead(entry: last.id, hash: last.hash), at: latest)
  }

  /// What a gate does first: asks how the store stands to its anchor, and sends to a person what may have left.
  func compareWithAnchor(at now: Instant) async {
    guard let kept = anchor.withLock({ $0 }) else { return }
    let audit = base.allAudit
    let head = LogHead(entry: audit.last?.id ?? 0, hash: audit.last?.hash ?? AuditChain.start)
    let comparison = AnchorComparison(head, found: .anchor(kept), isExpected: true) { entry in
      audit.first { $0.id == entry }?.hash
    }
    if case .wentBack(let finding) = comparison {
      _ = try? await act { store, operation throws(StoreError) in
        try await store.setBack(finding, at: now, sparing: [], as: operation)
      }
    }
    anchor.withLock { $0 = nil }
  }
}
