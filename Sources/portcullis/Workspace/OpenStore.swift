import Elections
import Foundation
import Publishing
import SQLiteStore
import Texts

/// A store with the revision in force, which commands that queue or change posts work on.
struct OpenStore {
  let location: StoreLocation
  let store: SQLiteStore
  let workspace: Workspace
  let revision: RevisionNumber?
  let rules: Ruleset
  let actor: Actor

  enum Purpose {
    case looking, acting
    /// As `acting`, and nothing goes without the store's anchor.
    case sending
  }

  /// Opens the store that there is: only `init` and `adopt` make one, since a store that vanished must not be made anew
  /// without its posts by whoever queues the next one. To act, a revision must be in force as well, by which people and
  /// channels are judged.
  init(_ options: GlobalOptions, for purpose: Purpose, store known: SQLiteStore? = nil) async throws {
    actor = options.actor
    location = try StoreLocation(options)
    store = try known ?? (purpose == .looking ? location.openToLook() : location.open(.existing))
    let now = Workspace.now
    guard let epoch = try await store.epoch(), let found = try await store.revision(epoch) else {
      guard purpose == .looking else {
        throw Failure(
          .unavailable,
          "Nothing is in force in \(location.path) yet, so every channel holds: put your calendars and settings into force "
            + "by “portcullis adopt”.")
      }
      workspace = try Workspace(options)
      revision = nil
      rules = .nothing(workspace.settings, folder: workspace.folder)
      return
    }
    let adopted = try await AdoptedRevision(found, from: store)
    workspace = try Workspace(options, under: adopted)
    try Self.checkPlace(workspace, found, location, options)
    revision = epoch
    rules = try adopted.ruleset(days: Workspace.days(around: now, zone: workspace.civil.zone))
    guard purpose != .looking else { return }
    if case .found(let path) = SettingsPlace(options), workspace.folder != found.governing.folder {
      let council = AnsweringCouncil(workspace).prefix
      Terminal.complain(
        "This acts on the store that is named, which has \(council)\(found.governing.folder.visibleLine) in force, and not "
          + "on the set-up here, \(Workspace.absolute(path).visibleLine).")
    }
    let anchoring = try StoreAnchoring(store, settings: workspace.settings, folder: found.governing.folder)
    if purpose == .sending { try await anchoring.require() } else { await anchoring.begin() }
  }

  /// The user's own store, which nobody named, serves one folder. Whoever stands in another set-up means that one, and
  /// their posts would wait where nobody serves them.
  private static func checkPlace(
    _ workspace: Workspace, _ revision: Revision, _ location: StoreLocation, _ options: GlobalOptions
  ) throws {
    let place = SettingsPlace(options)
    let folder = place.path == nil ? Workspace.absolute("") : workspace.folder
    guard !location.isNamed, place != .nowhere, folder != revision.governing.folder else { return }
    throw SettingsPlace.otherSetUp(place.path, revision, location)
  }

  /// What cannot be read of the rules' files, as the gate found it or as they stand before this command.
  func doubts() async throws -> [SourceDoubt] {
    SourceDoubt.joined(try await store.doubts(), workspace.ownDoubts())
  }

  var civil: CivilText { workspace.civil }
  var contract: ContractJSON { ContractJSON(zone: workspace.civil.zone) }

  /// Tells a sleeping gate that something was written.
  func wakeGate() { WakeSocket.send(toStore: store.path) }
}
