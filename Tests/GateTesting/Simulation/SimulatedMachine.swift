package import Elections
package import Publishing
import Synchronization

/// A machine with a clock that people set, a time since it was started that nobody can set, and a true time that only the
/// oracle knows. All the gates of a run live on it, as they do on a store that is a file.
package final class SimulatedMachine: Sendable {
  private struct State {
    /// The wall clock's error.
    var offset = Duration.zero
    var boot = 1
    var bootedAt: Duration
    var isSynchronised = false
  }

  package let world: SimulatedWorld
  let start: Instant
  private let state: Mutex<State>

  package init(world: SimulatedWorld, start: Instant) {
    self.world = world
    self.start = start
    state = Mutex(State(bootedAt: world.elapsed))
  }

  package var truth: Instant { start.adding(world.elapsed) }
  package var offset: Duration { state.withLock(\.offset) }
  package var wall: Instant { truth.adding(offset) }
  package var boot: Int { state.withLock(\.boot) }
  package var bootTime: Duration { world.elapsed - state.withLock(\.bootedAt) }
  package var isSynchronised: Bool { state.withLock(\.isSynchronised) }
  package var reading: ClockReading { ClockReading(wall: wall, boot: "boot \(boot)", bootTime: bootTime) }

  /// Somebody sets the clock; the kernel no longer calls it synchronised.
  package func stepClock(by duration: Duration) {
    state.withLock {
      $0.offset += duration
      $0.isSynchronised = false
    }
  }

  package func setRight() { stepClock(by: .zero - offset) }

  /// A server of time sets it right, and the kernel says so.
  package func synchronise() {
    setRight()
    state.withLock { $0.isSynchronised = true }
  }

  /// A server of time goes wrong, and the kernel calls it synchronised all the same.
  package func missynchronise(by duration: Duration) {
    state.withLock {
      $0.offset += duration
      $0.isSynchronised = true
    }
  }

  /// The power goes, and comes back; the clock of the board goes on by its own lights, and nothing has set it yet.
  package func reboot(clockStepsBy duration: Duration = .zero) {
    let elapsed = world.elapsed
    state.withLock {
      $0.boot += 1
      $0.bootedAt = elapsed
      $0.offset += duration
      $0.isSynchronised = false
    }
  }

  /// How wrong a clock may be that a gate lets pass: what is believed within a boot, and what each restart of the machine
  /// may add unseen. The article on the clock says why.
  package var largestUnseenError: Duration {
    ClockGuard.largestError * 2 + (ClockGuard.longestPause + ClockGuard.largestError) * boot
  }
}
