package import Contract
import ElectionCalendar
import Elections
import Publishing

extension Desk {
  package func answer(_ request: ListElections) async throws -> Answered<ListElections.Answer> {
    let workspace = try await Workspace.atHand(choice)
    let days = try workspace.days(from: request.from, to: request.to)
    let forecast = try workspace.forecast(overlapping: days)
    let values = ContractValues(workspace.civil)
    let elections = forecast.elections.filter { days.contains($0.pollingDay) }
      .sorted { ($0.pollingDay, $0.source.file, $0.source.line) < ($1.pollingDay, $1.source.file, $1.source.line) }
    return Answered(
      ListElections.Answer(
        list: elections.map { values.poll($0, forecast.calculator.kind(of: $0)) },
        aside: values.listed(days, of: forecast.elections.count, errors: forecast.errors)), workspace)
  }

  package func answer(_ request: ListWindows) async throws -> Answered<ListWindows.Answer> {
    let workspace = try await Workspace.atHand(choice)
    let days = try workspace.days(from: request.from, to: request.to)
    let forecast = try workspace.forecast(overlapping: days)
    let zone = workspace.civil.zone
    let instants = zone.startOfDay(days.lowerBound)..<zone.startOfDay(days.upperBound)
    let values = ContractValues(workspace.civil)
    func overlapping(_ windows: [PurdahWindow], isPossible: Bool) -> [ListWindows.Listed] {
      BlackoutSchedule(windows).windows.filter { $0.starts < instants.upperBound && $0.ends > instants.lowerBound }
        .map { ListWindows.Listed(window: values.window($0), isPossible: request.possible ? isPossible : nil) }
    }
    let windows = overlapping(forecast.windows, isPossible: false)
    // Whoever reads the list takes each entry for a closure, so what is only possible stands in it when it is asked for.
    let possible = request.possible ? overlapping(forecast.possible, isPossible: true) : []
    return Answered(
      ListWindows.Answer(
        list: windows + possible,
        aside: values.listed(days, of: forecast.windows.count, errors: forecast.errors)), workspace)
  }

  package func answer(_ request: ListEvents) async throws -> Answered<ListEvents.Answer> {
    let workspace = try await Workspace.atHand(choice, orBuiltIn: true)
    let days = try workspace.days(from: request.from, to: request.to)
    let zone = workspace.civil.zone
    let read = CalendarFolder.readFile(request.file, zone: zone)
    let found = CalendarSet([read], zone: zone).occurrences(in: days)
    let values = ContractValues(workspace.civil)
    let errors = (read.problems + found.problems).filter { $0.severity == .error }
    return Answered(
      ListEvents.Answer(
        list: found.occurrences.map(values.occurrence),
        aside: values.listed(days, of: found.occurrences.count, errors: errors)), workspace)
  }
}

extension ContractValues {
  fileprivate func listed(_ days: Range<CivilDate>, of total: Int, errors: [CalendarProblem]) -> ListedDays {
    ListedDays(
      first: day(days.lowerBound), last: day(days.upperBound.adding(days: -1)), total: total,
      errors: errors.map(problem))
  }

  fileprivate func poll(_ election: Election, _ kind: ElectionKind?) -> ListElections.Poll {
    ListElections.Poll(
      election: election.id?.description, kind: kind?.rawValue, nation: election.nation.rawValue,
      area: election.area?.description, pollingDay: day(election.pollingDay), summary: election.summary,
      status: election.status.rawValue, notice: day(election.notice?.day),
      possibleNotice: day(election.possibleNotice?.day), source: place(election.source))
  }

  fileprivate func occurrence(_ occurrence: Occurrence) -> ListEvents.Occurrence {
    ListEvents.Occurrence(
      uid: occurrence.event.uid, start: time(occurrence.start), end: occurrence.end.map(time),
      allDay: occurrence.isAllDay, summary: occurrence.event.summary, status: occurrence.status,
      line: Int(occurrence.event.line))
  }

  private func time(_ time: Occurrence.Moment) -> String {
    switch time {
    case .day(let day): day.description
    case .instant(let instant): civil.rfc3339(instant)
    }
  }
}
