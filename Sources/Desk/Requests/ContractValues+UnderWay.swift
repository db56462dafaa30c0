import Contract
import Publishing
import Texts

extension ContractValues {
  func underWay(_ found: UnderWay) -> UnderWayAnswer {
    UnderWayAnswer(
      found.deliveries.map { name, delivery in
        UnderWayAnswer.Outcome(
          delivery: name.description, outcome: outcome(delivery?.state), state: delivery?.state.name.rawValue,
          remoteID: delivery?.receipt?.remoteID, url: delivery?.receipt?.url, reason: delivery?.state.reason)
      })
  }

  private func outcome(_ state: DeliveryState?) -> UnderWayAnswer.Outcome.Kind {
    switch state {
    case .published: .left
    case .failed: .failed
    case .queued, .review, .cancelled, .expired: .stopped
    case .sending, .uncertain, nil: .unknown
    }
  }
}
