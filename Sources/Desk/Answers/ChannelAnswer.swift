import ElectionCalendar
package import Elections
package import Publishing
import PublishingGate
package import Texts

/// What a question is about: an instant, or a whole day.
package struct AskedMoment {
  /// The instant, or the day's first.
  package let start: Instant
  package let day: CivilDate?
  /// When it was asked.
  package let now: Instant

  /// Now, where nothing is given.
  package init(_ text: String?, _ civil: CivilText) throws {
    now = Workspace.now
    switch try text.map(civil.moment) {
    case nil: (start, day) = (now, nil)
    case .instant(let instant): (start, day) = (instant, nil)
    case .day(let date): (start, day) = (civil.day(date).lowerBound, date)
    }
  }

  /// The question is about the instant at which it was asked.
  package var isNow: Bool { day == nil && start == now }

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

  /// How many posts are held on it now; nil where nobody counted.
  package let held: Int?

  private var closedFor: [ContentClass] { day?.closedFor ?? state.closedFor }

  /// `held`: how many posts are held on each channel, where that was counted.
  package init(
    _ channel: Channel, _ standing: Standing, _ asked: AskedMoment, _ civil: CivilText, held: [String: Int]? = nil
  ) {
    self.channel = channel
    self.held = held.map { $0[channel.id] ?? 0 }
    let state = { standing.state(of: channel.id, at: $0) }
    day = asked.day.map { day in
      ChannelDay(civil.day(day), nextEdge: { standing.nextEdge(of: channel.id, after: $0) }, state: state)
    }
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

  /// Where it was counted.
  package var heldJSON: [(String, JSON)] { held.map { [("held", .number($0))] } ?? [] }

  /// Where anything is held.
  package var heldLine: String? {
    guard let held, held > 0 else { return nil }
    return "\(held) post\(held == 1 ? " is" : "s are") held here: portcullis post list --held --channel \(channel.id)"
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
    case .unknown:
      let causes = next.causes.filter { !state.causes.contains($0) }
      return causes.isEmpty
        ? ["  then unknown, for what is told above holds on"]
        : ["  then unknown, which holds:"] + causes.flatMap { causeText.block($0, mark: "-") }
    case .open: return []
    }
  }
}

extension Workspace {
  /// How many posts are held on each channel; nil where a question is not about now, or no store answers it.
  package func held(_ standing: Standing, _ asked: AskedMoment) async throws -> [String: Int]? {
    guard asked.isNow, let store else { return nil }
    return try await HeldCount(standing, in: store).byChannel
  }
}
