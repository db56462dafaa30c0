/// One channel: whether it is open, since when, until when, and why.
package struct ChannelAnswer: Codable, Hashable, Sendable {
  package enum State: String, Codable, CaseIterable, Sendable {
    case open, closed
    /// Nobody can tell, so it holds.
    case unknown
  }

  /// A part of a day in which the state is the same.
  package struct Part: Codable, Hashable, Sendable {
    package let from: Moment
    package let to: Moment
    package let state: State

    package init(from: Moment, to: Moment, state: State) {
      self.from = from
      self.to = to
      self.state = state
    }
  }

  /// What it becomes next, with every cause to the end of that.
  package struct Change: Codable, Hashable, Sendable {
    package let at: Moment
    package let state: State
    package let causes: [HoldCause]

    package init(at: Moment, state: State, causes: [HoldCause]) {
      self.at = at
      self.state = state
      self.causes = causes
    }
  }

  /// Where a whole day was asked about: the day, part by part. The state is then that of its first closed part, else of its
  /// first unknown one.
  @LeftOutIfNil package private(set) var day: [Part]?
  package let channel: String
  package let name: String
  package let state: State
  /// Nil where no beginning is known.
  package let since: Moment?
  /// When it is no longer closed or, where it is not closed, when it closes; nil where neither is known.
  package let until: Moment?
  package let closedFor: [String]
  /// Every cause to the end of the hold, in the order in which they come.
  package let causes: [HoldCause]
  package let next: Change?
  /// How those causes take turns; for words alone.
  @ForWords package private(set) var turns: [HoldTurn] = []

  package init(
    day: [Part]?, channel: String, name: String, state: State, since: Moment?, until: Moment?, closedFor: [String],
    causes: [HoldCause], next: Change?, turns: [HoldTurn]
  ) {
    self.day = day
    self.channel = channel
    self.name = name
    self.state = state
    self.since = since
    self.until = until
    self.closedFor = closedFor
    self.causes = causes
    self.next = next
    self.turns = turns
  }

  private enum CodingKeys: String, CodingKey {
    case day, channel, name, state, since, until
    case closedFor = "closed_for"
    case causes, next
    case turns = "_turns"
  }
}

/// A part of a hold, with the causes that hold in it.
package struct HoldTurn: Codable, Hashable, Sendable {
  /// Nil where no end is known; no other comes after such a one.
  package let until: Moment?
  package let causes: [HoldCause]

  package init(until: Moment?, causes: [HoldCause]) {
    self.until = until
    self.causes = causes
  }
}

extension ChannelAnswer.State: SaysNothing { package static var nothing: Self { .open } }
