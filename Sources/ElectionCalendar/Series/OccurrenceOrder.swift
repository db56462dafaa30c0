import Elections
import Foundation

/// Occurrences by start, UID and end; those that are alike in all of these in the order of their files and lines.
struct OccurrenceOrder {
  private let occurrences: [Occurrence]
  private let zone: TimeZone
  private let starts: [Instant]

  init(_ occurrences: [Occurrence], zone: TimeZone) {
    self.occurrences = occurrences
    self.zone = zone
    // Many all-day occurrences share their days, told by their number.
    var known: [Int32: Instant] = [:]
    starts = occurrences.map { occurrence in
      guard case .day(let day) = occurrence.start else { return occurrence.start.instant(in: zone) }
      if let start = known[day.daysSince1970] { return start }
      let start = zone.startOfDay(day)
      known[day.daysSince1970] = start
      return start
    }
  }

  /// Spread over as many stretches of time as there are occurrences, each of which is then sorted by itself: every series
  /// is in order, but those of a thousand would have to be merged ten times.
  func sorted() -> [Occurrence] {
    guard let first = starts.min(), let last = starts.max(), first < last else {
      return occurrences.indices.sorted(by: precedes).map { occurrences[$0] }
    }
    let begin = first.millisecondsSince1970
    let span = last.millisecondsSince1970 - begin
    let width = span / Int64(starts.count) + 1
    func stretch(_ start: Instant) -> Int { Int((start.millisecondsSince1970 - begin) / width) }
    // Where the next occurrence of each stretch goes, at first where the stretch begins, at last where it ends.
    var next = [Int](repeating: 0, count: Int(span / width) + 1)
    for start in starts { next[stretch(start)] += 1 }
    var sum = 0
    for index in next.indices { (next[index], sum) = (sum, sum + next[index]) }
    var order = [Int](repeating: 0, count: starts.count)
    for (index, start) in starts.enumerated() {
      let place = stretch(start)
      order[next[place]] = index
      next[place] += 1
    }
    unsafe order.withUnsafeMutableBufferPointer { order in
      var begin = 0
      for end in next {
        var stretch = unsafe UnsafeMutableBufferPointer(rebasing: order[begin..<end])
        if end > begin + 1 { unsafe stretch.sort(by: precedes) }
        begin = end
      }
    }
    return order.map { occurrences[$0] }
  }

  private func precedes(_ one: Int, _ other: Int) -> Bool {
    if starts[one] != starts[other] { return starts[one] < starts[other] }
    let (left, right) = (occurrences[one], occurrences[other])
    if left.event.uid != right.event.uid {
      return left.event.uid.utf8.lexicographicallyPrecedes(right.event.uid.utf8)
    }
    let earliest = Instant(millisecondsSince1970: .min)
    let ends = (left.end?.instant(in: zone) ?? earliest, right.end?.instant(in: zone) ?? earliest)
    if ends.0 != ends.1 { return ends.0 < ends.1 }
    return (left.member.file, left.event.line, one) < (right.member.file, right.event.line, other)
  }
}
