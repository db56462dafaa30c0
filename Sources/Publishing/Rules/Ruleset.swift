package import Elections

/// What one revision says of every lane, ready to be asked: pure, and the same for every process that holds
/// the revision.
package struct Ruleset: Sendable {
  /// Nil before anything was adopted.
  package let revision: RevisionNumber?
  package let settings: Settings
  /// Where relative paths in the settings start.
  package let folder: String
  /// The listed words that send a post to approval.
  package let matcher: TermMatcher
  private let schedules: [String: ChannelSchedule]

  package init(
    revision: RevisionNumber?, settings: Settings, folder: String, schedules: [ChannelSchedule],
    matcher: TermMatcher = TermMatcher([])
  ) {
    self.revision = revision
    self.settings = settings
    self.folder = folder
    self.matcher = matcher
    self.schedules = Dictionary(schedules.map { ($0.channel.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The same while files of the rules cannot be read: whatever its channel may close for is unknown, and holds.
  package func doubting(_ sources: [SourceDoubt]) -> Ruleset {
    guard !sources.isEmpty else { return self }
    return Ruleset(
      revision: revision, settings: settings, folder: folder,
      schedules: schedules.values.map { $0.doubting(sources.map(\.cause)) }, matcher: matcher)
  }

  /// Whether a doubt holds the lane: one that its channel never closes for leaves all the same.
  package func isHeldInDoubt(_ lane: Lane) -> Bool {
    schedules[lane.channel]?.channel.closesFor.contains(lane.contentClass) ?? true
  }

  package var channels: [Channel] { settings.channels }

  package func channel(_ id: String) -> Channel? { schedules[id]?.channel }

  package func schedule(of channel: String) -> ChannelSchedule? { schedules[channel] }

  /// The lane's state: a binary search. A channel that the revision does not know holds.
  package func state(of lane: Lane, at instant: Instant) -> LaneState {
    guard let schedule = schedules[lane.channel] else {
      return .held(until: nil, causes: [Self.unknown(lane.channel, revision)])
    }
    return schedule.laneState(lane, at: instant)
  }

  /// Every cause that holds the lane at an instant, each with its own end.
  package func causesInForce(_ lane: Lane, at instant: Instant) -> [CauseInForce] {
    guard let schedule = schedules[lane.channel] else {
      return [CauseInForce(Self.unknown(lane.channel, revision), until: nil)]
    }
    return schedule.causesInForce(lane, at: instant)
  }

  /// Every cause that holds the channel for any class, each with its own end.
  package func causesInForce(channel: String, at instant: Instant) -> [CauseInForce] {
    schedules[channel]?.causesInForce(at: instant) ?? [CauseInForce(Self.unknown(channel, revision), until: nil)]
  }

  /// Whether the lane is open, without naming causes.
  package func isOpen(_ lane: Lane, at instant: Instant) -> Bool {
    schedules[lane.channel]?.isOpen(lane, at: instant) ?? false
  }

  /// The next instant after `instant` at which any lane opens or closes.
  package func nextEdge(after instant: Instant) -> Instant? {
    schedules.values.lazy.compactMap { $0.nextEdge(after: instant) }.min()
  }

  /// Closed whenever either is, channel by channel; what governs is this.
  package func alsoClosing(as other: Ruleset) -> Ruleset {
    closingMore { schedule in other.schedule(of: schedule.channel.id).map(schedule.alsoClosing) }
  }

  /// The same for what changes that wait for a person close.
  package func alsoClosing(_ kept: KeptClosures) -> Ruleset {
    closingMore { schedule in
      let own = kept.closures.filter { $0.channel == schedule.channel.id }
      return own.isEmpty ? nil : schedule.alsoClosing(own)
    }
  }

  private func closingMore(_ more: (ChannelSchedule) -> ChannelSchedule?) -> Ruleset {
    Ruleset(
      revision: revision, settings: settings, folder: folder,
      schedules: settings.channels.compactMap { schedules[$0.id] }.map { more($0) ?? $0 }, matcher: matcher)
  }

  private static func unknown(_ channel: String, _ revision: RevisionNumber?) -> Cause {
    guard let revision else {
      return .condition(
        HoldCondition(
          kind: .notAdopted, detail: "No calendars and settings are adopted yet; run \(Remedy.adopt)."))
    }
    return .condition(
      HoldCondition(
        kind: .noSuchChannel,
        detail: "Revision \(revision) has no channel “\(channel)”; put it back into the settings, or cancel the post."))
  }
}

extension Ruleset {
  /// What is said before anything was adopted: nothing is known, so everything holds.
  package static func nothing(_ settings: Settings, folder: String) -> Ruleset {
    Ruleset(revision: nil, settings: settings, folder: folder, schedules: [])
  }
}
