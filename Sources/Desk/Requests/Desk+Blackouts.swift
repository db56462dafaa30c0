package import Contract
import ElectionCalendar
import Elections
import Publishing
import PublishingGate

extension Desk {
  package func answer(_ request: ListBlackouts) async throws -> Answered<ListBlackouts.Answer> {
    let workspace = try await Workspace.answering(choice, counting: true)
    let now = Workspace.now
    let start = try request.from.map(workspace.civil.instant) ?? now
    let end = try workspace.civil.instant(request.within, after: start)
    let channels = try workspace.channels(request.channels)
    let forecast = try workspace.forecast(around: end)
    let coming = Coming(
      range: start..<end, forecast: forecast, standing: workspace.standing(forecast, now: now), store: workspace.store,
      values: ContractValues(workspace.civil))
    var blackouts: [ListBlackouts.Blackout] = []
    for channel in channels { blackouts += try await coming.blackouts(of: channel) }
    let values = coming.values
    return Answered(
      ListBlackouts.Answer(
        from: values.moment(start), to: values.moment(end), authority: AnsweringCouncil(workspace).authority,
        revision: workspace.answeringRevision, calendar: values.calendar(forecast), blackouts: blackouts,
        possible: channels.flatMap(coming.possible), pauses: channels.flatMap(coming.pauses),
        channels: channels.map(coming.channel)), workspace)
  }
}

/// What comes for each channel in a stretch of time.
private struct Coming {
  let range: Range<Instant>
  let forecast: Forecast
  let standing: Standing
  let store: (any GateStore)?
  let values: ContractValues

  func blackouts(of channel: Channel) async throws -> [ListBlackouts.Blackout] {
    let schedule = standing.rules.schedule(of: channel.id)?.blackouts ?? BlackoutSchedule([])
    var blackouts: [ListBlackouts.Blackout] = []
    for blackout in schedule.blackouts(overlapping: range) {
      blackouts.append(
        ListBlackouts.Blackout(
          channel: channel.id, starts: values.moment(blackout.starts), ends: values.moment(blackout.ends),
          causes: schedule.causes(of: blackout).map(values.window), held: try await held(on: channel, in: blackout)))
    }
    return blackouts
  }

  func possible(_ channel: Channel) -> [ListBlackouts.Possible] {
    forecast.possible(for: channel, at: range.lowerBound, before: range.upperBound).map {
      ListBlackouts.Possible(channel: channel.id, window: values.window($0))
    }
  }

  func pauses(of channel: Channel) -> [ListBlackouts.Pause] {
    closing(channel).compactMap { stoppage in
      guard case .pause(let pause) = stoppage else { return nil }
      return ListBlackouts.Pause(
        channel: channel.id, starts: values.moment(pause.at), ends: values.moment(pause.until), reason: pause.reason)
    }
  }

  func channel(_ channel: Channel) -> ListBlackouts.Channel {
    let stops = closing(channel).compactMap { stoppage -> ListBlackouts.Stop? in
      guard case .stop(let stop) = stoppage else { return nil }
      return ListBlackouts.Stop(since: values.moment(stop.at), cause: values.cause(stop.cause))
    }
    return ListBlackouts.Channel(channel: channel.id, doubts: values.causes(doubts(of: channel)), stops: stops)
  }

  /// Pauses and stops that have begun and reach into the range.
  private func closing(_ channel: Channel) -> [Stoppage] {
    standing.stoppages.filter { stoppage in
      stoppage.concerns(channel.id) && !stoppage.isDoubt && stoppage.since.map { $0 < range.upperBound } ?? true
        && stoppage.until.map { $0 > range.lowerBound } ?? true
    }
  }

  /// Why nobody can tell whether it is open where no blackout closes it: calendars, or the clock.
  private func doubts(of channel: Channel) -> [Cause] {
    let clock = standing.stoppages.filter { $0.isDoubt && range.upperBound > standing.now }
    return (standing.rules.schedule(of: channel.id)?.doubts ?? []) + clock.map(\.cause)
  }

  // MARK: Queued posts

  /// How many queued posts a blackout holds, or will.
  private func held(on channel: Channel, in blackout: Blackout) async throws -> Int {
    guard let store else { return 0 }
    // What was due before a blackout that has begun waits for its end as well.
    let from = blackout.starts <= standing.now ? nil : blackout.starts
    var count = 0
    for waiting in standing.queue.lanes where waiting.lane.channel == channel.id && isHeld(waiting.lane, in: blackout) {
      count += try await store.count(queuedIn: waiting.lane, exactly: true, from: from, to: blackout.ends)
    }
    return count
  }

  /// An override lifts the blackout for its lane.
  private func isHeld(_ lane: Lane, in blackout: Blackout) -> Bool {
    standing.rules.causesInForce(lane, at: blackout.starts).contains { $0.cause.window != nil }
  }
}
