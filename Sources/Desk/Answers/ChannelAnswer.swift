import ElectionCalendar
package import Elections
package import Publishing
package import Texts

/// What a question is about: an instant, or a whole day.
package struct AskedMoment {
  /// The instant, or the day's first.
  package let start: Instant
  package let day: CivilDate?

  /// Now, where nothing is given.
  package init(_ text: String?, _ civil: CivilText) throws {
    switch try text.map(civil.moment) {
    case nil: (start, day) = (Workspace.now, nil)
    case .instant(let instant): (start, day) = (instant, nil)
    case .day(let date): (start, day) = (civil.day(date).lowerBound, date)
    }
  }

  package func words(_ civil: CivilText) -> String {
    day.map { "\(civil.short($0)), the whole day" } ?? civil.short(start)
  }
}

/// One channel's state, as `status` and `why` print it.
package struct ChannelAnswer {
  package let channel: Channel
  /// Asked about a day: that of its first closed part, else of its first unknown one.
  package let state: ChannelState
  /// Where a whole day was asked about.
  package let day: ChannelDay?

  private var closedFor: [ContentClass] { day?.closedFor ?? state.closedFor }

  package init(_ channel: Channel, _ workspace: Workspace, _ forecast: Forecast, _ asked: AskedMoment) {
    self.channel = channel
    let rules = Ruleset(
      revision: workspace.adopted?.revision.number, settings: workspace.settings, folder: workspace.folder,
      schedules: [forecast.schedule(for: channel)])
    var rows = StandingRows()
    rows.pauses = workspace.pauses
    let standing = Standing(rules, rows, now: Workspace.now)
    let state = { standing.state(of: channel.id, at: $0) }
    let edges = workspace.pauses.flatMap { [$0.at] + ($0.until.map { [$0] } ?? []) }
    day = asked.day.map { ChannelDay(workspace.civil.day($0), edges: edges, state: state) }
    self.state = day?.telling?.state ?? state(asked.start)
  }

  package func json(_ contract: ContractJSON) -> [(String, JSON)] {
    (day.map { [("day", $0.json(contract))] } ?? []) + [
      ("channel", .string(channel.id)),
      ("name", .string(channel.name)),
      ("state", .string(state.state.rawValue)),
      ("since", contract.instant(state.since)),
      ("until", contract.instant(state.until)),
      ("closed_for", .array(closedFor.map { .string($0.rawValue) })),
      ("causes", contract.causes(state.causes)),
      (
        "next",
        state.next.map { change in
          .object([
            ("at", contract.instant(change.at)),
            ("state", .string(change.state.rawValue)),
            ("causes", contract.causes(change.causes)),
          ])
        } ?? .null
      ),
    ]
  }

  package func headline(_ civil: CivilText) -> String {
    let name = channel.name == channel.id ? channel.id : "\(channel.id) (\(channel.name.printable))"
    let times = day?.times(of: state.state, civil) ?? ""
    switch state.state {
    case .open:
      let until = state.until.map { " until \(civil.short($0))" } ?? "; no confirmed election closes it"
      return "\(name): \(Style.green("OPEN"))\(times)\(until)"
    case .closed:
      let classes =
        closedFor == ContentClass.allCases
        ? "" : " for \(closedFor.map(\.rawValue).joined(separator: " and ")) posts"
      let since = state.since.map { "\(day == nil ? "" : ":") since \(civil.short($0))" } ?? ""
      return "\(name): \(Style.red("CLOSED"))\(times)\(classes)\(since)"
        + (state.until.map { ", until \(civil.short($0))" } ?? "")
    case .unknown:
      return "\(name): \(Style.yellow("UNKNOWN"))\(times): nobody can tell whether it is closed, so it holds"
    }
  }

  /// What comes next, where the headline does not say it.
  package func nextLines(_ causeText: CauseText) -> [String] {
    guard let next = state.next else { return [] }
    switch next.state {
    case .closed:
      // What is in doubt now is told above, and not again.
      return ["  next:"] + next.causes.filter { !state.causes.contains($0) }.flatMap { causeText.block($0, mark: "-") }
    case .unknown: return ["  then unknown, because the calendars cannot be relied on"]
    case .open: return []
    }
  }
}
