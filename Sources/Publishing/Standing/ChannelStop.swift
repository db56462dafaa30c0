package import Elections

/// A channel that is held because its credential was refused or its receiver switched itself off.
package struct ChannelStop: Hashable, Sendable {
  package let channel: String
  package let reason: String
  package let at: Instant
  package let actor: String

  package init(channel: String, reason: String, at: Instant, actor: String) {
    self.channel = channel
    self.reason = reason
    self.at = at
    self.actor = actor
  }
}

extension ChannelStop {
  package var cause: Cause {
    .condition(
      HoldCondition(
        kind: .channelStopped,
        detail: "\(reason) Once it is mended, run \(Remedy.resumeChannel(channel))."))
  }
}
