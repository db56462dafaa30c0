import Elections

/// A VTIMEZONE as it was written: its name and the observances that take turns.
struct ZoneDefinition {
  private struct Observance {
    var start: CivilDateTime?
    var offsetFrom: Int?
    var offsetTo: Int?
    var rule: RecurrenceRule?
    var extraStarts: [CivilDateTime] = []
  }

  /// The line of its BEGIN.
  let line: Int
  private(set) var name: String?
  private var observances: [Observance] = []
  /// Something in it cannot be used, so that its name stays unknown.
  private var isUnusable = false

  /// It says how its clocks go, but not so that anything can be made of it.
  var isBroken: Bool {
    isUnusable || observances.contains { $0.start == nil || $0.offsetFrom == nil || $0.offsetTo == nil }
  }

  /// The most observances and dates that are kept; real zones have a few dozen.
  private static let mostObservances = 200
  private static let mostChanges = 4_000

  init(line: Int) { self.line = line }

  mutating func beginObservance() {
    guard observances.count < Self.mostObservances else {
      isUnusable = true
      return
    }
    observances.append(Observance())
  }

  /// A line of the VTIMEZONE itself.
  mutating func read(_ line: ContentLine) {
    if line.name == .zoneID, name == nil { name = TextList.unescaped(line.value) }
  }

  /// A line of the observance that began last.
  mutating func readObservance(_ line: ContentLine) {
    guard !isUnusable, let last = observances.indices.last else { return }
    switch line.name {
    case .start:
      guard case .local(let civil)? = DateTimeText(line.value.trimmed) else { return isUnusable = true }
      observances[last].start = civil
    case .offsetFrom:
      guard let offset = Self.offset(line.value.trimmed) else { return isUnusable = true }
      observances[last].offsetFrom = offset
    case .offsetTo:
      guard let offset = Self.offset(line.value.trimmed) else { return isUnusable = true }
      observances[last].offsetTo = offset
    case .recurrenceDates:
      let values = TextList.values(in: line.value)
      guard values.count + observances[last].extraStarts.count <= CalendarLimits.valuesInLine else {
        return isUnusable = true
      }
      for value in values {
        guard case .local(let civil)? = DateTimeText(value.trimmed) else { return isUnusable = true }
        observances[last].extraStarts.append(civil)
      }
    case .recurrenceRule:
      guard let start = observances[last].start ?? CivilDate(year: 1970, month: 1, day: 1).map({ .init(date: $0) })
      else { return }
      let rule = try? RecurrenceRule(line.value, start: DateTimeValue(start, zone: .utc)) { text in
        // UNTIL stands in UTC; the observance's own offset is added when it is used.
        switch DateTimeText(text) {
        case .utc(let civil), .local(let civil): DateTimeValue(civil, zone: .utc)
        case .date(let date): DateTimeValue(CivilDateTime(date: date, secondOfDay: 86_399), zone: .utc)
        case nil: nil
        }
      }
      guard let rule, rule.frequency == .yearly, observances[last].rule == nil else { return isUnusable = true }
      observances[last].rule = rule
    default: break
    }
  }

  /// The zone that the observances make, right between two days, or `nil` when they do not make one.
  func zone(from first: CivilDate, to last: CivilDate) -> OwnZone? {
    guard !isUnusable else { return nil }
    var changes: [(at: Instant, offset: Int)] = []
    var earliest: (at: Instant, offset: Int)?
    // A change up to a year before decides the offset of the first day.
    let reach = CivilDateTime(date: first.adding(days: -800))
    for observance in observances {
      guard let start = observance.start, let from = observance.offsetFrom, let to = observance.offsetTo
      else { return nil }
      var starts = observance.extraStarts + [start]
      if let rule = observance.rule {
        var end = CivilDateTime(date: last.adding(days: 2))
        if let until = rule.until { end = min(end, until.civil.adding(seconds: Int64(from))) }
        var room = Self.mostChanges
        let isRead = Libical.forEachOccurrence(
          of: rule.text,
          from: Libical.Reading(civil: rule.advanced(start, to: reach), isDate: false),
          until: end
        ) { civil in
          if civil <= end { starts.append(civil) }
          room -= 1
          return room > 0
        }
        guard isRead, room > 0 else { return nil }
      }
      for civil in Set(starts) {
        let at = Instant(secondsSince1970: civil.secondsAsUTC - Int64(from))
        changes.append((at, to))
        if earliest.map({ at < $0.at }) ?? true { earliest = (at, from) }
      }
    }
    return OwnZone(changes: changes, firstOffset: earliest?.offset ?? 0)
  }

  /// `+HHMM` or `-HHMMSS` in seconds.
  private static func offset(_ text: ByteView) -> Int? {
    guard text.count == 5 || text.count == 7, text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-")
    else { return nil }
    var parts: [Int] = []
    for index in stride(from: 1, to: text.count, by: 2) {
      guard text[index].isDigit, text[index + 1].isDigit else { return nil }
      parts.append(Int(text[index] - 48) * 10 + Int(text[index + 1] - 48))
    }
    guard parts[0] < 24, parts[1] < 60, parts.count < 3 || parts[2] < 60 else { return nil }
    let seconds = parts[0] * 3600 + parts[1] * 60 + (parts.count > 2 ? parts[2] : 0)
    return text[0] == UInt8(ascii: "-") ? -seconds : seconds
  }
}
