package import Texts

/// The blackouts that are coming.
package struct ListBlackouts: Request {
  /// All where none is named.
  package let channels: [String]
  /// RFC 3339, local time or a day; now where it is left out.
  package let from: String?
  /// A span, as `1y`.
  package let within: String

  package init(channels: [String], from: String?, within: String) {
    self.channels = channels
    self.from = from
    self.within = within
  }

  package static let path = "upcoming"
  package static let usual: [String: JSON] = ["within": .string("1y")]
  package static let isPublic = true
  package static let summary = "Lists the blackouts that are coming."

  package struct Answer: Codable, Hashable, Sendable {
    package let from: Moment
    package let to: Moment
    package let authority: Authority
    /// Nil where the files on disk answer.
    package let revision: Int?
    package let calendar: CalendarAnswer
    package let blackouts: [Blackout]
    package let possible: [Possible]
    package let pauses: [Pause]
    /// Each channel that was asked for, and what else keeps it from publishing; for words alone.
    @ForWords package private(set) var channels: [Channel] = []

    package init(
      from: Moment, to: Moment, authority: Authority, revision: Int?, calendar: CalendarAnswer, blackouts: [Blackout],
      possible: [Possible], pauses: [Pause], channels: [Channel]
    ) {
      self.from = from
      self.to = to
      self.authority = authority
      self.revision = revision
      self.calendar = calendar
      self.blackouts = blackouts
      self.possible = possible
      self.pauses = pauses
      self.channels = channels
    }

    private enum CodingKeys: String, CodingKey {
      case from, to, authority, revision, calendar, blackouts, possible, pauses
      case channels = "_channels"
    }
  }

  package struct Blackout: Codable, Hashable, Sendable {
    package let channel: String
    package let starts: Moment
    package let ends: Moment
    package let causes: [HoldCause.Window]
    /// How many queued posts it holds, or will.
    package let held: Int

    package init(channel: String, starts: Moment, ends: Moment, causes: [HoldCause.Window], held: Int) {
      self.channel = channel
      self.starts = starts
      self.ends = ends
      self.causes = causes
      self.held = held
    }
  }

  /// What would close a channel if it were confirmed.
  package struct Possible: Codable, Hashable, Sendable {
    package let channel: String
    package let window: HoldCause.Window

    package init(channel: String, window: HoldCause.Window) {
      self.channel = channel
      self.window = window
    }
  }

  package struct Pause: Codable, Hashable, Sendable {
    package let channel: String
    package let starts: Moment
    /// Nil: until a person ends it.
    package let ends: Moment?
    package let reason: String

    package init(channel: String, starts: Moment, ends: Moment?, reason: String) {
      self.channel = channel
      self.starts = starts
      self.ends = ends
      self.reason = reason
    }
  }

  package struct Channel: Codable, Hashable, Sendable {
    package let channel: String
    /// Why nobody can tell whether it is open where no blackout closes it.
    package let doubts: [HoldCause]
    package let stops: [Stop]

    package init(channel: String, doubts: [HoldCause], stops: [Stop]) {
      self.channel = channel
      self.doubts = doubts
      self.stops = stops
    }
  }

  /// The receiver refused the channel's credential, or switched itself off.
  package struct Stop: Codable, Hashable, Sendable {
    package let since: Moment
    package let cause: HoldCause

    package init(since: Moment, cause: HoldCause) {
      self.since = since
      self.cause = cause
    }
  }
}
