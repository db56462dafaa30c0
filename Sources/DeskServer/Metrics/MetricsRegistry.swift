package import Metrics
import Synchronization

/// Keeps what this process counts and times (swift-metrics), for whoever asks for it.
///
/// Names and labels are those of the code that counts; their number is bounded by it and by the council's channels.
package final class MetricsRegistry: MetricsFactory {
  private struct Key: Hashable {
    let name: String
    let labels: [[String]]

    init(_ name: String, _ labels: [(String, String)]) {
      self.name = name
      self.labels = labels.map { [$0, $1] }
    }
  }

  private let counters = Mutex<[Key: CountedValue]>([:])
  private let histograms = Mutex<[Key: Histogram]>([:])

  package init() {}

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    counters.withLock { known in
      let key = Key(label, dimensions)
      if let counter = known[key] { return counter }
      let counter = CountedValue()
      known[key] = counter
      return counter
    }
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histograms.withLock { known in
      let key = Key(label, dimensions)
      if let histogram = known[key] { return histogram }
      let histogram = Histogram()
      known[key] = histogram
      return histogram
    }
  }

  /// Nothing here records plain values: what stands in the store is asked for when somebody wants to know.
  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    NOOPMetricsHandler.instance
  }

  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  /// In the order of their names.
  func families(help: (_ name: String) -> String) -> [MetricFamily] {
    let counted = Dictionary(grouping: counters.withLock { Array($0) }, by: \.key.name).map { name, found in
      MetricFamily(
        name, .counter, help: help(name),
        Self.ordered(found).map { MetricFamily.Sample(Double($0.value.count), $0.labels) })
    }
    let timed = Dictionary(grouping: histograms.withLock { Array($0) }, by: \.key.name).map { name, found in
      MetricFamily(name, .histogram, help: help(name), Self.ordered(found).flatMap { $0.value.samples($0.labels) })
    }
    return (counted + timed).sorted { $0.name < $1.name }
  }

  private static func ordered<Value>(_ found: [(key: Key, value: Value)]) -> [(
    labels: [(String, String)], value: Value
  )] {
    found.sorted { $0.key.labels.lexicographicallyPrecedes($1.key.labels) { $0.lexicographicallyPrecedes($1) } }
      .map { entry in (entry.key.labels.map { ($0[0], $0[1]) }, entry.value) }
  }
}

private final class CountedValue: CounterHandler {
  private let value = Atomic<Int64>(0)

  var count: Int64 { value.load(ordering: .relaxed) }

  func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { value.store(0, ordering: .relaxed) }
}

/// How often something took how long.
private final class Histogram: TimerHandler {
  /// In seconds; one more bucket takes all that took longer.
  private static let bounds: [Double] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600,
  ]

  private struct Counts {
    var buckets = [Int64](repeating: 0, count: Histogram.bounds.count + 1)
    var sum = 0.0
  }

  private let counts = Mutex(Counts())

  func recordNanoseconds(_ duration: Int64) {
    let seconds = Double(max(0, duration)) / 1e9
    let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    counts.withLock { counts in
      counts.buckets[bucket] += 1
      counts.sum += seconds
    }
  }

  func samples(_ labels: [(String, String)]) -> [MetricFamily.Sample] {
    let counts = counts.withLock { $0 }
    var total: Int64 = 0
    var samples: [MetricFamily.Sample] = []
    for (bound, count) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], counts.buckets) {
      total += count
      samples.append(MetricFamily.Sample(Double(total), labels + [("le", bound)], suffix: "_bucket"))
    }
    samples.append(MetricFamily.Sample(counts.sum, labels, suffix: "_sum"))
    samples.append(MetricFamily.Sample(Double(total), labels, suffix: "_count"))
    return samples
  }
}
