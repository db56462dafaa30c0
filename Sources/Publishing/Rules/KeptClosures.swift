package import Elections
import Foundation
package import Texts

/// What changed files close beyond what governs, kept in force while the rest of the change waits for a person.
///
/// It is a value of windows, not of files: however often a calendar moves before somebody looks at it, the fewest windows are
/// kept that close what all of them close, so ten thousand changes cost what one costs.
package struct KeptClosures: Hashable, Sendable {
  /// One window that closes a channel for some classes, whatever the channel's areas say.
  package struct Closure: Hashable, Sendable {
    package let channel: String
    package let classes: [ContentClass]
    package let window: PurdahWindow

    package init(channel: String, classes: [ContentClass], window: PurdahWindow) {
      self.channel = channel
      self.classes = classes
      self.window = window
    }
  }

  package let closures: [Closure]

  package init(_ closures: [Closure]) { self.closures = closures }

  package var isEmpty: Bool { closures.isEmpty }

  /// The most windows that are kept for one channel. What is more is joined with its neighbour, which closes the gap
  /// between the two as well: held too long is a nuisance, and somebody has left very many changes unread.
  package static let mostForChannel = 64

  /// What `rules` close from `now` on beyond what `governing` closes, in as few windows as say it.
  package init(of rules: Ruleset, beyond governing: Ruleset, now: Instant) {
    var closures: [Closure] = []
    for channel in governing.channels {
      guard let base = governing.schedule(of: channel.id), let schedule = rules.schedule(of: channel.id) else {
        continue
      }
      closures += Self.joined(Self.closures(of: schedule, beyond: base, now: now))
    }
    self.closures = closures
  }

  private static func closures(of schedule: ChannelSchedule, beyond base: ChannelSchedule, now: Instant) -> [Closure] {
    var classes: [PurdahWindow: [ContentClass]] = [:]
    for contentClass in schedule.channel.closesFor {
      let covered = base.channel.closesFor.contains(contentClass) ? base.blackouts : BlackoutSchedule([])
      for window in cover(of: schedule.blackouts.windows, beyond: covered, now: now) {
        classes[window, default: []].append(contentClass)
      }
    }
    return classes.map { Closure(channel: schedule.channel.id, classes: $1, window: $0) }
      .sorted {
        ($0.window.starts, $0.window.ends, $0.window.source.uid) < (
          $1.window.starts, $1.window.ends, $1.window.source.uid
        )
      }
  }

  /// The fewest of the windows, which are in the order of their starts, that close from `now` on all that any of them does
  /// and `covered` does not: at each instant that is not closed yet, the one that reaches furthest.
  private static func cover(
    of windows: [PurdahWindow], beyond covered: BlackoutSchedule, now: Instant
  ) -> [PurdahWindow] {
    var chosen: [PurdahWindow] = []
    var instant = now
    var next = 0
    var furthest: PurdahWindow?
    while true {
      if case .closed(let index) = covered.state(at: instant) {
        instant = covered.blackouts[index].ends
        continue
      }
      while next < windows.count, windows[next].starts <= instant {
        if windows[next].ends > furthest?.ends ?? instant { furthest = windows[next] }
        next += 1
      }
      if let window = furthest, window.ends > instant {
        chosen.append(window)
        instant = window.ends
      } else if next < windows.count {
        instant = max(instant, windows[next].starts)
      } else {
        return chosen
      }
    }
  }

  /// Joins the closest neighbours until there are few enough.
  private static func joined(_ closures: [Closure]) -> [Closure] {
    var rest = closures
    while rest.count > mostForChannel {
      let gaps = zip(rest, rest.dropFirst()).map { $1.window.starts.since($0.window.ends) }
      guard let index = gaps.indices.min(by: { gaps[$0] < gaps[$1] }) else { break }
      let (first, second) = (rest[index], rest[index + 1])
      let classes = ContentClass.allCases.filter { first.classes.contains($0) || second.classes.contains($0) }
      let joined = Closure(
        channel: first.channel, classes: classes,
        window: first.window.spanning(to: max(first.window.ends, second.window.ends)))
      rest.replaceSubrange(index...index + 1, with: [joined])
    }
    return rest
  }
}

