import Elections
import Foundation
import PublishingGate

/// The machine's clocks.
struct SystemClock: GateClock {
  var now: Instant { Workspace.now }

  private static let start = ContinuousClock.now

  /// CLOCK_BOOTTIME, counted from the process's first look: nobody sets it, and it goes on while the machine sleeps.
  var monotonic: Duration { Self.start.duration(to: .now) }

  func sleep(for duration: Duration) async { try? await Task.sleep(for: duration) }
}
