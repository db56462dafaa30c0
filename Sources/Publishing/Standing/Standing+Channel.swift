package import Elections

/// What a whole channel is.
extension Standing {
  /// The channel's state at an instant. It counts as closed when it is closed for any class; its pace closes it for none.
  package func state(of channel: String, at instant: Instant) -> ChannelState {
    let state = bareState(of: channel, at: instant)
    let change = change(of: channel, after: instant) { $0 != state }
    let turn = state == .closed ? change : self.change(of: channel, after: instant) { $0 == .closed }
    return ChannelState(
      state: state, since: since(channel, state, at: instant), until: turn?.at,
      closedFor: closedFor(channel, state, at: instant), hold: hold(of: channel, from: instant),
      next: change.map { change in
        ChannelState.Change(
          at: change.at, state: change.state, causes: hold(of: channel, from: change.at)?.causes ?? [])
      })
  }

  /// What holds the channel for any class, to its end; nil while it is open.
  package func hold(of channel: String, from instant: Instant) -> Hold? {
    Hold(from: instant) { instant in
      rules.causesInForce(channel: channel, at: instant)
        + stoppages(on: channel, at: instant).map { CauseInForce($0.cause, until: $0.until) }
    } nextEdge: {
      nextCauseEdge(of: channel, after: $0)
    }
  }

  /// The state alone, without causes.
  private func bareState(of channel: String, at instant: Instant) -> ChannelState.State {
    let stoppages = stoppages(on: channel, at: instant)
    if stoppages.contains(where: { !$0.isDoubt }) { return .closed }
    guard let schedule = rules.schedule(of: channel) else { return .unknown }
    if schedule.blackouts.isClosed(at: instant) { return .closed }
    // Where nothing closes it, a channel with doubts is unknown, which holds.
    return stoppages.isEmpty && !schedule.isInDoubt(at: instant) ? .open : .unknown
  }

  private func change(
    of channel: String, after instant: Instant, to isWanted: (ChannelState.State) -> Bool
  ) -> (at: Instant, state: ChannelState.State)? {
    var instant = instant
    while let edge = nextEdge(of: channel, after: instant) {
      let state = bareState(of: channel, at: edge)
      if isWanted(state) { return (edge, state) }
      instant = edge
    }
    return nil
  }

  /// The beginning of the first of what closes it or, where nothing does, the end of the blackout before.
  private func since(_ channel: String, _ state: ChannelState.State, at instant: Instant) -> Instant? {
    let purdah = rules.schedule(of: channel).map { ($0.blackouts, $0.blackouts.state(at: instant)) }
    guard state == .closed else {
      guard case (let schedule, .open(let previous?, _))? = purdah else { return nil }
      return schedule.blackouts[previous].ends
    }
    var starts = stoppages(on: channel, at: instant).filter { !$0.isDoubt }.map(begins)
    if case (let schedule, .closed(let index))? = purdah { starts.append(schedule.blackouts[index].starts) }
    return starts.min()
  }

  private func closedFor(
    _ channel: String, _ state: ChannelState.State, at instant: Instant
  ) -> [ContentClass] {
    if state == .open { return [] }
    guard let schedule = rules.schedule(of: channel), stoppages(on: channel, at: instant).isEmpty,
      !schedule.closesForAll(at: instant)
    else { return ContentClass.allCases }
    return schedule.channel.closesFor
  }
}
