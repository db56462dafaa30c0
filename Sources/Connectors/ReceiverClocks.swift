import Elections
import Machine
import Publishing

/// The clocks of the receivers that the settings name, for a gate that doubts its own.
enum ReceiverClocks {
  /// No more than so many are asked for one answer.
  private static let mostAsked = 3

  /// What the first receiver that answers over https says; nil where none does.
  static func ask(_ rules: Ruleset) async -> ClockTestimony? {
    var asked: Set<String> = []
    for channel in rules.settings.channels {
      guard let address = channel.connector.webAddress, let reach = channel.connector.reach,
        asked.insert(address).inserted
      else { continue }
      if asked.count > mostAsked { return nil }
      let addressGuard = AddressGuard(allowed: reach.networks)
      let trustFile = reach.trustFile.map { $0.hasPrefix("/") ? $0 : rules.folder + "/" + $0 }
      let clock = ServerClock(
        addressGuard: addressGuard,
        transport: HTTPTransport(addressGuard: addressGuard, trustRootsFile: trustFile))
      if let (host, instant) = await clock.time(of: address, now: SystemClock().now) {
        return ClockTestimony(.server, name: host, instant: instant)
      }
    }
    return nil
  }
}

extension ConnectorSettings {
  /// The web server that a channel's posts go to.
  fileprivate var webAddress: String? {
    switch self {
    case .webhook(let settings): settings.url
    case .wordpress(let settings): settings.url
    case .drupal(let settings): settings.url
    case .bluesky(let settings): settings.service
    case .mastodon(let settings): settings.url
    case .feed, .email, .command: nil
    }
  }
}
