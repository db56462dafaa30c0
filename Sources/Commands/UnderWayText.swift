import Contract
import Desk
import Texts

extension UnderWayAnswer {
  /// Nothing where nothing was under way.
  var lines: [String] {
    if outcomes.isEmpty { return [] }
    return ["Being sent at that moment; what had not left yet was stopped: \(inFlight.joined(separator: ", "))"]
      + outcomes.map { "  \($0.delivery): \($0.words)" }
  }
}

extension UnderWayAnswer.Outcome {
  fileprivate var words: String {
    switch outcome {
    case .stopped: "stopped before it left"
    case .left: "had left already: published as \((url ?? remoteID ?? "").printable)"
    case .failed: "was refused by its network: \((reason ?? "").printable)"
    case .unknown: "not known yet; “portcullis post show” tells as soon as it is"
    }
  }
}
