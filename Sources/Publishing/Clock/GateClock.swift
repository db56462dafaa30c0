package import Elections

/// Time as the gate sees it; a parameter, so that tests move it.
package protocol GateClock: Sendable {
  /// The clock on the wall. It may be set, backwards too.
  var now: Instant { get }
  /// Since the machine was started: a clock that nobody can set and that goes on while the machine sleeps.
  var monotonic: Duration { get }
  /// The start that `monotonic` counts from, by the name that the kernel gives it: every process until the next one sees
  /// the same. Nil where the kernel does not tell.
  var boot: String? { get }
  /// The kernel's time, where it says that it is synchronised. Asked only where it is needed.
  var synchronised: Instant? { get }
  /// Waits by the monotonic clock; returns early when the task is cancelled.
  func sleep(for duration: Duration) async
}

extension GateClock {
  /// Both clocks at one look.
  package var reading: ClockReading { ClockReading(wall: now, boot: boot, bootTime: monotonic) }
}

/// What a machine's clocks say at one look.
package struct ClockReading: Hashable, Sendable {
  /// The clock that may be set.
  package let wall: Instant
  /// Nil where the kernel does not name its boots.
  package let boot: String?
  /// Since `boot`, to the millisecond, as stores keep it.
  package let bootTime: Duration

  package init(wall: Instant, boot: String? = nil, bootTime: Duration = .zero) {
    self.wall = wall
    self.boot = boot
    self.bootTime = .milliseconds(bootTime.wholeMilliseconds)
  }
}

/// Who says that the clock on the wall is right, besides what the gate can work out itself.
package enum ClockWitness: String, Hashable, Codable, Sendable, CaseIterable {
  /// The kernel: something sets its clock by others, and says that it succeeds.
  case kernel
  /// A receiver of the settings on another machine, asked over TLS.
  case server
  case person
}

/// What time a witness says that it is.
package struct ClockTestimony: Hashable, Sendable {
  package let witness: ClockWitness
  /// How people know the witness, as `www.example.org`.
  package let name: String
  package let instant: Instant

  package init(_ witness: ClockWitness, name: String, instant: Instant) {
    self.witness = witness
    self.name = name
    self.instant = instant
  }
}

/// A look at both clocks of one boot when the one on the wall was right: from then on the other one tells where it has to
/// be.
package struct ClockAnchor: Hashable, Codable, Sendable {
  /// Nil where the kernel does not name its boots: then it is good for one process alone, and no store keeps it.
  package let boot: String?
  package let bootTime: Duration
  package let wall: Instant
  /// Nil: taken on trust, because the clock went on where the last mark had left it.
  package let witness: ClockWitness?

  package init(_ reading: ClockReading, witness: ClockWitness?) {
    boot = reading.boot
    bootTime = reading.bootTime
    wall = reading.wall
    self.witness = witness
  }

  /// Where the clock on the wall should be after the boot has lasted so long.
  package func wall(after bootTime: Duration) -> Instant { wall.adding(bootTime - self.bootTime) }
}

/// What a store knows of time: all gates on it judge by the same.
package struct ClockMark: Hashable, Codable, Sendable {
  /// The highest instant that any gate has judged by; 1970 before the first.
  package let highWater: Instant
  /// How often a person vouched for the clock.
  package let confirmations: Int
  /// Of the last boot in which the clock was sound.
  package let anchor: ClockAnchor?
  /// Why the gate that was heard of last does not trust the clock; nil where it does.
  package let doubt: String?

  package init(highWater: Instant, confirmations: Int, anchor: ClockAnchor? = nil, doubt: String? = nil) {
    self.highWater = highWater
    self.confirmations = confirmations
    self.anchor = anchor
    self.doubt = doubt
  }

  /// Of a store on which nothing has ever happened.
  package static let none = ClockMark(highWater: Instant(millisecondsSince1970: 0), confirmations: 0)
}

/// What a gate makes of the clock, told with its sign of life.
package enum ClockFinding: Hashable, Sendable {
  /// The mark rises to this instant; the anchor is kept where the store has none of its boot.
  case sound(Instant, ClockAnchor?)
  /// A witness or this boot's own anchor proves the clock right: the mark becomes this instant, backwards too, and the
  /// anchor is kept in any case.
  case proved(Instant, ClockAnchor)
  /// Nothing moves; the reason is kept for whoever asks why nothing leaves.
  case doubt(String)
}

/// A gate says that it lives. Its clock may be wrong, so what counts is how long the machine has run.
package struct SignOfLife: Hashable, Sendable {
  package let service: ServiceID
  package let reading: ClockReading
  package let finding: ClockFinding

  package init(_ service: ServiceID, _ reading: ClockReading, _ finding: ClockFinding) {
    self.service = service
    self.reading = reading
    self.finding = finding
  }
}
