/// Which channels are open or closed, since when, until when, and why.
package struct ShowStatus: Request {
  /// All where none is named.
  package let channels: [String]
  /// RFC 3339, local time, or a whole day; now where it is left out.
  package let at: String?

  package init(channels: [String], at: String?) {
    self.channels = channels
    self.at = at
  }

  package static let path = "status"
  package static let isPublic = true
  package static let summary = "Says which channels are open or closed, since when, until when, and why."

  package enum HandOver: String, Codable, CaseIterable, Sendable { case needed, done }

  package struct Answer: Codable, Hashable, Sendable {
    /// The instant asked about, or the first of the day.
    package let at: Moment
    package let authority: Authority
    /// Nil where the files on disk answer.
    package let revision: Int?
    /// A register of people is kept.
    package let register: Bool
    package let calendar: CalendarAnswer
    package let clockDoubt: String?
    package let channels: [Channel]
    /// Nothing outside of the store tells how far its audit log went, though a register is kept; for words alone.
    @ForWords package private(set) var isLogUnwatched = false

    package init(
      at: Moment, authority: Authority, revision: Int?, register: Bool, calendar: CalendarAnswer, clockDoubt: String?,
      channels: [Channel], isLogUnwatched: Bool
    ) {
      self.at = at
      self.authority = authority
      self.revision = revision
      self.register = register
      self.calendar = calendar
      self.clockDoubt = clockDoubt
      self.channels = channels
      self.isLogUnwatched = isLogUnwatched
    }

    private enum CodingKeys: String, CodingKey {
      case at, authority, revision, register, calendar
      case clockDoubt = "clock_doubt"
      case channels
      case isLogUnwatched = "_isLogUnwatched"
    }
  }

  /// A channel's state, and what else is known of it, in one object.
  package struct Channel: Codable, Hashable, Sendable {
    package let state: ChannelAnswer
    package let besides: Besides

    package init(state: ChannelAnswer, besides: Besides) {
      self.state = state
      self.besides = besides
    }

    package init(from decoder: any Decoder) throws {
      state = try ChannelAnswer(from: decoder)
      besides = try Besides(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
      try state.encode(to: encoder)
      try besides.encode(to: encoder)
    }
  }

  package struct Besides: Codable, Hashable, Sendable {
    /// What would close it if it were confirmed.
    package let possible: [HoldCause.Window]
    /// Those that may still let something leave, or wait for a decision.
    package let overrides: [OverrideAnswer]
    /// Of a partner's account; nil for the council's own.
    package let handOver: HandOver?
    /// Why its receiver stopped it; nil where none did.
    package let stopped: String?
    /// How many posts are held on it, where the question is about now.
    @LeftOutIfNil package private(set) var held: Int?

    package init(
      possible: [HoldCause.Window], overrides: [OverrideAnswer], handOver: HandOver?, stopped: String?, held: Int?
    ) {
      self.possible = possible
      self.overrides = overrides
      self.handOver = handOver
      self.stopped = stopped
      self.held = held
    }

    private enum CodingKeys: String, CodingKey {
      case possible, overrides
      case handOver = "hand_over"
      case stopped, held
    }
  }
}
