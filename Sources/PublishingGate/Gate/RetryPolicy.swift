import Elections

/// When a delivery that was certainly not sent is tried again.
package struct RetryPolicy: Hashable, Sendable {
  package let delays: [Duration]
  /// Permits after which it fails.
  package let attempts: Int
  /// No receiver can put a delivery off for longer.
  package let longestDelay: Duration

  package init(
    delays: [Duration] = [.seconds(60), .seconds(300), .seconds(900), .seconds(3600)], attempts: Int = 50,
    longestDelay: Duration = .seconds(6 * 3600)
  ) {
    self.delays = delays
    self.attempts = attempts
    self.longestDelay = longestDelay
  }

  /// After so many attempts: what the receiver asked for, else the step, each with up to a quarter of itself on
  /// top, so that deliveries which failed together do not return together.
  package func delay(after attempts: Int, asked: Duration?, using generator: inout some RandomNumberGenerator)
    -> Duration
  {
    let step = delays.isEmpty ? .seconds(60) : delays[min(max(attempts, 1), delays.count) - 1]
    let base = min(max(asked ?? step, .seconds(1)), longestDelay)
    let jitter = Int64.random(in: 0...max(1, base.wholeMilliseconds / 4), using: &generator)
    return base + .milliseconds(jitter)
  }
}
