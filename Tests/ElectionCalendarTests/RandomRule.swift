import Elections
import TestSupport

/// A rule of an accepted shape, and its dates by looking at every day: slow, and plain enough to trust.
struct RandomRule {
  enum Frequency: String, CaseIterable { case daily, weekly, monthly, yearly }

  let start: CivilDate
  var frequency: Frequency
  var interval = 1
  var count: Int?
  var until: CivilDate?
  var weekStart: Weekday = .monday
  var months: [Int] = []
  var monthDays: [Int] = []
  var yearDays: [Int] = []
  /// Ordinals of 0 stand for plain days.
  var days: [(ordinal: Int, weekday: Weekday)] = []
  var positions: [Int] = []

  init(using random: inout SeededGenerator) {
    start = CivilDate.day("2000-01-01").adding(days: Int.random(in: 0..<9000, using: &random))
    frequency = Frequency.allCases.randomElement(using: &random) ?? .yearly
    func some<Value: Hashable>(_ values: [Value], _ count: Int) -> [Value] {
      Array(values.shuffled(using: &random).prefix(Int.random(in: 1...count, using: &random)))
    }
    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    interval = chance(50) ? 1 : Int.random(in: 2...5, using: &random)
    if chance(50) { months = some(Array(1...12), 4) }
    let plain = Weekday.allCases.map { (ordinal: 0, weekday: $0) }
    func plainDays() -> [(ordinal: Int, weekday: Weekday)] { some(Array(0..<7), 4).map { plain[$0] } }
    switch frequency {
    case .daily:
      if chance(40) { days = plainDays() }
      if chance(30) { monthDays = some(Array(1...31), 10) }
    case .weekly:
      if chance(70) { days = plainDays() }
      if interval > 1, !days.isEmpty, !days.contains(where: { [start] in $0.weekday == start.weekday }) {
        days.append((0, start.weekday))
      }
      weekStart = chance(50) ? .monday : .sunday
    case .monthly:
      if chance(40) {
        days = plainDays()
      } else if chance(40) {
        days = some([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5], 3).map { ($0, Weekday.allCases[abs($0) % 7]) }
      }
      if chance(40) { monthDays = chance(50) ? some(Array(1...31), 5) : some(Array(-31 ... -1), 5) }
      if !days.isEmpty || !monthDays.isEmpty || !months.isEmpty, chance(30) { positions = some([-2, -1, 1, 2, 3], 2) }
    case .yearly:
      switch Int.random(in: 0..<4, using: &random) {
      case 0: days = plainDays()
      case 1: days = some([-3, -2, -1, 1, 2, 3, 4], 3).map { ($0, Weekday.allCases[abs($0) % 7]) }
      case 2:
        if months.isEmpty { months = [5] }
        monthDays = some(Array(1...31), 8)
        if chance(50) { days = plainDays() }
      default:
        months = []
        yearDays = some(Array(1...366), 20)
        if chance(50) { days = plainDays() }
      }
      if chance(30) { positions = some([-2, -1, 1, 2, 3], 2) }
    }
    if chance(30) {
      count = Int.random(in: 1...20, using: &random)
    } else if chance(30) {
      until = start.adding(days: Int.random(in: 0..<2000, using: &random))
    }
  }

  var text: String {
    func name(_ weekday: Weekday) -> String { String(weekday.name.prefix(2)).uppercased() }
    var parts = ["FREQ=\(frequency.rawValue.uppercased())"]
    if interval > 1 { parts.append("INTERVAL=\(interval)") }
    if weekStart != .monday { parts.append("WKST=\(name(weekStart))") }
    func list(_ name: String, _ values: [Int]) {
      if !values.isEmpty { parts.append("\(name)=" + values.map(String.init).joined(separator: ",")) }
    }
    list("BYMONTH", months)
    list("BYMONTHDAY", monthDays)
    list("BYYEARDAY", yearDays)
    if !days.isEmpty {
      parts.append(
        "BYDAY=" + days.map { ($0.ordinal == 0 ? "" : "\($0.ordinal)") + name($0.weekday) }.joined(separator: ","))
    }
    list("BYSETPOS", positions)
    if let count { parts.append("COUNT=\(count)") }
    if let until { parts.append("UNTIL=\(until.compact)") }
    return parts.joined(separator: ";")
  }

