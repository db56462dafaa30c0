/// Why one channel is open or closed: every cause, the working days counted, the law and the source.
package struct ExplainChannel: Request {
  package let channel: String
  /// RFC 3339, local time, or a whole day; now where it is left out.
  package let at: String?

  package init(channel: String, at: String?) {
    self.channel = channel
    self.at = at
  }

  package static let path = "why/{channel}"
  package static let isPublic = true
  package static let summary =
    "Explains a channel's state: every cause, the working days counted, the law and the source."

  /// Whose answer it is, the channel's state, and how it was counted, in one object.
  package struct Answer: Codable, Hashable, Sendable {
    package let heading: Heading
    package let state: ChannelAnswer
    package let counting: Counting

    package init(heading: Heading, state: ChannelAnswer, counting: Counting) {
      self.heading = heading
      self.state = state
      self.counting = counting
    }

    package init(from decoder: any Decoder) throws {
      heading = try Heading(from: decoder)
      state = try ChannelAnswer(from: decoder)
      counting = try Counting(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
      try heading.encode(to: encoder)
      try state.encode(to: encoder)
      try counting.encode(to: encoder)
    }
  }

  package struct Heading: Codable, Hashable, Sendable {
    /// The instant asked about, or the first of the day.
    package let at: Moment
    package let authority: Authority
    /// Nil where the files on disk answer.
    package let revision: Int?
    package let calendar: CalendarAnswer

    package init(at: Moment, authority: Authority, revision: Int?, calendar: CalendarAnswer) {
      self.at = at
      self.authority = authority
      self.revision = revision
      self.calendar = calendar
    }
  }

  package struct Counting: Codable, Hashable, Sendable {
    /// The working days of the first cause that was counted.
    package let counted: [Day]
    /// The same of every window that closes the channel.
    package let countedByCause: [CountedCause]
    /// What would close it if it were confirmed.
    package let possible: [HoldCause.Window]
    /// How many posts are held on it, where the question is about now.
    @LeftOutIfNil package private(set) var held: Int?
    /// What was counted for each window that is told of here; for words alone.
    @ForWords package private(set) var counts: [HoldCause.Window: CountedDays] = [:]
    /// Those that lift this for one post alone; for words alone.
    @ForWords package private(set) var overrides: [OverrideAnswer] = []

    package init(
      counted: [Day], countedByCause: [CountedCause], possible: [HoldCause.Window], held: Int?,
      counts: [HoldCause.Window: CountedDays], overrides: [OverrideAnswer]
    ) {
      self.counted = counted
      self.countedByCause = countedByCause
      self.possible = possible
      self.held = held
      self.counts = counts
      self.overrides = overrides
    }

    private enum CodingKeys: String, CodingKey {
      case counted
      case countedByCause = "counted_by_cause"
      case possible, held
      case counts = "_counts"
      case overrides = "_overrides"
    }
  }

  package struct CountedCause: Codable, Hashable, Sendable {
    package let election: String?
    package let source: SourcePlace
    package let counted: [Day]

    package init(election: String?, source: SourcePlace, counted: [Day]) {
      self.election = election
      self.source = source
      self.counted = counted
    }
  }
}

/// The working days that make a window, and whose bank holidays they leave out.
package struct CountedDays: Codable, Hashable, Sendable {
  package let days: [Day]
  package let bankHolidays: String

  package init(days: [Day], bankHolidays: String) {
    self.days = days
    self.bankHolidays = bankHolidays
  }
}
