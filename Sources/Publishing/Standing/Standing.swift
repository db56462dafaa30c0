package import Elections

/// All that holds at one instant: the rules in force with what is kept closed, pauses, stopped channels, paces, the clock,
/// and what cannot be read.
///
/// Every answer comes from it (G-50): a channel's state, a delivery's verdict and outlook, what may be taken in hand, when
/// to look again, and how much is held. Of a later instant than `now` it answers what will be if nothing changes but the
/// time.
package struct Standing: Sendable {
  /// When it was looked at.
  package let now: Instant
  /// Those in force, in doubt where a file of theirs cannot be read.
  package let rules: Ruleset
  /// In the order in which they are told of: pauses, stopped channels, the clock.
  package let stoppages: [Stoppage]
  /// Why the clock is not believed.
  package let clockDoubt: Sentence?
  package let queue: StandingRows.Queue
  private let paces: [String: PaceLog]
  /// Of channels with a pace whose queue is known.
  private(set) var departures: [String: Departures] = [:]

  package init(_ rules: Ruleset, _ rows: StandingRows = StandingRows(), now: Instant) {
    self.now = now
    self.rules = rules.doubting(rows.doubts)
    stoppages =
      rows.pauses.map(Stoppage.pause) + rows.stops.map(Stoppage.stop)
      + (rows.clockDoubt.map { [.clock(HoldCondition(kind: .clockInDoubt, detail: Sentence(stored: $0)))] } ?? [])
    clockDoubt = rows.clockDoubt.map { Sentence(stored: $0) }
    queue = rows.queue
    paces = rows.paces
    for (channel, deliveries) in rows.queue.whole { departures[channel] = departures(of: deliveries, on: channel) }
  }

  package var pauses: [Pause] { stoppages.compactMap { if case .pause(let pause) = $0 { pause } else { nil } } }
  package var stops: [ChannelStop] { stoppages.compactMap { if case .stop(let stop) = $0 { stop } else { nil } } }

  package func stop(of channel: String) -> ChannelStop? { stops.first { $0.channel == channel } }

  // MARK: Stoppages

  /// What stands when it is looked at holds then, whatever a clock said when it began.
  func begins(_ stoppage: Stoppage) -> Instant { min(stoppage.since ?? now, now) }

  func holds(_ stoppage: Stoppage, _ channel: String, at instant: Instant) -> Bool {
    stoppage.concerns(channel) && begins(stoppage) <= instant && stoppage.until.map { instant < $0 } ?? true
  }

  /// What stops the channel at an instant, beside the rules.
  package func stoppages(on channel: String, at instant: Instant) -> [Stoppage] {
    stoppages.filter { holds($0, channel, at: instant) }
  }

  // MARK: Pace

  func pace(of channel: String) -> (pace: Pace, log: PaceLog)? {
    guard let pace = rules.channel(channel)?.pace else { return nil }
    return (pace, paces[channel] ?? PaceLog())
  }

  /// When the channel's pace allows the next post; nil where it allows one at `instant`.
  package func paceEnds(on channel: String, at instant: Instant) -> Instant? {
    guard let log = paces[channel], let pace = rules.channel(channel)?.pace else { return nil }
    return log.next(pace, after: instant)
  }

  // MARK: Edges

  /// The next instant after `instant` at which the channel may open or close, but for its pace.
  package func nextEdge(of channel: String, after instant: Instant) -> Instant? {
    nextEdge(rules.schedule(of: channel)?.nextEdge(after: instant), after: instant) { $0.concerns(channel) }
  }

  /// The same, or at which one cause of several comes or goes.
  func nextCauseEdge(of channel: String, after instant: Instant) -> Instant? {
    nextEdge(rules.schedule(of: channel)?.nextCauseEdge(after: instant), after: instant) { $0.concerns(channel) }
  }

  /// The next instant after `instant` at which any channel may open or close, but for its pace.
  package func nextEdge(after instant: Instant) -> Instant? {
    nextEdge(rules.nextEdge(after: instant), after: instant) { _ in true }
  }

  private func nextEdge(
    _ ofRules: Instant?, after instant: Instant, where concerns: (Stoppage) -> Bool
  ) -> Instant? {
    var next = ofRules
    for stoppage in stoppages where concerns(stoppage) {
      for edge in [begins(stoppage), stoppage.until] {
        if let edge, edge > instant { next = min(next ?? edge, edge) }
      }
    }
    return next
  }
}