extension PurdahWindow {
  /// The same cause over a longer stretch, which closes for several.
  fileprivate func spanning(to end: Instant) -> PurdahWindow {
    PurdahWindow(
      election: election, kind: kind, nation: nation, pollingDay: pollingDay, area: area, starts: starts, ends: end,
      firstDay: firstDay, basis: basis, rule: rule, citation: citation, isEstimate: true,
      summary: "\(summary), and further changes that wait for a person", source: source)
  }
}

// MARK: As a file of a revision

extension KeptClosures {
  /// The path by which a revision names it.
  package static let path = "closures.json"

  /// As a revision keeps it, with the causes in the form of the contract.
  package func snapshot(folder: String) -> SnapshotContents {
    let contract = ContractJSON(zone: .gmt)
    let json = JSON.array(
      closures.map { closure in
        .object([
          ("channel", .string(closure.channel)),
          ("classes", .array(closure.classes.map { .string($0.rawValue) })),
          ("first_day", .string(closure.window.firstDay.description)),
          ("starts", .number(Int(closure.window.starts.millisecondsSince1970))),
          ("ends", .number(Int(closure.window.ends.millisecondsSince1970))),
          ("window", contract.window(closure.window)),
        ])
      })
    let bytes = Array(json.compactText.utf8)
    let hash = ContentHash(of: bytes)
    let file = Snapshot.File(role: .closures, path: Self.path, hash: hash)
    return SnapshotContents(snapshot: Snapshot(folder: folder, files: [file]), bytes: [hash: bytes])
  }

  /// Nil where the snapshot is none of closures, or cannot be read back.
  package init?(_ contents: SnapshotContents) {
    guard let file = contents.snapshot.files.first(where: { $0.role == .closures }),
      let text = contents.bytes[file.hash].flatMap({ String(validating: $0, as: UTF8.self) }),
      let entries = JSON(parsing: text)?.array
    else { return nil }
    var closures: [Closure] = []
    for entry in entries {
      guard let channel = entry["channel"]?.string, let classes = entry["classes"]?.array,
        let day = entry["first_day"]?.string.flatMap({ CivilDate($0) }),
        let starts = entry["starts"]?.number, let ends = entry["ends"]?.number,
        let window = entry["window"].flatMap({ json in
          PurdahWindow(
            json, starts: Instant(millisecondsSince1970: Int64(starts)),
            ends: Instant(millisecondsSince1970: Int64(ends)), firstDay: day)
        })
      else { return nil }
      closures.append(
        Closure(channel: channel, classes: classes.compactMap { $0.string.flatMap(ContentClass.init) }, window: window))
    }
    self.closures = closures
  }
}

extension PurdahWindow {
  /// From the CAUSE object of the contract; nil where that is none of a window.
  package init?(_ json: JSON, starts: Instant, ends: Instant, firstDay: CivilDate) {
    func text(_ key: String) -> String? { json[key]?.string }
    guard text("type") == "purdah-window", let basis = text("basis").flatMap(Basis.init), let rule = text("rule"),
      let citation = text("citation"), let source = json["source"],
      let file = source["file"]?.string, let line = source["line"]?.number, let uid = source["uid"]?.string
    else { return nil }
    self.init(
      election: text("election").flatMap { ElectionID($0) }, kind: text("kind").flatMap(ElectionKind.init),
      nation: text("nation").flatMap(Nation.init), pollingDay: text("polling_day").flatMap { CivilDate($0) },
      area: text("area").flatMap { Area($0) }, starts: starts, ends: ends, firstDay: firstDay, basis: basis, rule: rule,
      citation: citation, isEstimate: json["estimate"]?.bool ?? false, summary: text("summary") ?? "",
      source: SourceLine(file: file, line: line, uid: uid))
  }
}
