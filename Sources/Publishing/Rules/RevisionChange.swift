package import Elections

/// What putting one set of rules in the place of another would close and open from now on.
package struct RevisionChange: Sendable {
  /// A stretch of one channel for some classes.
  package struct Stretch: Hashable, Sendable {
    package let channel: String
    package let classes: [ContentClass]
    /// Nil: without end.
    package let ends: Instant?
    package let starts: Instant
    /// What closes it: under the new rules where it closes, under the old where it opens.
    package let causes: [Cause]
  }

  package let closes: [Stretch]
  package let opens: [Stretch]
  package let addedChannels: [String]
  package let removedChannels: [String]

  /// Stretches that are over by `now` play no part. A channel that comes back is compared with what was last in force for it.
  package init(from old: Ruleset, to new: Ruleset, departed: [DepartedChannel] = [], now: Instant) {
    let oldIDs = old.channels.map(\.id)
    let newIDs = new.channels.map(\.id)
    addedChannels = newIDs.filter { !oldIDs.contains($0) }
    removedChannels = oldIDs.filter { !newIDs.contains($0) }
    var closes: [Stretch] = []
    var opens: [Stretch] = []
    for id in oldIDs {
      guard let before = old.schedule(of: id) else { continue }
      guard let after = new.schedule(of: id) else {
        let causes = new.state(of: Lane(channel: id, contentClass: .routine), at: now).causes
        closes.append(
          Stretch(channel: id, classes: ContentClass.allCases, ends: nil, starts: now, causes: causes))
        continue
      }
      closes += Self.stretches(closedBy: after, butNotBy: before, now: now)
      opens += Self.stretches(closedBy: before, butNotBy: after, now: now)
    }
    for channel in departed where !oldIDs.contains(channel.channel.id) {
      guard let after = new.schedule(of: channel.channel.id) else { continue }
      closes += Self.stretches(closedBy: after, butNotBy: channel.schedule, now: now)
      opens += Self.stretches(closedBy: channel.schedule, butNotBy: after, now: now)
    }
    self.closes = closes
    self.opens = opens
  }

  package var isEmpty: Bool { closes.isEmpty && opens.isEmpty && addedChannels.isEmpty && removedChannels.isEmpty }

  private static func stretches(closedBy one: ChannelSchedule, butNotBy other: ChannelSchedule, now: Instant)
    -> [Stretch]
  {
    let none = BlackoutSchedule([])
    let classes = one.channel.closesFor
    let shared = classes.filter(other.channel.closesFor.contains)
    let added = classes.filter { !other.channel.closesFor.contains($0) }
    var found: [Stretch] = []
    for (group, against) in [(shared, other.blackouts), (added, none)] where !group.isEmpty {
      for range in BlackoutChange(from: against, to: one.blackouts).closes where range.upperBound > now {
        let start = max(range.lowerBound, now)
        let windows = one.blackouts.windows.filter { $0.starts < range.upperBound && start < $0.ends }
        found.append(
          Stretch(
            channel: one.channel.id, classes: group, ends: range.upperBound, starts: start,
            causes: windows.map(Cause.purdahWindow)))
      }
    }
    return found
  }
}
