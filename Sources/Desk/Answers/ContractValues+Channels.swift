package import Contract
import Elections
package import Publishing
import PublishingGate

/// Channels as the contract writes them.
extension ContractValues {
  func channel(_ channel: Channel, _ asked: AskedState) -> ChannelAnswer {
    let (day, told) = (asked.day, asked.state)
    return ChannelAnswer(
      day: day?.parts.map { part in
        ChannelAnswer.Part(
          from: moment(part.range.lowerBound), to: moment(part.range.upperBound), state: state(part.state.state))
      },
      channel: channel.id, name: channel.name, state: state(told.state), since: moment(told.since),
      until: moment(told.until), closedFor: (day?.closedFor ?? told.closedFor).map(\.rawValue),
      causes: causes(told.causes),
      next: told.next.map { change in
        ChannelAnswer.Change(at: moment(change.at), state: state(change.state), causes: causes(change.causes))
      }, turns: told.hold.map(turns) ?? [])
  }

  func state(_ state: ChannelState.State) -> ChannelAnswer.State {
    switch state {
    case .open: .open
    case .closed: .closed
    case .unknown: .unknown
    }
  }

  package func override(_ record: OverrideRecord) -> OverrideAnswer {
    OverrideAnswer(
      override: record.id.description, delivery: record.delivery.description, state: record.state.rawValue,
      basis: record.basis.rawValue, reason: record.reason, until: moment(record.until), requester: record.requester,
      requestedAt: moment(record.requestedAt), decider: record.decider, decidedAt: moment(record.decidedAt))
  }
}

extension Workspace {
  /// How many posts are held on each channel; nil where a question is not about now, or no store answers it.
  func held(_ standing: Standing, _ asked: AskedMoment) async throws -> [String: Int]? {
    guard asked.isNow, let store else { return nil }
    return try await HeldCount(standing, in: store).byChannel
  }

  /// Those of a channel's posts that may still let something leave, or wait for a decision.
  func overrides(on channel: Channel, _ values: ContractValues) -> [OverrideAnswer] {
    overrides.filter { $0.delivery.channel == channel.id }.map(values.override)
  }
}