  /// The dates before `end`, the start among them.
  func dates(until end: CivilDate) -> [CivilDate] {
    if let until, until < start { return [] }
    var found: [CivilDate] = []
    var day = periodStart(of: start)
    var period: [CivilDate] = []
    var periodKey = key(of: day)
    let first = periodKey
    func close() {
      defer { period = [] }
      guard (periodKey - first) % interval == 0 else { return }
      var chosen = period
      if !positions.isEmpty {
        chosen = Set(
          positions.compactMap { position in
            let index = position > 0 ? position - 1 : period.count + position
            return period.indices.contains(index) ? period[index] : nil
          }
        ).sorted()
      }
      found += chosen.filter { $0 >= start && $0 <= until ?? $0 }
    }
    while day < end.adding(days: 400) {
      if key(of: day) != periodKey {
        close()
        periodKey = key(of: day)
      }
      if fits(day) { period.append(day) }
      day = day.adding(days: 1)
    }
    if let count { found = Array(found.prefix(count)) }
    return Set(found + [start]).sorted().filter { $0 < end }
  }

  private func periodStart(of day: CivilDate) -> CivilDate {
    let (_, month, number) = day.numbers
    switch frequency {
    case .daily: return day
    case .weekly: return day.adding(days: -((day.weekday.rawValue - weekStart.rawValue + 7) % 7))
    case .monthly: return day.adding(days: 1 - number)
    case .yearly: return CivilDate(year: day.year, month: 1, day: 1) ?? day.adding(days: month - month)
    }
  }

  private func key(of day: CivilDate) -> Int {
    let (year, month, _) = day.numbers
    switch frequency {
    case .daily: return Int(day.daysSince1970)
    case .weekly: return Int(periodStart(of: day).daysSince1970) / 7
    case .monthly: return year * 12 + month
    case .yearly: return year
    }
  }

  private func fits(_ day: CivilDate) -> Bool {
    let (year, month, number) = day.numbers
    let length = CivilDate.lengthOfMonth(month, inYear: year)
    if !months.isEmpty, !months.contains(month) { return false }
    if !monthDays.isEmpty, !monthDays.contains(number), !monthDays.contains(number - length - 1) { return false }
    if !yearDays.isEmpty {
      guard let newYear = CivilDate(year: year, month: 1, day: 1), yearDays.contains(day.days(since: newYear) + 1)
      else { return false }
    }
    if !days.isEmpty { return days.contains { $0.weekday == day.weekday && fits(day, ordinal: $0.ordinal) } }
    // What the rule leaves open comes from the start (RFC 5545, 3.3.10).
    switch frequency {
    case .daily: return true
    case .weekly: return day.weekday == start.weekday
    case .monthly: return !monthDays.isEmpty || number == start.numbers.day
    case .yearly:
      if !yearDays.isEmpty || !monthDays.isEmpty { return true }
      return number == start.numbers.day && (!months.isEmpty || month == start.numbers.month)
    }
  }

  private func fits(_ day: CivilDate, ordinal: Int) -> Bool {
    guard ordinal != 0 else { return true }
    let (year, month, number) = day.numbers
    let (position, length): (Int, Int)
    if frequency == .yearly, months.isEmpty {
      guard let newYear = CivilDate(year: year, month: 1, day: 1) else { return false }
      (position, length) = (day.days(since: newYear) + 1, CivilDate.isLeapYear(year) ? 366 : 365)
    } else {
      (position, length) = (number, CivilDate.lengthOfMonth(month, inYear: year))
    }
    return ordinal > 0 ? (position + 6) / 7 == ordinal : (length - position + 7) / 7 == -ordinal
  }
}
