import Elections

/// When a delivery that was certainly not sent is tried again.
///
/// There is no last attempt: a refusing receiver uses up time alone. Once the next attempt would be later than the
/// delivery's lateness allows, a person decides (G-30).
package struct RetryPolicy: Hashable, Sendable {
  /// The least that is waited after the first attempt, the second, and so on; the last counts from there on.
  package let delays: [Duration]
  /// No receiver can put a delivery off for longer.
  package let longestDelay: Duration

  /// The most that a delivery is put off by the usual policy, and so how far ahead one stands that was.
  package static let mostPutOff = RetryPolicy().longestDelay * 1.25

  package init(
    delays: [Duration] = [.seconds(60), .seconds(300), .seconds(900), .seconds(3600)],
    longestDelay: Duration = .seconds(6 * 3600)
  ) {
    self.delays = delays
    self.longestDelay = longestDelay
  }

  /// After so many attempts, the last one included: the step, or what the receiver asked for where that is longer, with
  /// up to a quarter of itself on top, so that deliveries which failed together do not return together. What was asked
  /// for can lengthen the step, up to `longestDelay`, and never shorten it.
  package func delay(after attempts: Int, asked: Duration?, using generator: inout some RandomNumberGenerator)
    -> Duration
  {
    let step = delays.isEmpty ? .seconds(60) : delays[min(max(attempts, 1), delays.count) - 1]
    let base = max(step, min(asked ?? .zero, longestDelay))
    let jitter = Int64.random(in: 0...max(1, base.wholeMilliseconds / 4), using: &generator)
    return base + .milliseconds(jitter)
  }
}

/// Why a delivery that was not sent comes back when it does.
package enum NextAttempt: Hashable, Sendable {
  /// The gate itself kept it back: its permit's time passed, or another revision came. At once, for no receiver was
  /// asked; so nothing that a receiver answers may lead here.
  case atOnce
  /// Its channel was stopped until a person starts it again, and it is to leave then.
  case whenStarted
  /// The receiver, or the way there, refused: a step of the policy, or what was asked where that is longer.
  case later(asked: Duration?)
}
