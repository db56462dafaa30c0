package import Elections
package import Publishing
package import PublishingGate

/// What channels were when they last were in force.
package struct ChannelHistory {
  package let store: any GateStore
  package let connectors: ConnectorList
  package let now: Instant

  /// Those of the candidate's channels that are not in force, as they last were. Every settings file that ever governed is
  /// read until the channel is found, and each only once.
  package func departed(_ candidate: Ruleset, inForce: Ruleset) async throws -> [DepartedChannel] {
    var missing = Set(candidate.channels.map(\.id)).subtracting(inForce.channels.map(\.id))
    var found: [DepartedChannel] = []
    if missing.isEmpty { return [] }
    for settings in try await store.settingsInForce() where !missing.isEmpty {
      guard let revision = try await store.revision(settings.last) else { continue }
      let known = Set(try await channels(revision)).intersection(missing)
      if known.isEmpty { continue }
      let adopted = try await AdoptedRevision(revision, from: store, connectors: connectors)
      let rules = try adopted.ruleset(days: Workspace.days(around: now, zone: try adopted.settings().authority.zone))
      found += known.sorted().compactMap { DepartedChannel($0, in: rules) }
      missing.subtract(known)
    }
    return found
  }

  /// The names of a revision's channels, from its settings alone.
  private func channels(_ revision: Revision) async throws -> [String] {
    let files = revision.governing.files.filter { $0.role == .settings }
    let settings = try await store.contents(of: Snapshot(folder: revision.governing.folder, files: files))
    return try ReadSnapshot.settings(settings, connectors: connectors).channels.map(\.id)
  }
}
