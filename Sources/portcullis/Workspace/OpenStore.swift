import Elections
import Foundation
import PublishingGate
import SQLiteStore

/// A store with the revision in force, which commands that queue or change posts work on.
struct OpenStore {
  let location: StoreLocation
  let store: SQLiteStore
  let workspace: Workspace
  let revision: RevisionNumber?
  let rules: Ruleset
  let actor: Actor

  /// Opens the store. Where nothing was ever adopted, what is on disk becomes revision 1: nothing was in force that
  /// it could open against anybody's decision.
  init(_ options: GlobalOptions, adoptingFirst: Bool = true, store known: SQLiteStore? = nil) async throws {
    actor = options.actor
    location = try StoreLocation(options)
    store = try known ?? location.open(.creating)
    if adoptingFirst, try await store.epoch() == nil {
      try await Self.adoptFirst(options, store)
    }
    let now = Workspace.now
    guard let epoch = try await store.epoch(), let found = try await store.revision(epoch) else {
      workspace = try Workspace(options)
      revision = nil
      rules = .nothing(workspace.settings, folder: workspace.folder)
      return
    }
    let adopted = try await AdoptedRevision(found, from: store)
    workspace = try Workspace(options, adopted: adopted)
    revision = epoch
    rules = try adopted.ruleset(days: Workspace.days(around: now, zone: workspace.civil.zone))
  }

  private static func adoptFirst(_ options: GlobalOptions, _ store: SQLiteStore) async throws {
    let workspace = try Workspace(options)
    let plan = try await AdoptionPlan(
      DiskSnapshot(workspace), over: nil, rules: nil, store: nil, now: Workspace.now)
    if let first = plan.errors.first {
      Terminal.complain(
        "Nothing is adopted yet, and the files on disk cannot be, so every channel holds: \(first)")
      return
    }
    do throws(StoreError) {
      let adoption = try await store.adopt(plan.draft(actor: options.actor, reason: nil))
      Terminal.complain("Adopted \(workspace.calendarsPath) and the settings as revision \(adoption.revision).")
    } catch {
      // Another command was quicker.
      guard case .superseded = error else { throw error }
    }
  }

  var civil: CivilText { workspace.civil }
  var contract: ContractJSON { ContractJSON(zone: workspace.civil.zone) }

  /// Tells a sleeping gate that something was written.
  func wakeGate() { WakeSocket.send(toStore: store.path) }
}
