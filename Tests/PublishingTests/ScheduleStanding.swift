import Elections
import GateTesting
import Publishing

extension ChannelSchedule {
  /// All that holds where these rules are in force for one channel.
  func standing(_ rows: StandingRows = StandingRows(), now: Instant) -> Standing {
    guard let settings = Settings.builtIn(publishingBy: SimulatedConnectorSettings()) else {
      preconditionFailure("no zone data")
    }
    return Standing(
      Ruleset(revision: RevisionNumber(1), settings: settings, folder: "/", schedules: [self]), rows, now: now)
  }

  /// The channel's state where nothing but its rules holds it.
  func state(at instant: Instant) -> ChannelState { standing(now: instant).state(of: channel.id, at: instant) }
}
