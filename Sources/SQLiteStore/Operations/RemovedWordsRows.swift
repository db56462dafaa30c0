import GRDB
import Publishing

/// The records beside the log and the operations that may have the words of one of its entries, without them.
struct RemovedWordsRows {
  let removed: RemovedWords
  let db: Database

  func clear() throws {
    switch removed.place {
    case .delivery(let name): try clearDelivery(name)
    case .channel(let channel):
      try clear("reason", of: "pause", where: "channel = ?", channel ?? PauseRow.everyChannel)
      if let channel { try clear("reason", of: "stop", where: "channel = ?", channel) }
    case .none: break
    case .revision(let revision): try clear("reason", of: "revision", where: "number = ?", revision.rawValue)
    }
  }

  private func clearDelivery(_ name: DeliveryName) throws {
    let found = try Int64.fetchOne(
      db, sql: "SELECT d.id FROM \(DeliveryRow.source) WHERE d.post = ? AND l.channel = ?",
      arguments: [name.post.rawValue, name.channel])
    guard let delivery = found else { return }
    try clear("reason", of: "delivery", where: "id = ?", delivery)
    try clear("wish_reason", of: "delivery", where: "id = ?", delivery)
    // Where a person confirmed it, their reason stands in the place of an id.
    try clear("remote_id", of: "delivery", where: "id_channel IS NULL AND id = ?", delivery)
    for table in ["approval", "override", "late_report", "given_back"] {
      try clear("reason", of: table, where: "delivery = ?", delivery)
    }
    try clear("outcome", of: "attempt", where: "delivery = ?", delivery)
  }

  private func clear(
    _ column: String, of table: String, where condition: String, _ key: any DatabaseValueConvertible
  ) throws {
    let texts = try String.fetchAll(
      db, sql: "SELECT DISTINCT \(column) FROM \(table) WHERE \(condition) AND \(column) IS NOT NULL", arguments: [key])
    for text in texts where removed.without(text) != text {
      try db.execute(
        sql: "UPDATE \(table) SET \(column) = ? WHERE \(condition) AND \(column) = ?",
        arguments: [removed.without(text), key, text])
    }
  }
}
