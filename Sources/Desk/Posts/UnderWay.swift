import Elections
import Foundation
import Machine
package import Publishing
package import PublishingGate

/// What was being sent when somebody closed it, and what became of it in the moments after.
///
/// The last look stops what has not left yet; of what has, the network's answer is awaited for a short while, where a gate
/// is there to record it.
package struct UnderWay {
  let deliveries: [(name: DeliveryName, delivery: Delivery?)]

  private static let longestWait = Duration.seconds(3)
  private static let pause = Duration.milliseconds(50)

  /// Waits until all of `names` have an end, or some seconds are over.
  package init(_ names: [DeliveryName], in store: any CouncilStore) async throws {
    var found: [(name: DeliveryName, delivery: Delivery?)] = []
    let clock = ContinuousClock()
    let deadline = clock.now + Self.longestWait
    var isGateWorking = false
    if !names.isEmpty {
      let health = try await store.health(at: Workspace.now)
      isGateWorking = health.living(at: SystemClock().reading, silence: DeliveryRecord.longestSilence) != nil
    }
    while true {
      found = []
      for name in names {
        let post = try await store.post(name.post)
        found.append((name, post?.deliveries.map(\.delivery).first { $0.channel == name.channel }))
      }
      let isOpen = found.contains { $0.delivery?.state.name == .sending }
      guard isOpen, isGateWorking, clock.now < deadline else { break }
      try await Task.sleep(for: Self.pause)
    }
    deliveries = found
  }
}

extension Delivery {
  var receipt: Receipt? { if case .published(let receipt, _) = state { receipt } else { nil } }
}

extension Receipt {
  /// Where people find it.
  package var shown: String { url ?? remoteID }
}
