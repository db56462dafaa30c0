import CKernel
package import Elections
import Foundation
import Publishing

/// The machine's clocks.
package struct SystemClock: GateClock {
  package init() {}

  package var now: Instant {
    Instant(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }

  /// CLOCK_BOOTTIME: nobody sets it, and it goes on while the machine sleeps.
  package var monotonic: Duration { .nanoseconds(portcullis_boot_nanoseconds()) }

  /// Read once: it lasts as long as any process.
  package var boot: String? { Self.boot }

  private static let boot = RunningProcess.boot

  /// The kernel's time, if adjtimex calls its clock synchronised. It comes from that same call, so that whoever asks
  /// sees whether it is the time that they have, too. A sandbox may refuse the call; then there is no such witness.
  package var synchronised: Instant? {
    let seconds = portcullis_synchronised_seconds()
    return seconds < 0 ? nil : Instant(secondsSince1970: seconds)
  }

  package func sleep(for duration: Duration) async { try? await Task.sleep(for: duration) }
}
