package import Elections
package import Publishing
package import Texts

/// A council's store as a desk works on it: what the gate asks of it, and its upkeep, its anchor and its lock.
///
/// Whoever works above the stores knows this contract and no store, so that a store on another database is put in its
/// place where the parts are put together, and nowhere else.
package protocol CouncilStore: GateStore, AnchoredStore, MaintainedStore {
  /// Where it is, as people name it: a file's path, a database's address.
  var path: String { get }
  /// The folder of files that go with it: media, sessions of connectors.
  var companionFolder: String { get }

  /// Everything that a post ever said, the oldest first: what went out may be older than what it says now (G-44).
  func versions(of post: PostID) throws(StoreError) -> [PostVersion]
  /// The hashes of the plans that are kept of deliveries, each of the version that the delivery is at.
  func planHashes(of deliveries: ClosedRange<DeliveryID>) throws(StoreError) -> [DeliveryID: ContentHash]
}

/// How a store is told apart from one that was set back to an earlier state.
package protocol AnchoredStore: Sendable {
  /// The store's name, which it got when it was made and has kept since; a copy has the same.
  func name() throws(StoreError) -> String
  /// Compares the store with its anchor before anything is written, sends what may have left already to a person where
  /// the store went back, and from then on has each commit move the anchor on.
  ///
  /// `place`: the folder that is asked for; the anchor moves there. Without it, the folder of before.
  func compareWithAnchor(
    in place: String?, host: String, now: Instant, as operation: OperationID
  ) async throws(StoreError) -> Anchoring
  /// How the store stands to its anchor, looked at without changing anything.
  func anchorComparison(in place: String?) async throws(StoreError) -> (comparison: AnchorComparison, path: String)
}

/// What keeps a store whole, and those who work on it from each other's way.
package protocol MaintainedStore: Sendable {
  /// Keeps a second gate from the store for as long as the lock lives, or says who has it.
  func lockForGate() throws(StoreError) -> any GateLock
  /// Tells a sleeping gate, in whatever process, that something was written. It may be lost.
  func wakeGate()
  /// One value for each time that another process wrote, or told so by `wakeGate`; ends with the task that reads it.
  func writes() -> AsyncStream<Void>
  /// Returns once nothing is left to be done after the last answer; for a command that is about to end.
  func settle()
  /// Takes from every account but its own what they may do with its files, or says why that cannot be done.
  func closeToOthers() throws(StoreError)
  /// What is wrong with what is kept, a sentence for each fault; empty where nothing is.
  func integrityFaults() throws(StoreError) -> [String]
  /// What the store itself was made to refuse, and does not any more, a sentence for each.
  func schemaFaults() throws(StoreError) -> [String]
  /// Copies the store to a new file while it is in use. `progress`: how much is done, from 0 to 1.
  func backup(to target: String, progress: @escaping (_ done: Double) -> Void) throws(StoreError)
}

/// The right of one gate to a store; let go of at the value's end.
package protocol GateLock: AnyObject, Sendable {}

/// How a store is opened.
package enum StoreAccess: Sendable {
  /// Makes it when there is none.
  case creating
  case existing
  /// Looks only; needs no right to write.
  case readOnly
}

/// What comparing a store with its anchor came to.
package struct Anchoring: Sendable {
  package let comparison: AnchorComparison
  /// The anchor's file.
  package let path: String
  /// What waits for a person now, since it may have left already.
  package let moved: [Delivery]

  package init(comparison: AnchorComparison, path: String, moved: [Delivery]) {
    self.comparison = comparison
    self.path = path
    self.moved = moved
  }
}
