/// Holds a channel, or all of them, in a crisis.
package struct PauseChannel: Request {
  /// Every channel where left out.
  package let channel: String?
  /// Kept in the audit log, and shown to whoever asks.
  package let reason: String
  /// When it ends by itself, a date with the end of that day; where left out somebody has to end it.
  package let until: String?

  package init(channel: String?, reason: String, until: String?) {
    self.channel = channel
    self.reason = reason
    self.until = until
  }

  package static let path = "pause"
  package static let changes = true
  package static let summary = "Holds a channel, or all of them, in a crisis."

  package struct Answer: Codable, Hashable, Sendable {
    package let pause: Pause
    package let underWay: UnderWayAnswer
    package let authority: Authority

    package init(pause: Pause, underWay: UnderWayAnswer, authority: Authority) {
      self.pause = pause
      self.underWay = underWay
      self.authority = authority
    }

    private enum CodingKeys: String, CodingKey { case authority }

    package init(from decoder: any Decoder) throws {
      pause = try Pause(from: decoder)
      underWay = try UnderWayAnswer(from: decoder)
      authority = try decoder.container(keyedBy: CodingKeys.self).decode(Authority.self, forKey: .authority)
    }

    package func encode(to encoder: any Encoder) throws {
      try pause.encode(to: encoder)
      try underWay.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(authority, forKey: .authority)
    }
  }

  package struct Pause: Codable, Hashable, Sendable {
    /// Nil: every channel.
    package let channel: String?
    package let paused: Bool
    package let until: Moment?

    package init(channel: String?, until: Moment?) {
      self.channel = channel
      paused = true
      self.until = until
    }
  }
}

/// Ends a pause.
package struct EndPause: Request {
  /// That of every channel where left out.
  package let channel: String?
  package let reason: String

  package init(channel: String?, reason: String) {
    self.channel = channel
    self.reason = reason
  }

  package static let path = "resume"
  package static let changes = true
  package static let summary =
    "Ends a pause; what nothing else holds leaves at the channel's pace, or waits for a person."

  package struct Answer: Codable, Hashable, Sendable {
    package let channel: String?
    /// False where there was no such pause.
    package let resumed: Bool
    package let authority: Authority
    /// The channels that are paused now, where nothing was resumed; `--all` for the pause of every one. For words alone.
    @ForWords package private(set) var others: [String] = []

    package init(channel: String?, resumed: Bool, authority: Authority, others: [String]) {
      self.channel = channel
      self.resumed = resumed
      self.authority = authority
      self.others = others
    }

    private enum CodingKeys: String, CodingKey {
      case channel, resumed, authority
      case others = "_others"
    }
  }
}
