import Elections
import Foundation
import Machine
package import Publishing
package import PublishingGate
package import Texts

/// What was being sent when somebody closed it, and what became of it in the moments after.
///
/// The last look stops what has not left yet; of what has, the network's answer is awaited for a short while, where a gate
/// is there to record it.
package struct UnderWay {
  private let deliveries: [(name: DeliveryName, delivery: Delivery?)]

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

  package enum Outcome: String {
    /// Not a byte that makes it public left.
    case stopped
    /// It is public.
    case left
    /// Its network refused it for good.
    case failed
    case unknown

    package init(_ state: DeliveryState?) {
      switch state {
      case .published: self = .left
      case .failed: self = .failed
      case .queued, .review, .cancelled, .expired: self = .stopped
      case .sending, .uncertain, nil: self = .unknown
      }
    }
  }

  package var isEmpty: Bool { deliveries.isEmpty }
  package var left: [DeliveryName] { deliveries.filter { Outcome($0.delivery?.state) == .left }.map(\.name) }
  package var unknown: [DeliveryName] { deliveries.filter { Outcome($0.delivery?.state) == .unknown }.map(\.name) }

  /// The fields of a command's answer.
  package var json: [(String, JSON)] {
    [
      ("in_flight", .array(deliveries.map { .string($0.name.description) })),
      (
        "outcomes",
        .array(
          deliveries.map { name, delivery in
            .object([
              ("delivery", .string(name.description)), ("outcome", .string(Outcome(delivery?.state).rawValue)),
              ("state", JSON(delivery?.state.name.rawValue)), ("remote_id", JSON(delivery?.receipt?.remoteID)),
              ("url", JSON(delivery?.receipt?.url)),
            ])
          })
      ),
    ]
  }

  /// Nothing where nothing was under way.
  package var lines: [String] {
    if deliveries.isEmpty { return [] }
    let names = deliveries.map(\.name.description).joined(separator: ", ")
    return ["Being sent at that moment; what had not left yet was stopped: \(names)"]
      + deliveries.map { "  \($0.name): \(Self.words($0.delivery))" }
  }

  private static func words(_ delivery: Delivery?) -> String {
    switch Outcome(delivery?.state) {
    case .stopped: "stopped before it left"
    case .left: "had left already: published as \((delivery?.receipt?.shown ?? "").printable)"
    case .failed: "was refused by its network: \((delivery?.state.reason ?? "").printable)"
    case .unknown: "not known yet; “portcullis post show” tells as soon as it is"
    }
  }
}

extension Delivery {
  fileprivate var receipt: Receipt? { if case .published(let receipt, _) = state { receipt } else { nil } }
}

extension Receipt {
  /// Where people find it.
  package var shown: String { url ?? remoteID }
}
