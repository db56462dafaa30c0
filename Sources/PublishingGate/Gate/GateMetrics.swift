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
    Timer(label: "portcullis_delivery_lateness", dimensions: [("channel", channel)])
      .recordMilliseconds(duration.wholeMilliseconds)
  }
}
