import Elections
import Publishing

/// What a question is about: an instant, or a whole day.
struct AskedMoment {
  /// The instant, or the day's first.
  let start: Instant
  let day: CivilDate?
  /// When it was asked.
  let now: Instant

  /// Now, where nothing is given.
  init(_ text: String?, _ civil: CivilText) throws {
    now = Workspace.now
    switch try text.map(civil.moment) {
    case nil: (start, day) = (now, nil)
    case .instant(let instant): (start, day) = (instant, nil)
    case .day(let date): (start, day) = (civil.day(date).lowerBound, date)
    }
  }

  /// The question is about the instant at which it was asked.
  var isNow: Bool { day == nil && start == now }
}

/// What a channel is at the moment asked about.
struct AskedState {
  /// Where a whole day was asked about.
  let day: ChannelDay?
  /// Asked about a day: that of its first closed part, else of its first unknown one.
  let state: ChannelState

  init(_ channel: Channel, _ standing: Standing, _ asked: AskedMoment, _ civil: CivilText) {
    let state = { standing.state(of: channel.id, at: $0) }
    day = asked.day.map { day in
      ChannelDay(civil.day(day), nextEdge: { standing.nextEdge(of: channel.id, after: $0) }, state: state)
    }
    self.state = day?.telling?.state ?? state(asked.start)
  }
}
