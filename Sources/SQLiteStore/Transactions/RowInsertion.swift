import GRDB

/// Inserts any number of rows of one form, a fixed number at once and the rest one by one.
final class RowInsertion {
  private let database: Database
  private let rowsAtOnce: Int
  private let start: String
  private let row: String
  private let one: DirectStatement
  /// Prepared when there are so many rows.
  private var many: DirectStatement?

  /// `row`: the values of a row in parentheses, with a `?` for each that is bound.
  init(_ database: Database, rowsAtOnce: Int, into table: String, row: String) throws {
    self.database = database
    self.rowsAtOnce = rowsAtOnce
    self.row = row
    start = "INSERT INTO \(table) VALUES "
    one = try DirectStatement(database, start + row)
  }

  func run<Element>(_ rows: [Element], bind: (Element, inout ParameterBinder) -> Void) throws {
    let full = rows.count / rowsAtOnce * rowsAtOnce
    for start in stride(from: 0, to: full, by: rowsAtOnce) {
      try prepareMany().run { values in
        for row in rows[start..<start + rowsAtOnce] { bind(row, &values) }
      }
    }
    for row in rows[full...] { try one.run { bind(row, &$0) } }
  }

  private func prepareMany() throws -> DirectStatement {
    if let many { return many }
    let rows = Array(repeating: row, count: rowsAtOnce).joined(separator: ", ")
    let statement = try DirectStatement(database, start + rows)
    many = statement
    return statement
  }
}
