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
      guard let address = channel.connector.webAddress, asked.insert(address).inserted else { continue }
      if asked.count > mostAsked { return nil }
      let reach = channel.connector.reach
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
