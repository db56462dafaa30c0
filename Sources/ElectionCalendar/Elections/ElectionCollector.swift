import Elections
import Foundation
import Texts

/// Turns occurrences into elections, and joins the notices and windows that speak of them.
struct ElectionCollector {
  var elections: [Election] = []
  var standaloneWindows: [ExplicitWindow] = []
  var possibleWindows: [ExplicitWindow] = []
  private(set) var problems: [CalendarProblem] = []

  private let files: [CalendarFile]
  let zone: TimeZone
  private let nation: Nation
  private let meanings: EventMeanings
  /// Notices and windows wait until all elections are known.
  var notices: [(occurrence: Occurrence, of: [String])] = []
  var windows: [(occurrence: Occurrence, of: [String], naming: EventClassifier.Claim?)] = []
  private var reported: [SourceLine: Int] = [:]
  private static let mostReports = 20
  /// Elections by UID, and by id, in the order of their days.
  var places: [String: [Int]] = [:]
  var agreed: [ElectionID: [Int]] = [:]

  init(files: [CalendarFile], zone: TimeZone, nation: Nation, meanings: EventMeanings) {
    self.files = files
    self.zone = zone
    self.nation = nation
    self.meanings = meanings
  }

  /// What becomes of the event by this occurrence of it.
  mutating func take(_ occurrence: Occurrence) -> Fate {
    switch meanings[occurrence.member] {
    case .ignored(let rule): return .ignored(rule: rule)
    case .holiday: return .holiday
    case .notice(let uids):
      notices.append((occurrence, uids))
      return .notice
    case .window(let uids, let claim):
      windows.append((occurrence, uids, claim))
      return .window
    case .election(let claim):
      let day = occurrence.startDay(in: zone)
      takeElection(occurrence, claim.description(on: day), from: day, to: occurrence.lastDay(in: zone))
      return .election
    }
  }

  // MARK: Elections

  /// The polls of an entry that lasts from `day` to `lastDay`.
  mutating func takeElection(
    _ occurrence: Occurrence,
    _ description: EventClassifier.Description,
    from day: CivilDate,
    to lastDay: CivilDate
  ) {
    let source = self.source(of: occurrence)
    if let remark = description.remark { warn(source, remark) }
    let only = description.kinds.compactMap(\.onlyNation).first
    warnOfUnclassified(description, in: only ?? description.nation ?? nation, source, occurrence)
    if let only, let stated = description.nation, stated != only {
      warn(source, "It names \(stated.name), but such a poll is held in \(only.name) only, which counts.")
    }
    func election(on pollingDay: CivilDate) -> Election {
      Election(
        id: description.id.map { ElectionID(stem: $0.stem, pollingDay: pollingDay) },
        kinds: description.kinds,
        nation: only ?? description.nation ?? nation,
        area: description.area,
        pollingDay: pollingDay,
        summary: occurrence.event.summary,
        status: Self.status(occurrence.status),
        source: source
      )
    }
    if let id = description.id, id.pollingDay != day {
      // Either day may be the wrong one, so what either closes is closed.
      warn(
        source,
        "Its id names \(id.pollingDay) as polling day, but the event is on \(day); both days count until one of them "
          + "is corrected.")
      // The id's day may be there already: as another occurrence of a recurring event, or as the last of several days.
      let status = Self.status(occurrence.status)
      let isMet =
        places[source.uid]?.contains {
          elections[$0].pollingDay == id.pollingDay && elections[$0].status == status
        } ?? false
      if !isMet, id.pollingDay != lastDay { add(election(on: id.pollingDay)) }
    }
    add(election(on: day))
    if lastDay > day {
      warn(
        source,
        "It lasts from \(day) to \(lastDay); which of these is polling day cannot be told, so both count"
          + (lastDay.days(since: day) > 1 ? ", and the days between are closed" : "") + ". Give the polling day alone.")
      add(election(on: lastDay))
      closeBetween(day, lastDay, occurrence, description)
    }
  }

