/// A reading of the clock on the wall: a day and the seconds since its midnight, without a zone.
package struct CivilDateTime: Hashable, Comparable, Sendable {
  package let date: CivilDate
  /// 0 to 86,399.
  package let secondOfDay: Int32

  package init(date: CivilDate, secondOfDay: Int32 = 0) {
    self.date = date
    self.secondOfDay = secondOfDay
  }

  package init?(date: CivilDate, hour: Int, minute: Int, second: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
    self.init(date: date, secondOfDay: Int32(hour * 3600 + minute * 60 + second))
  }

  /// Seconds since 1970 if the clock showed UTC. The difference of two is their exact distance on the clock, whatever
  /// the clocks do in between.
  package var secondsAsUTC: Int64 { Int64(date.daysSince1970) * 86_400 + Int64(secondOfDay) }

  package init(secondsAsUTC seconds: Int64) {
    var day = seconds / 86_400
    var rest = seconds % 86_400
    if rest < 0 {
      rest += 86_400
      day -= 1
    }
    self.init(date: CivilDate(daysSince1970: Int32(day)), secondOfDay: Int32(rest))
  }

  package func adding(days: Int = 0, seconds: Int64 = 0) -> CivilDateTime {
    CivilDateTime(secondsAsUTC: secondsAsUTC + Int64(days) * 86_400 + seconds)
  }

  package static func < (left: Self, right: Self) -> Bool { left.secondsAsUTC < right.secondsAsUTC }
}

extension CivilDateTime: CustomStringConvertible {
  /// `YYYY-MM-DDTHH:MM:SS`.
  package var description: String {
    let second = Int(secondOfDay)
    return
      "\(date)T\(padded(second / 3600, to: 2)):\(padded(second / 60 % 60, to: 2)):\(padded(second % 60, to: 2))"
  }
}
