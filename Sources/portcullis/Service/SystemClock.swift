import CKernel
import Elections
import Foundation
import Publishing
import SQLiteStore

/// The machine's clocks.
struct SystemClock: GateClock {
  var now: Instant { Workspace.now }

  /// CLOCK_BOOTTIME: nobody sets it, and it goes on while the machine sleeps.
  var monotonic: Duration { .nanoseconds(portcullis_boot_nanoseconds()) }

  /// Read once: it lasts as long as any process.
  var boot: String? { Self.boot }

  private static let boot = RunningProcess.boot

  /// By adjtimex, whose own time is taken with it: if ours is another, the kernel's word says nothing about ours. A
  /// sandbox may refuse the call, and then there is no such witness.
  var synchronised: Instant? {
    let seconds = portcullis_synchronised_seconds()
    return seconds < 0 ? nil : Instant(secondsSince1970: seconds)
  }

  func sleep(for duration: Duration) async { try? await Task.sleep(for: duration) }
}
