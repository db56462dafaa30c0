import Elections
import Metrics
import Publishing

/// What the gate counts (swift-metrics); without a metrics back end all of it costs nothing.
enum GateMetrics {
  static func count(_ event: GateDecision.Event) {
    Counter(label: "portcullis_gate_decisions_total", dimensions: [("event", event.rawValue)]).increment()
  }

  /// How much later than planned a delivery was sent.
  static func lateness(_ duration: Duration, channel: String) {
    Timer(label: "portcullis_delivery_lateness_seconds", dimensions: [("channel", channel)])
      .recordMilliseconds(duration.wholeMilliseconds)
  }

  /// How long the store took for one call.
  static func storeCall(_ call: String, took duration: Duration) {
    Timer(label: "portcullis_store_call_seconds", dimensions: [("call", call)])
      .recordNanoseconds(duration.wholeNanoseconds)
  }
}

extension Duration {
  fileprivate var wholeNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
