package import Elections
package import Foundation

/// Draws when channels are closed over a stretch of time, a row each, to a width.
package struct Timeline {
  package struct Row {
    package let name: String
    package let closed: [Range<Instant>]
    package let possible: [Range<Instant>]
    /// What is not closed is not known to be open either.
    package let isInDoubt: Bool

    package init(name: String, closed: [Range<Instant>], possible: [Range<Instant>], isInDoubt: Bool) {
      self.name = name
      self.closed = closed
      self.possible = possible
      self.isInDoubt = isInDoubt
    }
  }

  package let range: Range<Instant>
  package let zone: TimeZone
  package let width: Int

  package init(range: Range<Instant>, zone: TimeZone, width: Int) {
    self.range = range
    self.zone = zone
    self.width = width
  }

  /// A row of months above a row for each channel; `#` closed, `?` possible, `!` unknown, `.` open.
  package func lines(_ rows: [Row]) -> [String] {
    let label = min(24, rows.map(\.name.count).max() ?? 0)
    let columns = max(20, width - label - 2)
    var lines = [String(repeating: " ", count: label + 2) + months(columns)]
    for row in rows {
      let name = row.name.count > label ? String(row.name.prefix(label - 1)) + "…" : row.name
      let padding = String(repeating: " ", count: label - name.count + 2)
      lines.append(name + padding + bar(row, columns))
    }
    return lines
  }

  private func instant(column: Int, of columns: Int) -> Instant {
    let span = range.upperBound.millisecondsSince1970 - range.lowerBound.millisecondsSince1970
    return Instant(
      millisecondsSince1970: range.lowerBound.millisecondsSince1970 + span / Int64(columns) * Int64(column)
        + span % Int64(columns) * Int64(column) / Int64(columns))
  }

  /// A column is closed when any moment of it is: a short blackout must not vanish.
  private func bar(_ row: Row, _ columns: Int) -> String {
    var text = ""
    var run = ""
    var runStyle: Style?
    func flush() {
      text += runStyle.map { $0(run) } ?? run
      run = ""
    }
    for column in 0..<columns {
      let cell = instant(column: column, of: columns)..<instant(column: column + 1, of: columns)
      let isClosed = row.closed.contains { $0.overlaps(cell) }
      let isPossible = row.possible.contains { $0.overlaps(cell) }
      let style: Style = isClosed ? .red : isPossible || row.isInDoubt ? .yellow : .faint
      if style != runStyle {
        flush()
        runStyle = style
      }
      run += isClosed ? "#" : row.isInDoubt ? "!" : isPossible ? "?" : "."
    }
    flush()
    return text
  }

  private func months(_ columns: Int) -> String {
    var text = Array(repeating: Character(" "), count: columns)
    var lastMonth = zone.date(at: range.lowerBound).numbers.month
    var free = 0
    for column in 0..<columns {
      let day = zone.date(at: instant(column: column, of: columns)).numbers
      guard day.month != lastMonth || column == 0 else { continue }
      lastMonth = day.month
      let name = day.month == 1 ? String(day.year) : String(CivilText.months[day.month - 1].prefix(3))
      guard column >= free, column + name.count <= columns else { continue }
      for (offset, character) in name.enumerated() { text[column + offset] = character }
      free = column + name.count + 1
    }
    return String(text)
  }
}
