import Elections
import Foundation
import Glibc
import PublishingGate

/// The machine's clocks.
struct SystemClock: GateClock {
  var now: Instant { Workspace.now }

  /// CLOCK_BOOTTIME: nobody sets it, and it goes on while the machine sleeps.
  var monotonic: Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_BOOTTIME, &time)
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  func sleep(for duration: Duration) async { try? await Task.sleep(for: duration) }
}
