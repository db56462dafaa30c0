import Elections

/// Which elections a notice or a window speaks of.
extension ElectionCollector {
  /// The elections that UIDs or ids name; of a series the first poll on or after `day`.
  func related(_ uids: [String], on day: CivilDate) -> [Int] {
    var found: [Int] = []
    for uid in uids {
      let byUID = places[uid] ?? []
      let later = byUID.filter { elections[$0].pollingDay >= day }
      if byUID.count > 1, let first = later.min(by: { elections[$0].pollingDay < elections[$1].pollingDay }) {
        found += later.filter { elections[$0].pollingDay == elections[first].pollingDay }
      } else if !byUID.isEmpty {
        found += byUID
      } else if let id = ElectionID(uid) {
        found += agreed[id] ?? []
      }
    }
    return Array(Set(found)).sorted()
  }

  static func list(_ uids: [String]) -> String {
    uids.isEmpty ? "" : " (\(uids.prefix(5).map(\.printable).joined(separator: ", ")))"
  }
}
