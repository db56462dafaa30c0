package import Publishing
import Synchronization

/// Wakes the gate before its time: something was written, a channel is free again.
///
/// Any number of calls, at any time, in any order, only make the gate look again (G-27).
package final class WakeUp: Sendable {
  private struct State {
    var isPending = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  package init() {}

  package func call() {
    let waiter = state.withLock { state in
      defer { state.waiter = nil }
      state.isPending = state.waiter == nil
      return state.waiter
    }
    waiter?.resume()
  }

  /// Returns at the next call, or at once when one came since the last wait. One waiter at a time.
  package func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if state.isPending || Task.isCancelled {
            state.isPending = false
            return true
          }
          state.waiter = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    } onCancel: {
      call()
    }
  }

  /// Waits for a call, but no longer than `duration`.
  package func wait(atMost duration: Duration, clock: any GateClock) async {
    await withTaskGroup { group in
      group.addTask { await self.wait() }
      group.addTask { await clock.sleep(for: duration) }
      await group.next()
      group.cancelAll()
    }
  }
}
