package import Elections

/// Time as the gate sees it; a parameter, so that tests move it.
package protocol GateClock: Sendable {
  /// The clock on the wall. It may be set, backwards too.
  var now: Instant { get }
  /// A clock that nobody can set and that goes on while the machine sleeps; only differences mean anything.
  var monotonic: Duration { get }
  /// Waits by the monotonic clock; returns early when the task is cancelled.
  func sleep(for duration: Duration) async
}
