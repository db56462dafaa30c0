package import Elections

/// What the data alone say of the gate (G-38).
package struct StoreHealth: Hashable, Sendable {
  /// The last signs of life of gates that did not say that they ended, the newest gate's first; twenty at most.
  package let heartbeats: [ClockReading]
  package let counts: [DeliveryState.Name: Int]
  package let oldestUncertain: Instant?
  /// When a living service last read whole what the rules are made of.
  package let lastLook: Instant?
  /// Deliveries that were given back for another reason than time, and are not done with.
  package let givenBack: Int
  /// Deliveries that are public, as a late answer says, and not recorded as published.
  package let lateReports: Int

  package static let mostHeartbeats = 20

  package init(
    heartbeats: [ClockReading], counts: [DeliveryState.Name: Int], oldestUncertain: Instant?, lastLook: Instant? = nil,
    givenBack: Int = 0, lateReports: Int = 0
  ) {
    self.givenBack = givenBack
    self.lateReports = lateReports
    self.heartbeats = heartbeats
    self.counts = counts
    self.oldestUncertain = oldestUncertain
    self.lastLook = lastLook
  }
}

extension StoreHealth {
  /// The sign of life of a gate that was heard of within `silence`; nil where there is none.
  ///
  /// Within a boot it is the time that the machine has run that counts, since the clock on the wall may have been wrong
  /// then, or be wrong now; and no process outlives its boot.
  package func living(at now: ClockReading, silence: Duration) -> ClockReading? {
    heartbeats.first { beat in
      guard let boot = beat.boot, let own = now.boot else {
        let silent = now.wall.since(beat.wall)
        return silent <= silence && silent >= .zero - silence
      }
      return boot == own && now.bootTime - beat.bootTime <= silence
    }
  }
}
