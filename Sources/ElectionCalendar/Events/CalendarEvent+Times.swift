import Elections

/// The times of an event whose zones matter.
extension CalendarEvent {
  /// Every date-time that decides anything, in no order: its start and end, and what its series is made of.
  var times: [DateTimeValue] {
    var values = [start]
    if case .until(let end) = length { values.append(end) }
    if let details {
      values += details.exceptionDates
      for extra in details.extraDates {
        values.append(extra.start)
        if case .until(let end)? = extra.length { values.append(end) }
      }
      if let id = details.recurrenceID { values.append(id) }
      if let until = details.rule?.rule.until { values.append(until) }
    }
    return values.filter { !$0.isDate }
  }

  /// Whether it is more than whole days.
  var hasTimes: Bool { !start.isDate || details != nil && !times.isEmpty }

  func uses(_ isMeant: (ZoneIndex) -> Bool) -> Bool { times.contains { isMeant($0.zone) } }

  var firstDate: CivilDate? { times.map(\.date).min() }
  /// Without those that a rule gives.
  var lastDate: CivilDate? { times.map(\.date).max() }
}
