import Machine
import PublishingGate
import Synchronization

/// Asks for a look at the files, any number of times, from anywhere.
package final class Attention: Sendable {
  private let isWanted = Mutex(false)
  private let wakeUp = WakeUp()

  package func call() {
    isWanted.withLock { $0 = true }
    wakeUp.call()
  }

  /// Whether a look was asked for since the last time that this was asked.
  package func take() -> Bool {
    isWanted.withLock { isWanted in
      defer { isWanted = false }
      return isWanted
    }
  }

  /// Returns at the next call, or when the time is over.
  package func wait(atMost duration: Duration) async { await wakeUp.wait(atMost: duration, clock: SystemClock()) }
}
