package import Contract
import ElectionCalendar
import Elections
import Publishing

extension Desk {
  package func answer(_ request: ShowStatus) async throws -> Answered<ShowStatus.Answer> {
    let workspace = try await Workspace.answering(choice, counting: request.at == nil)
    let asked = try AskedMoment(request.at, workspace.civil)
    let chosen = try workspace.channels(request.channels)
    let forecast = try workspace.forecast(around: asked.start)
    let standing = workspace.standing(forecast, now: asked.now)
    let held = try await workspace.held(standing, asked)
    let values = ContractValues(workspace.civil)
    let channels = chosen.map { channel in
      ShowStatus.Channel(
        state: values.channel(channel, AskedState(channel, standing, asked, workspace.civil)),
        besides: ShowStatus.Besides(
          possible: forecast.possible(for: channel, at: asked.start).map(values.window),
          overrides: workspace.overrides(on: channel, values),
          handOver: channel.governance.handOver.map { $0.confirmedOn == nil ? .needed : .done },
          stopped: standing.stop(of: channel.id)?.reason, held: held.map { $0[channel.id] ?? 0 }))
    }
    return Answered(
      ShowStatus.Answer(
        at: values.moment(asked.start), authority: AnsweringCouncil(workspace).authority,
        revision: workspace.answeringRevision, register: workspace.settings.register != nil,
        calendar: values.calendar(forecast), clockDoubt: standing.clockDoubt.map(workspace.civil.words),
        channels: channels,
        isLogUnwatched: workspace.store.map { !CheckpointFolder.isOutside($0, workspace) } ?? false), workspace)
  }

  package func answer(_ request: ExplainChannel) async throws -> Answered<ExplainChannel.Answer> {
    let workspace = try await Workspace.answering(choice, counting: request.at == nil)
    let asked = try AskedMoment(request.at, workspace.civil)
    let channel = try workspace.channel(request.channel)
    let forecast = try workspace.forecast(around: asked.start)
    let standing = workspace.standing(forecast, now: asked.now)
    let held = try await workspace.held(standing, asked)
    let values = ContractValues(workspace.civil)
    let heading = ExplainChannel.Heading(
      at: values.moment(asked.start), authority: AnsweringCouncil(workspace).authority,
      revision: workspace.answeringRevision, calendar: values.calendar(forecast))
    let told = AskedState(channel, standing, asked, workspace.civil)
    let closing = told.state.causes.compactMap(\.window)
    let possible = forecast.possible(for: channel, at: asked.start)
    let counted = closing.map { forecast.calculator.countedDays(for: $0).map(values.day) }
    let counts = (closing + (told.state.next?.causes.compactMap(\.window) ?? []) + possible).compactMap { window in
      values.counted(window, forecast.calculator).map { (values.window(window), $0) }
    }
    let counting = ExplainChannel.Counting(
      counted: counted.first { !$0.isEmpty } ?? [],
      countedByCause: zip(closing, counted).map { window, days in
        ExplainChannel.CountedCause(
          election: window.election?.description, source: values.place(window.source), counted: days)
      },
      possible: possible.map(values.window), held: held.map { $0[channel.id] ?? 0 },
      counts: Dictionary(counts, uniquingKeysWith: { first, _ in first }),
      overrides: workspace.overrides(on: channel, values))
    return Answered(
      ExplainChannel.Answer(heading: heading, state: values.channel(channel, told), counting: counting),
      workspace)
  }
}
