/// A channel that what is in force does not have, as it was when it last was in force.
///
/// A channel that comes back is judged against this: taking it away, opening something meanwhile and bringing it back opens
/// what it would have opened at once.
package struct DepartedChannel: Sendable {
  package let revision: RevisionNumber
  /// The settings of that revision.
  package let settings: Settings
  package let schedule: ChannelSchedule

  /// Nil where the rules have no such channel.
  package init?(_ id: String, in rules: Ruleset) {
    guard let revision = rules.revision, let schedule = rules.schedule(of: id) else { return nil }
    self.revision = revision
    self.settings = rules.settings
    self.schedule = schedule
  }

  package var channel: Channel { schedule.channel }
}
