import Elections
import Foundation
package import Publishing
package import PublishingGate
import Texts

/// A store with the revision in force, which commands that queue or change posts work on.
package struct OpenStore {
  package let location: StoreLocation
  package let store: any CouncilStore
  package let workspace: Workspace
  package let revision: RevisionNumber?
  package let rules: Ruleset
  package let actor: Actor
  package let parts: Parts

  package enum Purpose {
    case looking, acting
    /// As `acting`, and nothing goes without the store's anchor.
    case sending
  }

  /// Opens the store that there is: only `init` and `adopt` make one, since a store that vanished must not be made anew
  /// without its posts by whoever queues the next one. To act, a revision must be in force as well, by which people and
  /// channels are judged.
  package init(_ options: SetUpChoice, for purpose: Purpose, store known: (any CouncilStore)? = nil) async throws {
    parts = options.parts
    location = try StoreLocation(options)
    store = try known ?? (purpose == .looking ? location.openToLook() : location.open(.existing))
    let now = Workspace.now
    guard let epoch = try await store.epoch(), let found = try await store.revision(epoch) else {
      guard purpose == .looking else {
        throw Failure(
          .unavailable,
          "Nothing is in force in \(location.path) yet, so every channel holds: put your calendars and settings into force "
            + "by \(Remedy.adopt).")
      }
      workspace = try Workspace(options)
      revision = nil
      rules = .nothing(workspace.settings, folder: workspace.folder)
      actor = options.actor
      return
    }
    let adopted = try await AdoptedRevision(found, from: store, connectors: parts.connectors.list)
    workspace = try Workspace(options, under: adopted)
    try Self.checkPlace(workspace, found, location, options)
    actor = options.actor(under: workspace.settings.register)
    revision = epoch
    rules = try adopted.ruleset(days: Workspace.days(around: now, zone: workspace.civil.zone))
    guard purpose != .looking else { return }
    if case .found(let path) = SettingsPlace(options), workspace.folder != found.governing.folder {
      let council = AnsweringCouncil(workspace).prefix
      options.parts.notice(
        "This acts on the store that is named, which has \(council)\(found.governing.folder.visibleLine) in force, and not "
          + "on the set-up here, \(Workspace.absolute(path).visibleLine).")
    }
    let anchoring = try StoreAnchoring(
      store, settings: workspace.settings, folder: found.governing.folder, parts: options.parts)
    if purpose == .sending { try await anchoring.require() } else { await anchoring.begin() }
  }

  /// The user's own store, which nobody named, serves one folder. Whoever stands in another set-up means that one, and
  /// their posts would wait where nobody serves them.
  private static func checkPlace(
    _ workspace: Workspace, _ revision: Revision, _ location: StoreLocation, _ options: SetUpChoice
  ) throws {
    let place = SettingsPlace(options)
    let folder = place.path == nil ? Workspace.absolute("") : workspace.folder
    guard !location.isNamed, place != .nowhere, folder != revision.governing.folder else { return }
    throw SettingsPlace.otherSetUp(place.path, revision, location)
  }

  /// All that holds now, with what cannot be read of the rules' files, as the gate found it or as they stand before this
  /// command.
  package func standing() async throws -> Standing {
    let now = Workspace.now
    var rows = try await store.standingRows(StandingQuery(at: now, paced: rules.settings.pacedChannels))
    rows.doubts = SourceDoubt.joined(rows.doubts, workspace.ownDoubts())
    return Standing(rules, rows, now: now)
  }

  package var civil: CivilText { workspace.civil }
  package var contract: ContractJSON { ContractJSON(zone: workspace.civil.zone) }

  /// Tells a sleeping gate that something was written.
  package func wakeGate() { store.wakeGate() }
}
