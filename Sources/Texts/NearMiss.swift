/// Finds the name that a mistyped one was meant to be.
package enum NearMiss {
  /// ` Did you mean “…”?`, or nothing when no candidate is near.
  package static func question(_ name: String, among candidates: some Sequence<String>) -> String {
    suggestion(name, among: candidates).map { " Did you mean “\($0)”?" } ?? ""
  }

  package static func suggestion(_ name: String, among candidates: some Sequence<String>) -> String? {
    let lowered = name.lowercased()
    let best = candidates.map { ($0, distance(lowered, $0.lowercased())) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
    guard let (candidate, distance) = best, distance <= max(1, name.count / 3) else { return nil }
    return candidate
  }

  /// The candidate that differs by one letter, or by two in a longer name; for names that are both well formed.
  package static func slip(_ name: String, among candidates: some Sequence<String>) -> String? {
    candidates.map { ($0, distance(name, $0)) }.filter { $0.1 <= (name.count < 12 ? 1 : 2) }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// Letters to add, drop, replace or swap with their neighbour.
  private static func distance(_ one: String, _ other: String) -> Int {
    let (one, other) = (Array(one.prefix(60)), Array(other.prefix(60)))
    var rows = [Array(0...other.count)]
    for i in 1...max(1, one.count) where i <= one.count {
      var row = [i]
      for j in 1...max(1, other.count) where j <= other.count {
        var cost = min(
          rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1))
        if i > 1, j > 1, one[i - 1] == other[j - 2], one[i - 2] == other[j - 1] {
          cost = min(cost, rows[i - 2][j - 2] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[one.count][other.count]
  }
}
