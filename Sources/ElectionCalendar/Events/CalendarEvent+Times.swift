import Elections

/// The times of an event whose zones matter.
extension CalendarEvent {
  /// The first date-time of those that decide anything: its start and end, and what its series is made of. An UNTIL is in
  /// UTC or in the zone of the start.
  func firstTime(where isMeant: (DateTimeValue) -> Bool) -> DateTimeValue? {
    func isMeantTime(_ value: DateTimeValue) -> Bool { !value.isDate && isMeant(value) }
    if isMeantTime(start) { return start }
    if case .until(let end) = length, isMeantTime(end) { return end }
    // Most events end here.
    guard let details else { return nil }
    if let id = details.recurrenceID, isMeantTime(id) { return id }
    if let excluded = details.exceptionDates.first(where: isMeantTime) { return excluded }
    for extra in details.extraDates {
      if isMeantTime(extra.start) { return extra.start }
      if case .until(let end)? = extra.length, isMeantTime(end) { return end }
    }
    return nil
  }

  /// Whether it is more than whole days.
  var hasTimes: Bool { firstTime { _ in true } != nil }

  func uses(_ isMeant: (ZoneIndex) -> Bool) -> Bool { firstTime { isMeant($0.zone) } != nil }

  /// From the first of its times to the last, without those that a rule gives.
  var timeSpan: ClosedRange<CivilDate>? {
    var span: ClosedRange<CivilDate>?
    _ = firstTime { value in
      let day = value.date
      span = span.map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
      return false
    }
    return span
  }
}