  /// Where a poll may be on any of several days: the windows of the first and the last may leave some between them open.
  private mutating func closeBetween(
    _ day: CivilDate, _ lastDay: CivilDate, _ occurrence: Occurrence, _ description: EventClassifier.Description
  ) {
    guard lastDay.days(since: day) > 1,
      let window = ExplicitWindow(
        starts: zone.startOfDay(day), ends: zone.startOfDay(lastDay.adding(days: 1)), area: description.area,
        summary: occurrence.event.summary, source: source(of: occurrence))
    else { return }
    switch Self.status(occurrence.status) {
    case .confirmed: standaloneWindows.append(window)
    case .tentative: possibleWindows.append(window)
    case .cancelled: break
    }
  }

  private mutating func warnOfUnclassified(
    _ description: EventClassifier.Description,
    in nation: Nation,
    _ source: SourceLine,
    _ occurrence: Occurrence
  ) {
    let effect =
      Self.status(occurrence.status) == .confirmed
      ? "it closes channels for the longest plausible window" : "nothing can be said of its window"
    if description.kinds.isEmpty {
      let title = occurrence.event.summary.isEmpty ? "this entry" : "“\(occurrence.event.summary.printable)”"
      warn(
        source,
        "Nobody has said what \(title) is, so \(effect), whatever their areas; give it a kind in CATEGORIES, or a rule "
          + "under sources in the settings.")
    } else if !description.kinds.contains(where: { PurdahRules.isHeld($0, in: nation) }) {
      let kinds = description.kinds.map(\.rawValue).joined(separator: " or ")
      warn(
        source, "No rule is known for a poll of kind \(kinds) in \(nation.name), so \(effect); correct kind or nation.")
    }
  }

  /// Adds an election unless another calendar said the same; what they say differently is reported, and
  /// both count, so that the earlier start does.
  private mutating func add(_ election: Election) {
    if let id = election.id {
      for place in agreed[id, default: []] where elections[place].source.file != election.source.file {
        let other = elections[place]
        if other.kinds == election.kinds, other.nation == election.nation, other.status == election.status,
          other.area == election.area
        {
          places[election.source.uid, default: []].append(place)
          return
        }
        warn(
          election.source,
          "\(other.source.file):\(other.source.line) says otherwise about \(id) (\(Self.differences(other, election))); "
            + "what either closes is closed. Correct one of them.")
      }
    }
    places[election.source.uid, default: []].append(elections.count)
    if let id = election.id { agreed[id, default: []].append(elections.count) }
    elections.append(election)
  }

  private static func differences(_ one: Election, _ other: Election) -> String {
    var found: [String] = []
    if one.status != other.status { found.append("\(one.status.rawValue), here \(other.status.rawValue)") }
    if one.nation != other.nation { found.append("\(one.nation.name), here \(other.nation.name)") }
    if one.kinds != other.kinds {
      let names = [one, other].map { $0.kinds.map(\.rawValue).joined(separator: " or ") }
      found.append("\(names[0]), here \(names[1])")
    }
    return found.joined(separator: "; ")
  }

  static func status(_ text: String?) -> Election.Status {
    switch text {
    case "TENTATIVE": .tentative
    case "CANCELLED": .cancelled
    default: .confirmed
    }
  }

  /// Joins the notices and windows that waited to their elections.
  mutating func finish() {
    joinNotices()
    joinWindows()
  }

  // MARK: Problems

  func source(of occurrence: Occurrence) -> SourceLine {
    files.source(of: occurrence.event, in: Int(occurrence.member.file))
  }

  /// A component that recurs may give the same trouble many times; its first reports will do.
  mutating func warn(_ source: SourceLine, _ message: String) { report(.warning, source, message) }
  mutating func fail(_ source: SourceLine, _ message: String) { report(.error, source, message) }

  private mutating func report(_ severity: CalendarProblem.Severity, _ source: SourceLine, _ message: String) {
    let problem = CalendarProblem(
      severity: severity, file: source.file, line: source.line, uid: source.uid, message: message)
    guard reported[source, default: 0] < Self.mostReports, problems.last != problem else { return }
    reported[source, default: 0] += 1
    problems.append(problem)
  }
}
