// What everybody may know of what public requests answer.

extension ShowStatus.Answer: HasPublicPart {
  package var publicPart: Self {
    Self(
      at: at, authority: authority.publicPart, revision: revision, register: register, calendar: calendar.publicPart,
      clockDoubt: clockDoubt == nil ? nil : HoldCause.publicDetail("clock-in-doubt"),
      channels: channels.map {
        ShowStatus.Channel(
          state: $0.state.publicPart,
          besides: ShowStatus.Besides(
            possible: $0.besides.possible, overrides: [], handOver: $0.besides.handOver, stopped: nil, held: nil))
      }, isLogUnwatched: false)
  }
}

extension ExplainChannel.Answer: HasPublicPart {
  package var publicPart: Self {
    Self(
      heading: ExplainChannel.Heading(
        at: heading.at, authority: heading.authority.publicPart, revision: heading.revision,
        calendar: heading.calendar.publicPart),
      state: state.publicPart,
      counting: ExplainChannel.Counting(
        counted: counting.counted, countedByCause: counting.countedByCause, possible: counting.possible, held: nil,
        counts: counting.counts, overrides: []))
  }
}

extension ListBlackouts.Answer: HasPublicPart {
  package var publicPart: Self {
    Self(
      from: from, to: to, authority: authority.publicPart, revision: revision, calendar: calendar.publicPart,
      blackouts: blackouts.map {
        ListBlackouts.Blackout(channel: $0.channel, starts: $0.starts, ends: $0.ends, causes: $0.causes, held: 0)
      }, possible: possible,
      pauses: pauses.map {
        ListBlackouts.Pause(
          channel: $0.channel, starts: $0.starts, ends: $0.ends, reason: HoldCause.publicDetail("paused"))
      },
      channels: channels.map { channel in
        ListBlackouts.Channel(
          channel: channel.channel, doubts: channel.doubts.map(\.publicPart),
          stops: channel.stops.map { ListBlackouts.Stop(since: $0.since, cause: $0.cause.publicPart) })
      })
  }
}

extension Authority {
  /// Without where on a machine its files lie.
  fileprivate var publicPart: Authority { Authority(name: name, source: source, place: "") }
}

extension CalendarAnswer {
  /// Without what stands in the files on disk.
  fileprivate var publicPart: CalendarAnswer {
    CalendarAnswer(state: state, problems: problems, note: nil, errors: errors ?? 0)
  }
}

extension ChannelAnswer {
  fileprivate var publicPart: ChannelAnswer {
    ChannelAnswer(
      day: day, channel: channel, name: name, state: state, since: since, until: until, closedFor: closedFor,
      causes: causes.map(\.publicPart),
      next: next.map { Change(at: $0.at, state: $0.state, causes: $0.causes.map(\.publicPart)) },
      turns: turns.map { HoldTurn(until: $0.until, causes: $0.causes.map(\.publicPart)) })
  }
}

extension HoldCause {
  /// A window as it is, since the law and the calendars are everybody's; of what people and receivers did, what it is and no
  /// more: their own words, logins and files are not.
  fileprivate var publicPart: HoldCause {
    switch self {
    case .window: self
    case .condition(let condition):
      .condition(Condition(type: condition.type, detail: Self.publicDetail(condition.type), until: condition.until))
    }
  }

  fileprivate static func publicDetail(_ type: String) -> String {
    switch type {
    case "calendar-unreadable":
      "The election calendars cannot be relied on, so nobody knows whether it should be closed."
    case "not-adopted": "The council has put no calendars and settings in force yet."
    case "no-such-channel": "The settings in force have no such channel."
    case "clock-in-doubt": "The clock of the publishing system is in doubt, so nothing is published."
    case "channel-stopped": "The service that this channel publishes on does not accept posts at present."
    case "pace": "As many posts as may be published at a time have been published."
    case "retry": "The last attempt to publish failed; another one follows."
    case "staff": "Nobody is named at present who answers for this channel."
    case "hand-over": "A partner runs this channel and has not handed it over to the council."
    case "awaiting-approval": "An approval is awaited."
    case "paused": "The council has paused this channel."
    default: "Publishing is held for another reason."
    }
  }
}
