import Elections
package import Publishing
import Texts

/// The files on the simulation's disk: windows, and what somebody has done to the settings beside them.
///
/// A line each, so that the oracle can read what a revision says in the plainest way.
package struct SimulatedFiles: Hashable, Sendable {
  package var windows: [SimulatedRules.Window]
  /// People who have left.
  package var left: [String]
  /// Channels that the settings do not have.
  var without: Set<String> = []
  /// Channels that close for routine posts alone.
  var routineOnly: Set<String> = []
  /// Channels that lie in the other area.
  var moved: Set<String> = []
  var hasTerms = true
  var hasApprovals = true
  /// Posts may be twice as late.
  var isPatient = false
  var folder = "/simulated"
  /// Every file could be read.
  var isWhole = true

  package init(windows: [SimulatedRules.Window] = [], left: [String] = []) {
    self.windows = windows
    self.left = left
  }

  package var text: String {
    let lines =
      windows.map { "\($0.area) \($0.starts.millisecondsSince1970) \($0.ends.millisecondsSince1970)" }
      + left.map { "left:\($0) 0 0" } + without.sorted().map { "without:\($0) 0 0" }
      + routineOnly.sorted().map { "classes:\($0) 0 0" } + moved.sorted().map { "moved:\($0) 0 0" }
      + (hasTerms ? [] : ["terms:none 0 0"]) + (hasApprovals ? [] : ["approvals:none 0 0"])
      + (isPatient ? ["late:twice 0 0"] : [])
    return lines.map { $0 + "\n" }.joined()
  }

  package var contents: SnapshotContents {
    let bytes = Array(text.utf8)
    let hash = ContentHash(of: bytes)
    let file = Snapshot.File(role: .elections, path: "elections/windows.ics", hash: hash)
    return SnapshotContents(snapshot: Snapshot(folder: folder, files: [file]), bytes: [hash: bytes])
  }

  /// The settings as a revision's lines change them.
  static func settings(_ settings: Settings, as text: String) -> Settings {
    var settings = settings
    if text.contains("terms:none ") { settings.contentChecks = nil }
    settings.channels = settings.channels.enumerated().compactMap { index, channel in
      if text.contains("without:\(channel.id) ") { return nil }
      var governance = channel.governance
      if text.contains("approvals:none ") { governance.approvals = [:] }
      let isEast = index.isMultiple(of: 2) != text.contains("moved:\(channel.id) ")
      return Channel(
        id: channel.id, name: channel.name, connector: channel.connector.base,
        areas: [Area(isEast ? "local.east" : "local.west")].compactMap(\.self),
        closesFor: text.contains("classes:\(channel.id) ") ? [.routine] : channel.closesFor, pace: channel.pace,
        lateAfter: text.contains("late:twice ") ? channel.lateAfter + channel.lateAfter : channel.lateAfter,
        governance: governance)
    }
    return settings
  }
}
