/// What a person may decide of a delivery that waits for one.
package enum PersonsDecision: String, CaseIterable, Sendable {
  case send, cancel, move, published
}

extension Delivery {
  /// The decisions that are taken now: lists offer these, and acts refuse the others. Empty where it waits for nobody.
  package var decisions: [PersonsDecision] {
    switch state {
    // What may be public already keeps its content and its time, and may have been seen.
    case .uncertain: [.send, .cancel, .published]
    case .review: wasUncertain ? [.send, .cancel, .published] : [.send, .cancel, .move]
    case .queued, .sending, .published, .failed, .cancelled, .expired: []
    }
  }
}
