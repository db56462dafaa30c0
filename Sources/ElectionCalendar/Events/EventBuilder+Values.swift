import Elections
import Texts

/// The values of single lines, each checked on its raw text.
extension EventBuilder {
  mutating func value(_ line: ContentLine, zones: inout ZoneTable) -> DateTimeValue? {
    value(line.value.trimmed, of: line, zones: &zones)
  }

  /// One date or date-time of a line, or `nil` with the event made unreadable.
  mutating func value(_ text: ByteView, of line: ContentLine, zones: inout ZoneTable) -> DateTimeValue? {
    let name = line.name?.text ?? ""
    guard let parsed = DateTimeText(text) else {
      fail(
        line: line.number,
        "its \(name) “\(text.string.printable)” is no date or time that exists; write YYYYMMDD or "
          + "YYYYMMDDTHHMMSS, in the years 1600 to 2199.")
      return nil
    }
    if !line.parameters.isEmpty, let kind = line.parameter("VALUE")?.uppercased() {
      let isDate = if case .date = parsed { true } else { false }
      if (kind == "DATE") != isDate, kind != "PERIOD" {
        warn(line, "\(name) says VALUE=\(kind.printable) but its value has another form; the form counts")
      }
    }
    switch parsed {
    case .date(let date): return DateTimeValue(date: date)
    case .utc(let civil): return DateTimeValue(civil, zone: .utc)
    case .local(let civil):
      guard !line.parameters.isEmpty, let zoneName = line.parameter("TZID") else {
        return DateTimeValue(civil, zone: zones.floating)
      }
      let zone = zones.index(of: zoneName)
      if zones.isWaiting(zone) { waitingZones.append(WaitingZone(zone: zone, name: zoneName, line: line.number)) }
      return DateTimeValue(civil, zone: zone)
    }
  }

  mutating func readDuration(_ line: ContentLine) {
    guard let value = DurationValue(line.value.trimmed) else {
      return fail(
        line: line.number,
        "its DURATION “\(line.value.string.printable)” cannot be read; write it as PT15H or P1D.")
    }
    guard !value.isNegative else {
      return fail(line: line.number, "its DURATION is negative; an event ends after it starts.")
    }
    duration = (value, line.number)
  }

  mutating func readStatus(_ line: ContentLine) {
    let text = TextList.unescaped(line.value).uppercased()
    guard !text.isEmpty else { return }
    status = text
    if !["CONFIRMED", "TENTATIVE", "CANCELLED"].contains(text) {
      warn(
        line,
        "STATUS “\(text.printable)” is not known and cancels nothing; CONFIRMED, TENTATIVE or "
          + "CANCELLED may be meant")
    }
  }

  mutating func readSequence(_ line: ContentLine) {
    let text = line.value.trimmed
    let digits = !text.isEmpty && text[0] == UInt8(ascii: "+") ? text[1..<text.count] : text
    guard !digits.isEmpty, (0..<digits.count).allSatisfy({ digits[$0].isDigit }) else {
      return fail(
        line: line.number, "its SEQUENCE “\(text.string.printable)” is no number; write how often it was changed.")
    }
    if let number = Int32(digits.string) {
      sequence = number
    } else {
      // RFC 5545, 3.3.8; mostly a time stamp, of which the later ones are the newer ones.
      sequence = .max
      warn(
        line,
        "SEQUENCE “\(text.string.printable)” is above the largest number of iCalendar, \(Int32.max), which counts in its place"
      )
    }
  }

  mutating func stampInstant(_ line: ContentLine) -> Int64? {
    switch DateTimeText(line.value.trimmed) {
    case .utc(let civil), .local(let civil): return civil.secondsAsUTC
    case .date(let date): return CivilDateTime(date: date).secondsAsUTC
    case nil:
      warn(line, "\(line.name?.text ?? "") “\(line.value.string.printable)” is no date-time and is passed over")
      return nil
    }
  }

  mutating func readCategories(_ line: ContentLine) {
    guard hasRoom(line) else { return }
    let hasSemicolon = line.value.firstIndex(of: UInt8(ascii: ";")) != nil
    for value in TextList.values(in: line.value) {
      guard hasSemicolon else {
        addCategory(value)
        continue
      }
      let parts = TextList.values(in: value, partedBy: UInt8(ascii: ";"))
      if parts.count > 1 { warn(line, "CATEGORIES are parted by “;”, and are read as if it were “,”") }
      for part in parts { addCategory(part) }
    }
    if categories.count > CalendarLimits.valuesInLine {
      fail(line: line.number, "it has more than \(CalendarLimits.valuesInLine) CATEGORIES in all; remove some.")
    }
  }

  private mutating func addCategory(_ value: ByteView) {
    let text = TextList.unescaped(value)
    if !text.isEmpty { categories.append(text) }
  }

  private mutating func hasRoom(_ line: ContentLine, beside count: Int = 0) -> Bool {
    let values = TextList.count(line.value)
    guard values <= CalendarLimits.valuesInLine else {
      fail(
        line: line.number,
        "its \(line.name?.text ?? "") has more than \(CalendarLimits.valuesInLine) values in one line; spread "
          + "them over several lines.")
      return false
    }
    guard count + values <= CalendarLimits.listedDates else {
      fail(line: line.number, "it lists more than \(CalendarLimits.listedDates) dates; use a rule instead.")
      return false
    }
    return true
  }

  mutating func readRule(_ line: ContentLine) {
    unsafe line.value.withUnsafeBytes { rule = unsafe (Array($0), line.number) }
  }

  mutating func readExtraDates(_ line: ContentLine, zones: inout ZoneTable) {
    guard !line.value.trimmed.isEmpty, hasRoom(line, beside: extraDates.count) else { return }
    if extraDatesLine == 0 { extraDatesLine = line.number }
    for item in TextList.values(in: line.value) {
      let text = item.trimmed
      guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else {
        guard let start = value(text, of: line, zones: &zones) else { return }
        extraDates.append(EventDetails.ExtraDate(start: start, length: nil))
        continue
      }
      guard let start = value(text[0..<slash], of: line, zones: &zones) else { return }
      let rest = text[slash + 1..<text.count]
      if let duration = DurationValue(rest) {
        guard !start.isDate, !duration.isNegative else {
          return fail(line: line.number, "its RDATE has a period that ends before it starts; correct it.")
        }
        extraDates.append(EventDetails.ExtraDate(start: start, length: .duration(duration)))
      } else {
        guard let end = value(rest, of: line, zones: &zones) else { return }
        guard !start.isDate, !end.isDate, end.zone != start.zone || start.civil <= end.civil else {
          return fail(line: line.number, "its RDATE has a period that ends before it starts; correct it.")
        }
        extraDates.append(EventDetails.ExtraDate(start: start, length: .until(end)))
      }
    }
  }

  mutating func readExceptionDates(_ line: ContentLine, zones: inout ZoneTable) {
    guard !line.value.trimmed.isEmpty, hasRoom(line, beside: exceptionDates.count) else { return }
    for item in TextList.values(in: line.value) {
      guard let value = value(item.trimmed, of: line, zones: &zones) else { return }
      exceptionDates.append(value)
    }
  }

  mutating func readRecurrenceID(_ line: ContentLine, zones: inout ZoneTable) {
    recurrenceID = value(line, zones: &zones)
    guard let range = line.parameter("RANGE")?.uppercased() else { return }
    guard range == "THISANDFUTURE" else {
      return fail(line: line.number, "its RECURRENCE-ID has RANGE=\(range.printable); only THISANDFUTURE is read.")
    }
    reachesForward = true
  }
}
