import Elections
import Texts

/// An RRULE of a shape that libical 3.0.16 expands rightly.
///
/// The rule's text is classified before libical sees it: outside these shapes that version gives wrong
/// dates in silence, or never returns (P18, P19). What is refused is refused by name.
package struct RecurrenceRule: Hashable, Sendable {
  enum Frequency: String {
    case daily = "DAILY", weekly = "WEEKLY", monthly = "MONTHLY", yearly = "YEARLY"
  }

  /// Why a rule is refused: names the part, as a clause that follows “the RRULE …”.
  struct Refusal: Error, Equatable {
    let reason: String
  }

  let frequency: Frequency
  let interval: Int
  let count: Int?
  let until: DateTimeValue?
  /// The last day of an UNTIL that was written as 23:59:59, whatever its zone.
  let untilIsEndOfDay: Bool
  /// The rule without UNTIL, as libical is given it.
  let text: String
  /// How many readings of the clock a day of the rule has.
  let clockReadings: Int
  let hasSkip: Bool
  let hasDayList: Bool
  let hasMonthList: Bool
  /// What in its writing is passed over, as a clause that follows “RRULE …”.
  let slip: String?

  private static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
  private static let clockParts = ["BYHOUR", "BYMINUTE", "BYSECOND"]
  private static let lists: [String: (range: ClosedRange<Int>, allowsNegative: Bool)] = [
    "BYMONTH": (1...12, false), "BYMONTHDAY": (1...31, true), "BYYEARDAY": (1...366, true),
    "BYSETPOS": (1...366, true), "BYHOUR": (0...23, false), "BYMINUTE": (0...59, false),
    "BYSECOND": (0...59, false), "BYWEEKNO": (1...53, true),
  ]

  /// `until` reads the text of UNTIL as a date or date-time of the calendar at hand.
  init(
    _ source: ByteView,
    start: DateTimeValue,
    until readUntil: (ByteView) -> DateTimeValue?
  ) throws(Refusal) {
    var parts = try Parts(source)
    if start.isDate { for name in Self.clockParts { parts.remove(name) } }

    guard let word = parts.frequency else { throw Refusal(reason: "has no FREQ") }
    switch word {
    case "SECONDLY", "MINUTELY", "HOURLY": throw Refusal(reason: "repeats more often than daily (FREQ=\(word))")
    default: break
    }
    guard let frequency = Frequency(rawValue: word) else {
      throw Refusal(reason: "has no usable FREQ (\(word.printable))")
    }
    self.frequency = frequency
    interval = try parts.number("INTERVAL", in: 1...1_000) ?? 1
    count = try parts.number("COUNT", in: 1...1_000_000)

    var lists: [String: [Int]] = [:]
    for (name, bounds) in Self.lists {
      lists[name] = try parts.list(name, in: bounds.range, allowsNegative: bounds.allowsNegative)
    }
    let days = try parts.days(for: frequency, besideMonths: lists["BYMONTH"] != nil)
    let weekStart = try parts.weekStart()
    try parts.checkScale(frequency: frequency)
    try Self.checkShape(
      frequency, lists: lists, days: days, interval: interval, weekStart: weekStart, start: start)

    untilIsEndOfDay = parts.until?.hasSuffix("T235959") ?? false || parts.until?.hasSuffix("T235959Z") ?? false
    if let text = parts.until {
      guard count == nil else { throw Refusal(reason: "has COUNT together with UNTIL") }
      let bytes = Array(Self.untilWithinYears(text).utf8)
      let value = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe buffer.baseAddress.flatMap { readUntil(unsafe ByteView(base: $0, count: buffer.count)) }
      }
      guard let value else { throw Refusal(reason: "has an UNTIL that is no date (\(text.printable))") }
      until = value
    } else {
      until = nil
    }
    clockReadings = Self.clockParts.reduce(1) { $0 * max(1, lists[$1]?.count ?? 1) }
    hasSkip = parts.has("SKIP")
    hasDayList = !days.isEmpty
    hasMonthList = lists["BYMONTH"] != nil
    text = parts.text
    slip = parts.slip
  }

  /// UNTIL as it is read: a day beyond the years that are read is their last one, which ends nothing that anybody asks for
  /// (many programs write 9999 for “never”).
  private static func untilWithinYears(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count >= 8, bytes[..<8].allSatisfy(\.isDigit), let year = Int(text.prefix(4)),
      year > CalendarLimits.years.upperBound, let month = Int(text.prefix(6).suffix(2)),
      let day = Int(text.prefix(8).suffix(2)),
      // 2196 is a leap year.
      CivilDate(year: 2196, month: month, day: day) != nil
    else { return text }
    return "\(CalendarLimits.years.upperBound)1231" + text.dropFirst(8)
  }

  /// A start not after `limit` from which the rule gives the same dates as from `start`, those before it
  /// left out: it lies whole intervals later, on a day that its month has.
  ///
  /// Saves libical from walking through centuries. COUNT counts from the true start, so with it, as with
  /// SKIP, there is nothing to save.
  func advanced(_ start: CivilDateTime, to limit: CivilDateTime) -> CivilDateTime {
    guard count == nil, !hasSkip, start < limit else { return start }
    let days = limit.date.days(since: start.date)
    let (year, month, day) = start.date.numbers
    var periods: Int
    switch frequency {
    case .daily, .weekly:
      let length = frequency == .daily ? interval : interval * 7
      return start.adding(days: max(0, days / length - 1) * length)
    case .monthly: periods = days / 31 / interval - 1
    case .yearly: periods = days / 366 / interval - 1
    }
    while periods > 0 {
      let months = month - 1 + periods * interval * (frequency == .monthly ? 1 : 12)
      if let date = CivilDate(year: year + months / 12, month: months % 12 + 1, day: day) {
        return CivilDateTime(date: date, secondOfDay: start.secondOfDay)
      }
      periods -= 1
    }
    return start
  }

  /// What an expansion between two readings costs, in the steps that a daily rule takes for its days.
  func cost(from start: CivilDateTime, to end: CivilDateTime) -> Int {
    let days = max(1, end.date.days(since: start.date))
    let perDay =
      switch frequency {
      case .daily: 1.0 / Double(interval)
      case .weekly: (hasDayList ? 1 : 0.3) / Double(interval)
      case .monthly: 0.1 / Double(interval)
      case .yearly: (hasDayList && !hasMonthList ? 1 : 0.02) / Double(interval)
      }
    return Int(Double(days) * perDay * Double(clockReadings)) + 4
  }

  private static func checkShape(
    _ frequency: Frequency,
    lists: [String: [Int]],
    days: [WeekdayInRule],
    interval: Int,
    weekStart: String?,
    start: DateTimeValue
  ) throws(Refusal) {
    func refuse(_ reason: String) throws(Refusal) { throw Refusal(reason: reason) }
    let name = frequency.rawValue
    let monthDays = lists["BYMONTHDAY"]
    let yearDays = lists["BYYEARDAY"]
    let hasOrdinals = days.contains { $0.ordinal != nil }

    if lists["BYWEEKNO"] != nil { try refuse("uses BYWEEKNO") }
    if let positions = lists["BYSETPOS"], !positions.isEmpty {
      if frequency == .daily || frequency == .weekly { try refuse("uses BYSETPOS under FREQ=\(name)") }
      if clockParts.contains(where: { lists[$0] != nil }) {
        try refuse("uses BYSETPOS with BYHOUR, BYMINUTE or BYSECOND")
      }
      if let monthDays, monthDays.contains(where: { $0 < 0 }), monthDays.contains(where: { $0 > 0 }) {
        try refuse("uses BYSETPOS over BYMONTHDAY of both signs")
      }
      if days.isEmpty, ["BYMONTH", "BYMONTHDAY", "BYYEARDAY"].allSatisfy({ lists[$0] == nil }) {
        try refuse("uses BYSETPOS without another BY part")
      }
    }
    if let monthDays {
      if frequency == .weekly { try refuse("uses BYMONTHDAY under FREQ=WEEKLY") }
      if monthDays.contains(where: { $0 < 0 }), frequency != .monthly {
        try refuse("uses a negative BYMONTHDAY under FREQ=\(name)")
      }
    }
    if let yearDays {
      if frequency != .yearly { try refuse("uses BYYEARDAY under FREQ=\(name)") }
      if yearDays.contains(where: { $0 < 0 }) { try refuse("uses a negative BYYEARDAY") }
      if lists["BYMONTH"] != nil || monthDays != nil || hasOrdinals {
        try refuse("uses BYYEARDAY with BYMONTH, BYMONTHDAY or numbered BYDAY")
      }
    }
    if frequency == .yearly, monthDays != nil {
      if lists["BYMONTH"] == nil { try refuse("uses BYMONTHDAY without BYMONTH under FREQ=YEARLY") }
      if hasOrdinals { try refuse("uses numbered BYDAY with BYMONTHDAY under FREQ=YEARLY") }
    }
    if frequency == .weekly, interval > 1, !days.isEmpty {
      if let weekStart, weekStart != "MO", weekStart != "SU" {
        try refuse("uses BYDAY and WKST=\(weekStart) with INTERVAL above 1 under FREQ=WEEKLY")
      }
      let weekday = Self.weekdays[start.date.weekday.rawValue]
      if !days.contains(where: { $0.weekday == weekday }) {
        try refuse("has INTERVAL above 1 under FREQ=WEEKLY and a BYDAY without DTSTART's own weekday")
      }
    }
  }

  private struct WeekdayInRule: Hashable {
    let ordinal: Int?
    let weekday: String
  }

  /// The parts of the text, each at most once.
  private struct Parts {
    private var parts: [(name: String, value: String)] = []
    private(set) var slip: String?

    private static let known: Set<String> = Set(RecurrenceRule.lists.keys).union([
      "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", "RSCALE", "SKIP",
    ])

    init(_ source: ByteView) throws(Refusal) {
      let text = source.trimmed.string.uppercased()
      for piece in text.split(separator: Character(";"), omittingEmptySubsequences: false) {
        guard !Self.unpadded(piece).isEmpty else {
          slip = "has a “;” with nothing beside it, which is passed over"
          continue
        }
        guard let equals = piece.firstIndex(of: "=") else {
          throw Refusal(reason: "has a part without a value (“\(String(piece).printable)”)")
        }
        let name = Self.unpadded(piece[..<equals])
        let value = piece[piece.index(after: equals)...].split(
          separator: Character(","), omittingEmptySubsequences: false
        ).map(Self.unpadded).joined(separator: ",")
        if name.utf8.count + value.utf8.count + 1 < piece.utf8.count {
          slip = "has blanks between its parts, which are passed over"
        }
        guard Self.known.contains(name) else { throw Refusal(reason: "has the unknown part \(name.printable)") }
        guard !value.isEmpty else { throw Refusal(reason: "has an empty \(name)") }
        guard !has(name, in: parts) else { throw Refusal(reason: "repeats the part \(name)") }
        parts.append((name, value))
      }
      if let shared = parts.first(where: { $0.value.count(where: { $0 == "," }) >= CalendarLimits.valuesInLine }) {
        throw Refusal(reason: "has more than \(CalendarLimits.valuesInLine) values in \(shared.name)")
      }
    }

    /// Without blanks at its ends.
    private static func unpadded(_ text: Substring) -> String {
      var text = text
      while let first = text.utf8.first, first.isBlank { text.removeFirst() }
      while let last = text.utf8.last, last.isBlank { text.removeLast() }
      return String(text)
    }

    private func has(_ name: String, in parts: [(name: String, value: String)]) -> Bool {
      parts.contains { $0.name == name }
    }

    func has(_ name: String) -> Bool { has(name, in: parts) }
    private func value(_ name: String) -> String? { parts.first { $0.name == name }?.value }
    mutating func remove(_ name: String) { parts.removeAll { $0.name == name } }
    var frequency: String? { value("FREQ") }
    var until: String? { value("UNTIL") }

    /// The parts for libical: RSCALE=GREGORIAN says what is meant anyway and is wanted beside SKIP only, and
    /// lists of numbers are put in order, because libical walks BYHOUR and its kin as they are written.
    var text: String {
      parts.filter { $0.name != "UNTIL" && ($0.name != "RSCALE" || has("SKIP")) }
        .map { "\($0.name)=\(RecurrenceRule.lists[$0.name] == nil ? $0.value : Self.inOrder($0.value))" }
        .joined(separator: ";")
    }

    private static func inOrder(_ list: String) -> String {
      list.split(separator: Character(",")).compactMap { Int($0) }.sorted().map(String.init).joined(separator: ",")
    }

    func number(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
      guard let text = value(name) else { return nil }
      guard text.utf8.count <= 7, text.utf8.allSatisfy(\.isDigit), let number = Int(text), range.contains(number)
      else { throw Refusal(reason: "has a bad \(name) (\(text.printable))") }
      return number
    }

    func list(_ name: String, in range: ClosedRange<Int>, allowsNegative: Bool) throws(Refusal) -> [Int]? {
      guard let text = value(name) else { return nil }
      var numbers: [Int] = []
      for item in text.split(separator: Character(","), omittingEmptySubsequences: false) {
        let digits = item.hasPrefix("-") || item.hasPrefix("+") ? item.dropFirst() : item
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit), let size = Int(digits)
        else { throw Refusal(reason: "has a bad number in \(name) (\(String(item).printable))") }
        let number = item.hasPrefix("-") ? -size : size
        guard range.contains(size), number >= 0 || allowsNegative else {
          throw Refusal(reason: "has a number out of range in \(name) (\(number))")
        }
        numbers.append(number)
      }
      guard Set(numbers).count == numbers.count else { throw Refusal(reason: "repeats a value in \(name)") }
      return numbers
    }

    func days(for frequency: Frequency, besideMonths: Bool) throws(Refusal) -> [WeekdayInRule] {
      guard let text = value("BYDAY") else { return [] }
      let most = frequency == .yearly && !besideMonths ? 53 : 5
      var days: [WeekdayInRule] = []
      for item in text.split(separator: Character(","), omittingEmptySubsequences: false) {
        let weekday = String(item.suffix(2))
        let sign = item.first == "-" ? -1 : 1
        let prefix = item.dropLast(2)
        let digits = prefix.first == "-" || prefix.first == "+" ? prefix.dropFirst() : prefix
        guard RecurrenceRule.weekdays.contains(weekday), digits.utf8.count <= 2,
          digits.utf8.allSatisfy(\.isDigit), digits.isEmpty == prefix.isEmpty
        else { throw Refusal(reason: "has a bad day in BYDAY (\(String(item).printable))") }
        guard let size = Int(digits) else {
          days.append(WeekdayInRule(ordinal: nil, weekday: weekday))
          continue
        }
        guard frequency == .monthly || frequency == .yearly else {
          throw Refusal(reason: "has a numbered day (\(item)) in BYDAY under FREQ=\(frequency.rawValue)")
        }
        guard (1...most).contains(size) else {
          throw Refusal(reason: "has a numbered day out of range in BYDAY (\(item))")
        }
        days.append(WeekdayInRule(ordinal: sign * size, weekday: weekday))
      }
      guard Set(days).count == days.count else { throw Refusal(reason: "repeats a value in BYDAY") }
      let numbered = days.count { $0.ordinal != nil }
      guard numbered == 0 || numbered == days.count else {
        throw Refusal(reason: "mixes numbered and plain days in BYDAY")
      }
      return days
    }

    func weekStart() throws(Refusal) -> String? {
      guard let day = value("WKST") else { return nil }
      guard RecurrenceRule.weekdays.contains(day) else {
        throw Refusal(reason: "has a bad WKST (\(day.printable))")
      }
      return day
    }

    func checkScale(frequency: Frequency) throws(Refusal) {
      if let scale = value("RSCALE"), scale != "GREGORIAN" {
        throw Refusal(reason: "counts by the calendar RSCALE=\(scale.printable); only GREGORIAN is read")
      }
      guard let skip = value("SKIP") else { return }
      guard ["OMIT", "BACKWARD", "FORWARD"].contains(skip), has("RSCALE"),
        frequency == .monthly || frequency == .yearly, !has("BYDAY"), !has("BYSETPOS")
      else {
        throw Refusal(
          reason: "uses SKIP where it is not read (it needs RSCALE=GREGORIAN, "
            + "FREQ=MONTHLY or YEARLY, and neither BYDAY nor BYSETPOS)")
      }
    }
  }
}
