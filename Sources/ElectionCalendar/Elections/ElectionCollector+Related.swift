import Elections
import Texts

/// Which elections a notice or a window speaks of.
extension ElectionCollector {
  /// What the UIDs of a RELATED-TO lead to.
  struct Related {
    var places: Set<Int> = []
    /// Those that name nothing in these calendars.
    var unknown: [String] = []

    var elections: [Int] { places.sorted() }
  }

  /// The elections whose notice was published on `day`: of a series the first poll from then on that is not cancelled.
  func related(_ uids: [String], noticedOn day: CivilDate) -> Related {
    related(uids) { polls in
      let later = polls.filter { elections[$0].pollingDay >= day }
      let held = later.filter { elections[$0].status != .cancelled }
      guard let first = (held.isEmpty ? later : held).map({ elections[$0].pollingDay }).min() else { return polls }
      return later.filter { elections[$0].pollingDay == first }
    }
  }

  /// The elections that a window over these days belongs to: of a series the polls that it covers, else the nearest.
  func related(_ uids: [String], closedOver days: ClosedRange<CivilDate>) -> Related {
    related(uids) { polls in
      let covered = polls.filter { days.contains(elections[$0].pollingDay) }
      guard covered.isEmpty else { return covered }
      func distance(_ place: Int) -> Int {
        let day = elections[place].pollingDay
        return day < days.lowerBound ? days.lowerBound.days(since: day) : day.days(since: days.upperBound)
      }
      return polls.min { distance($0) < distance($1) }.map { [$0] } ?? []
    }
  }

  /// By UID, where `choose` picks among several polls of one, or by id.
  private func related(_ uids: [String], among choose: ([Int]) -> [Int]) -> Related {
    var related = Related()
    for uid in uids {
      let polls = places[uid] ?? []
      let found = polls.count > 1 ? choose(polls) : polls
      let ids = found.isEmpty ? [ElectionID(uid)] : found.map { elections[$0].id }
      // Calendars may say different things of one election, and any of them may be right.
      let alike = ids.compactMap { $0.flatMap { agreed[$0] } }.joined()
      related.places.formUnion(found)
      related.places.formUnion(alike)
      if found.isEmpty, alike.isEmpty { related.unknown.append(uid) }
    }
    return related
  }

  static func list(_ uids: [String]) -> String {
    uids.isEmpty ? "" : " (\(uids.prefix(5).map(\.printable).joined(separator: ", ")))"
  }
}
