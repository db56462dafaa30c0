import Elections

/// One VEVENT as it was read: checked values, civil times, and where it stands.
package struct CalendarEvent: Sendable {
  /// Empty for an event without one, which stands alone.
  package let uid: String
  package let summary: String
  /// In upper case; nil where none is written.
  package internal(set) var status: String?
  package let start: DateTimeValue
  package let length: EventLength
  package let sequence: Int32
  /// DTSTAMP in seconds since 1970, the second rank among versions.
  let stamp: Int64
  /// The line of its BEGIN.
  package let line: Int32
  let categories: Int32
  /// The zone in which its calendar's floating times stand.
  let calendarZone: ZoneIndex
  /// What only a few events have.
  package let details: EventDetails?
}

/// How long each occurrence of an event lasts.
package enum EventLength: Hashable, Sendable {
  /// An instant without an end.
  case none
  /// A civil distance from the start, and exact seconds after it (RFC 5545, 3.3.6).
  case duration(DurationValue)
  /// Up to a reading of the clock; occurrences of a series keep its civil distance from the start.
  case until(DateTimeValue)
}

/// The parts of recurring, overriding and related events.
package final class EventDetails: Sendable {
  package struct Rule: Sendable {
    package let rule: RecurrenceRule
    package let line: Int
  }

  /// An RDATE, with the end that a PERIOD brings along.
  struct ExtraDate: Sendable {
    let start: DateTimeValue
    let length: EventLength?

    /// Where its period ends; nil for a plain date.
    func end(in file: CalendarFile, zone: some ZoneOffsets) -> Instant? {
      length.flatMap { file.end(of: $0, from: start, authority: zone) }
    }
  }

  package let rule: Rule?
  let extraDates: [ExtraDate]
  let exceptionDates: [DateTimeValue]
  let recurrenceID: DateTimeValue?
  /// RANGE=THISANDFUTURE stands beside the RECURRENCE-ID.
  let reachesForward: Bool
  package let relatedTo: [String]
  /// LAST-MODIFIED in seconds since 1970.
  package let lastModified: Int64?

  init(
    rule: Rule?,
    extraDates: [ExtraDate],
    exceptionDates: [DateTimeValue],
    recurrenceID: DateTimeValue?,
    reachesForward: Bool,
    relatedTo: [String],
    lastModified: Int64?
  ) {
    self.rule = rule
    self.extraDates = extraDates
    self.exceptionDates = exceptionDates
    self.recurrenceID = recurrenceID
    self.reachesForward = reachesForward
    self.relatedTo = relatedTo
    self.lastModified = lastModified
  }

  var recurs: Bool { rule != nil || !extraDates.isEmpty || !exceptionDates.isEmpty }
}
