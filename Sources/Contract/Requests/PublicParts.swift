// What everybody may know of what public requests answer.

extension ShowStatus.Answer: HasPublicPart {
  package var publicPart: Self {
    Self(
      at: at, authority: authority.publicPart, revision: revision, register: register, calendar: calendar,
      clockDoubt: clockDoubt,
      channels: channels.map {
        ShowStatus.Channel(
          state: $0.state,
          besides: ShowStatus.Besides(
            possible: $0.besides.possible, overrides: [], handOver: $0.besides.handOver, stopped: nil, held: nil))
      }, isLogUnwatched: false)
  }
}

extension ExplainChannel.Answer: HasPublicPart {
  package var publicPart: Self {
    Self(
      heading: ExplainChannel.Heading(
        at: heading.at, authority: heading.authority.publicPart, revision: heading.revision, calendar: heading.calendar),
      state: state,
      counting: ExplainChannel.Counting(
        counted: counting.counted, countedByCause: counting.countedByCause, possible: counting.possible, held: nil,
        counts: counting.counts, overrides: []))
  }
}

extension ListBlackouts.Answer: HasPublicPart {
  package var publicPart: Self {
    Self(
      from: from, to: to, authority: authority.publicPart, revision: revision, calendar: calendar,
      blackouts: blackouts.map {
        ListBlackouts.Blackout(channel: $0.channel, starts: $0.starts, ends: $0.ends, causes: $0.causes, held: 0)
      }, possible: possible, pauses: pauses, channels: channels)
  }
}

extension Authority {
  /// Without where on a machine its files lie.
  fileprivate var publicPart: Authority { Authority(name: name, source: source, place: "") }
}
