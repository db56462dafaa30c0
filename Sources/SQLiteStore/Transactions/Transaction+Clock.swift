import Elections
import GRDB
import Publishing

/// What the store knows of time (G-37).
extension Transaction {
  func clockMark() throws -> ClockMark {
    let mark = try DirectStatement(
      db, "SELECT high_water, confirmations, boot, boot_time, wall, witness, doubt FROM clock"
    ).first { row in
      let anchor = row.textOrNil(2).map { boot in
        ClockAnchor(
          ClockReading(wall: row.instant(4), boot: boot, bootTime: .milliseconds(row.integer(3))),
          witness: row.textOrNil(5).flatMap(ClockWitness.init))
      }
      return ClockMark(
        highWater: row.instant(0), confirmations: Int(row.integer(1)), anchor: anchor, doubt: row.textOrNil(6))
    }
    guard let mark else { throw Self.lostMark }
    return mark
  }

  private static let lostMark = StoreError.damaged("The store has lost its clock's mark; restore a backup.")

  func keep(_ mark: ClockMark) throws {
    try DirectStatement(
      db,
      """
      UPDATE clock SET high_water = ?, confirmations = ?, boot = ?, boot_time = ?, wall = ?, witness = ?, doubt = ?
      """
    ).run { values in
      values.append(mark.highWater)
      values.append(mark.confirmations)
      values.append(mark.anchor?.boot)
      values.append(mark.anchor?.bootTime.wholeMilliseconds)
      values.append(mark.anchor?.wall)
      values.append(mark.anchor?.witness?.rawValue)
      values.append(mark.doubt)
    }
  }

  /// On a store on which no gate ever ran, what people did last is the latest time that is known.
  func beginClock() throws {
    try DirectStatement(
      db,
      """
      UPDATE clock SET high_water = coalesce((SELECT at FROM audit ORDER BY id DESC LIMIT 1), 0) WHERE high_water = 0
      """
    ).run()
  }

  /// The mark never goes back by itself.
  func raiseClock(to instant: Instant) throws {
    try DirectStatement(db, "UPDATE clock SET high_water = ?1 WHERE high_water < ?1").run { $0.append(instant) }
  }

  /// Backwards too: by proof, or by a person.
  func setClock(to instant: Instant) throws {
    try DirectStatement(db, "UPDATE clock SET high_water = ?").run { $0.append(instant) }
  }

  /// Keeps an anchor; with `whereOfOtherBoot` only where the store has none of its boot. One that names no boot would mean
  /// nothing to another process.
  func keep(_ anchor: ClockAnchor?, whereOfOtherBoot: Bool) throws {
    guard let anchor, let boot = anchor.boot else { return }
    try DirectStatement(
      db,
      """
      UPDATE clock SET boot = ?1, boot_time = ?2, wall = ?3, witness = ?4 WHERE NOT ?5 OR boot IS NOT ?1
      """
    ).run { values in
      values.append(boot)
      values.append(anchor.bootTime.wholeMilliseconds)
      values.append(anchor.wall)
      values.append(anchor.witness?.rawValue)
      values.append(whereOfOtherBoot)
    }
  }

  func setClockDoubt(_ reason: String?) throws {
    try DirectStatement(db, "UPDATE clock SET doubt = ?1 WHERE doubt IS NOT ?1").run { $0.append(reason) }
  }
}
