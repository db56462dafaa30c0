package import Elections
import Foundation
package import Publishing
import TestSupport

/// Revisions that consist of plain windows: what the gate's code needs of calendars and settings.
package enum SimulatedRules {
  package struct Window: Hashable, Sendable {
    package let area: String
    package let starts: Instant
    package let ends: Instant

    package init(area: String, starts: Instant, ends: Instant) {
      self.area = area
      self.starts = starts
      self.ends = ends
    }
  }

  static let areas = ["local.east", "local.west", "local"]

  static let channels: [(id: String, kind: SimulatedReceiverKind, pace: Pace?)] = [
    ("exact", .exact, nil), ("hook", .dedupes, nil), ("mail", .weak, nil),
    ("paced", .exact, Pace(posts: 3, per: .seconds(60))),
  ]

  package static func draft(
    _ windows: [Window], basis: RevisionNumber?, at: Instant, actor: String = "officer", left: [String] = []
  ) -> RevisionDraft {
    let contents = SimulatedFiles(windows: windows, left: left).contents
    return RevisionDraft(basis: basis, governing: contents.snapshot, bytes: contents.bytes, at: at, actor: actor)
  }

  package static func ruleset(_ revision: Revision, _ store: MemoryStore, settings: Settings = settings) -> Ruleset {
    kept(revision, store).reduce(governing(revision, store, settings: settings)) { $0.alsoClosing($1) }
  }

  /// The rules without what is kept closed.
  static func governing(_ revision: Revision, _ store: MemoryStore, settings: Settings = settings) -> Ruleset {
    ruleset(
      revision.number, text: text(revision, store), settings: settings, folder: revision.governing.folder)
  }

  private static func kept(_ revision: Revision, _ store: MemoryStore) -> [KeptClosures] {
    revision.alsoCloses.compactMap { snapshot in
      let bytes = store.look { state in
        Dictionary(
          snapshot.files.map { ($0.hash, state.files[$0.hash] ?? []) }, uniquingKeysWith: { first, _ in first })
      }
      return KeptClosures(SnapshotContents(snapshot: snapshot, bytes: bytes))
    }
  }

  /// Who has left by a revision.
  static func left(_ revision: Revision, _ store: MemoryStore) -> Set<String> { left(text(revision, store)) }

  private static func left(_ text: String) -> Set<String> {
    Set(
      text.split(separator: "\n").filter { $0.hasPrefix("left:") }
        .map { String($0.dropFirst("left:".count).prefix { $0 != " " }) })
  }

  /// A word that sends a post to approval during purdah.
  static let listedWord = "candidate"

  /// What somebody writes into the store behind everybody's back; none of it may ever leave.
  static let corruption = " (changed in the store)"

  /// The simulation's settings: a register, and approvals on two channels.
  package static let governed = SimulatedCouncil.governed(
    channels: [
      "mail": Governance(approvals: [.service: ApprovalRule(when: .always)]),
      "exact": Governance(approvals: [.emergency: ApprovalRule(when: .duringPurdah)]),
    ], checks: ContentChecks(terms: [listedWord]))

  static func text(_ revision: Revision, _ store: MemoryStore) -> String {
    let bytes = store.look { state in revision.governing.files.flatMap { state.files[$0.hash] ?? [] } }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same question asked in the plainest way: from its first instant on, and not at its last.
  static func isClosed(_ lane: Lane, at instant: Instant, _ revision: Revision, _ store: MemoryStore) -> Bool {
    let text = text(revision, store)
    if text.contains("without:\(lane.channel) ") { return true }
    let isKept = kept(revision, store).flatMap(\.closures).contains { closure in
      closure.channel == lane.channel && closure.classes.contains(lane.contentClass)
        && closure.window.starts <= instant && instant < closure.window.ends
    }
    if isKept { return true }
    if lane.channel == "hook", lane.contentClass != .routine, lane.contentClass != .service { return false }
    if text.contains("classes:\(lane.channel) "), lane.contentClass != .routine { return false }
    return isInWindow(lane.channel, at: instant, revision, store)
  }

  /// Whether a window touches the channel, whatever it closes for.
  static func isInWindow(_ channel: String, at instant: Instant, _ revision: Revision, _ store: MemoryStore) -> Bool {
    guard let place = channels.firstIndex(where: { $0.id == channel }) else { return true }
    let text = text(revision, store)
    let isEast = place.isMultiple(of: 2) != text.contains("moved:\(channel) ")
    let own = isEast ? "local.east" : "local.west"
    return text.split(separator: "\n").contains { line in
      let parts = line.split(separator: " ")
      guard parts.count == 3, let starts = Int64(parts[1]), let ends = Int64(parts[2]) else { return true }
      let now = instant.millisecondsSince1970
      return (parts[0] == own || parts[0] == "local") && starts <= now && now < ends
    }
  }

  package static func ruleset(
    _ number: RevisionNumber?, text: String, settings: Settings = settings, folder: String = "/simulated"
  ) -> Ruleset {
    let windows = text.split(separator: "\n").compactMap { line -> PurdahWindow? in
      let parts = line.split(separator: " ")
      guard parts.count == 3, let area = Area(String(parts[0])), let starts = Int64(parts[1]),
        let ends = Int64(parts[2]),
        let entry = ExplicitWindow(
          starts: Instant(millisecondsSince1970: starts), ends: Instant(millisecondsSince1970: ends), area: area,
          summary: "A window", source: SourceLine(file: "elections/windows.ics", line: 1, uid: "window"))
      else { return nil }
      return calculator.window(for: entry)
    }
    let left = left(text)
    var settings = settings
    if let register = settings.register, !left.isEmpty {
      settings.register = Register(
        people: register.people.map { left.contains($0.login) ? $0.with(leftOn: SimulatedCouncil.day) : $0 },
        trainingDays: register.trainingDays, officer: register.officer, classRoles: register.classRoles)
    }
    settings = SimulatedFiles.settings(settings, as: text)
    return Ruleset(
      revision: number, settings: settings, folder: folder,
      schedules: settings.channels.map { channel in
        ChannelSchedule(
          channel: channel, windows: windows, staffing: settings.staffing(of: channel),
          flaggedNeedApproval: settings.contentChecks?.when)
      }, matcher: TermMatcher(settings.contentChecks?.terms ?? []))
  }

  package static let settings: Settings = {
    guard var settings = Settings.builtIn(publishingBy: SimulatedConnectorSettings()) else {
      preconditionFailure("no zone data")
    }
    settings.channels = channels.enumerated().map { index, channel in
      Channel(
        id: channel.id, name: channel.id, connector: SimulatedConnectorSettings(receiver: channel.id),
        areas: [Area(index.isMultiple(of: 2) ? "local.east" : "local.west")].compactMap(\.self),
        closesFor: index == 1 ? [.routine, .service] : ContentClass.allCases, pace: channel.pace,
        lateAfter: Simulation.lateAfter)
    }
    return settings
  }()

  private static let calculator = WindowCalculator(holidays: BankHolidays([:]), zone: TimeZone.london)
}
