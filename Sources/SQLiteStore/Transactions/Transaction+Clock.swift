import Elections
import GRDB
import Publishing

/// What the store knows of time (G-37).
extension Transaction {
  func clockMark() throws -> ClockMark {
    if let knownMark { return knownMark }
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
    knownMark = mark
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
    knownMark = mark
  }
}
