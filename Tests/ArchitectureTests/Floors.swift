/// The table of targets in `ARCHITECTURE.md`: what each may import. An arrow that it lacks points upwards.
///
/// The page is what people read, so the rules read it too, and the two cannot part.
struct Floors {
  struct Floor {
    let target: String
    /// The targets of ours that it may import. Each has a row of its own above.
    let ours: Set<String>
    /// What it may import from elsewhere.
    let others: Set<String>
    let isPure: Bool
  }

  struct Unreadable: Error, CustomStringConvertible {
    let line: Int
    let says: String
    var description: String { "ARCHITECTURE.md:\(line): \(says)" }
  }

  let floors: [Floor]

  /// Reads the rows below the heading `| target | …`: the target, what it does, and two lists of imports.
  init(_ page: String) throws(Unreadable) {
    var floors: [Floor] = []
    var isTable = false
    for (line, row) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let cells = row.split(separator: "|").map { $0.trimming(" ") }
      guard row.hasPrefix("|") else { isTable = false; continue }
      if cells.first == "target" { isTable = true; continue }
      guard isTable, !row.hasPrefix("|--") else { continue }
      guard cells.count == 4 else { throw Unreadable(line: line + 1, says: "A target's row has four cells.") }
      let ours = Self.names(cells[2])
      for target in Self.names(cells[0]) {
        let above = Set(floors.map(\.target))
        guard ours.isSubset(of: above) else {
          let missing = ours.subtracting(above).sorted().joined(separator: ", ")
          throw Unreadable(line: line + 1, says: "\(target) stands on \(missing), which stands in no row above.")
        }
        floors.append(
          Floor(
            target: target, ours: ours, others: Self.names(cells[3]), isPure: cells[1].contains("**pure**")))
      }
    }
    self.floors = floors
  }

  subscript(target: String) -> Floor? { floors.first { $0.target == target } }

  /// `` `Texts`, `Elections` `` and a dash for none.
  private static func names(_ cell: String) -> Set<String> {
    Set(cell.split(separator: ",").map { $0.trimming(" `") }.filter { $0 != "–" })
  }
}

extension Substring {
  fileprivate func trimming(_ marks: String) -> String {
    var rest = self
    while let first = rest.first, marks.contains(first) { rest.removeFirst() }
    while let last = rest.last, marks.contains(last) { rest.removeLast() }
    return String(rest)
  }
}
