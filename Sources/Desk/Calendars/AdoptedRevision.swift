import ElectionCalendar
package import Elections
package import Publishing
package import PublishingGate
import Synchronization

/// A revision as the store keeps it, with the bytes of its files, ready to be read for any stretch of time.
package struct AdoptedRevision: Sendable {
  package let revision: Revision
  package let contents: [SnapshotContents]
  /// By which its settings are read.
  package let connectors: ConnectorList
  private let governing = SettingsOnce()

  package init(
    _ revision: Revision, from store: any GateStore, connectors: ConnectorList
  ) async throws(StoreError) {
    self.revision = revision
    self.connectors = connectors
    var contents: [SnapshotContents] = []
    for snapshot in revision.snapshots { contents.append(try await store.contents(of: snapshot)) }
    self.contents = contents
  }

  /// The one in force; nil where nothing was adopted yet.
  package static func inForce(in store: any GateStore, connectors: ConnectorList) async throws(StoreError)
    -> AdoptedRevision?
  {
    guard let epoch = try await store.epoch(), let revision = try await store.revision(epoch) else { return nil }
    return try await AdoptedRevision(revision, from: store, connectors: connectors)
  }

  /// The settings that govern.
  package func settings() throws -> Settings {
    try governing.settings { try ReadSnapshot.settings(contents[0], connectors: connectors) }
  }

  /// Whether these are the bytes of the settings that govern, so that they need not be read again.
  package func governs(by settings: [UInt8]) -> Bool {
    contents[0].snapshot.files.first { $0.role == .settings }.map { contents[0].bytes[$0.hash] == settings } ?? false
  }

  /// What the revision's calendars say, and what further closes while changes wait for a person.
  package func read(days: Range<CivilDate>) throws -> (governing: ReadSnapshot, closures: [KeptClosing]) {
    let governing = ReadSnapshot(contents[0], settings: try settings(), days: days)
    return (
      governing,
      try contents.dropFirst().map { contents in
        if contents.snapshot.files.contains(where: { $0.role == .closures }) {
          guard let kept = KeptClosures(contents) else {
            throw Failure(
              .unavailable, "What revision \(revision.number) keeps closed cannot be read; restore a backup.")
          }
          return .closures(kept)
        }
        return .snapshot(try ReadSnapshot(contents, connectors: connectors, days: days))
      }
    )
  }

  /// What further closes: as windows or, in stores of before November 2026, as whole snapshots.
  package enum KeptClosing {
    case closures(KeptClosures)
    case snapshot(ReadSnapshot)
  }

  package func ruleset(days: Range<CivilDate>) throws -> Ruleset {
    let (governing, closures) = try read(days: days)
    var forecast = governing.forecast
    for closing in closures { forecast.alsoCloses(closing) }
    return forecast.rules(
      revision: revision.number, folder: revision.governing.folder, matcher: governing.matcher)
  }

  /// The rules without what is kept closed.
  package func governingRuleset(days: Range<CivilDate>) throws -> Ruleset {
    ReadSnapshot(contents[0], settings: try settings(), days: days)
      .ruleset(revision: revision.number, folder: revision.governing.folder)
  }
}

/// Settings that are read when they are first asked for: a question asks more than once.
private final class SettingsOnce: Sendable {
  private let known = Mutex<Settings?>(nil)

  func settings(_ read: () throws -> Settings) throws -> Settings {
    try known.withLock { known in
      if let known { return known }
      let settings = try read()
      known = settings
      return settings
    }
  }
}
