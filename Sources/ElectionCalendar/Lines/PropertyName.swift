/// The properties and parameters that Portcullis reads; all others are passed over.
enum PropertyName: UInt8, Sendable {
  case begin, end
  case version, calendarScale, method, calendarZone
  case uid, start, finish, duration, summary, status, sequence, stamp, lastModified, categories
  case recurrenceRule, recurrenceDates, exceptionDates, exceptionRule, recurrenceID, relatedTo
  case zoneID, offsetFrom, offsetTo

  /// Packs up to eight upper-case bytes, so that a name is compared in one or two steps.
  private static func key(_ text: StaticString) -> UInt64 {
    var key: UInt64 = 0
    for index in 0..<text.utf8CodeUnitCount { key = key << 8 | UInt64(unsafe text.utf8Start[index]) }
    return key
  }

  private static let begin8 = key("BEGIN")
  private static let end8 = key("END")
  private static let uid8 = key("UID")
  private static let dtend8 = key("DTEND")
  private static let rrule8 = key("RRULE")
  private static let rdate8 = key("RDATE")
  private static let tzid8 = key("TZID")
  private static let exdate8 = key("EXDATE")
  private static let exrule8 = key("EXRULE")
  private static let method8 = key("METHOD")
  private static let status8 = key("STATUS")
  private static let dtstart8 = key("DTSTART")
  private static let summary8 = key("SUMMARY")
  private static let dtstamp8 = key("DTSTAMP")
  private static let version8 = key("VERSION")
  private static let calscale8 = key("CALSCALE")
  private static let duration8 = key("DURATION")
  private static let sequence8 = key("SEQUENCE")
  private static let longNames: [(StaticString, PropertyName)] = [
    ("CATEGORIES", .categories), ("RELATED-TO", .relatedTo), ("RECURRENCE-ID", .recurrenceID),
    ("X-WR-TIMEZONE", .calendarZone), ("LAST-MODIFIED", .lastModified), ("TZOFFSETFROM", .offsetFrom),
    ("TZOFFSETTO", .offsetTo),
  ]

  /// `nil` for a name that nothing reads.
  init?(_ name: ByteView) {
    guard name.count <= 8 else {
      guard name.count <= 13, let found = Self.longNames.first(where: { name.equals(upperCased: $0.0) })
      else { return nil }
      self = found.1
      return
    }
    var key: UInt64 = 0
    for index in 0..<name.count { key = key << 8 | UInt64(name[index].upperCased) }
    switch key {
    case Self.begin8: self = .begin
    case Self.end8: self = .end
    case Self.uid8: self = .uid
    case Self.dtstart8: self = .start
    case Self.dtend8: self = .finish
    case Self.summary8: self = .summary
    case Self.dtstamp8: self = .stamp
    case Self.status8: self = .status
    case Self.sequence8: self = .sequence
    case Self.duration8: self = .duration
    case Self.rrule8: self = .recurrenceRule
    case Self.rdate8: self = .recurrenceDates
    case Self.exdate8: self = .exceptionDates
    case Self.exrule8: self = .exceptionRule
    case Self.tzid8: self = .zoneID
    case Self.version8: self = .version
    case Self.calscale8: self = .calendarScale
    case Self.method8: self = .method
    default: return nil
    }
  }

  /// As it stands in a file, for messages.
  var text: String {
    switch self {
    case .begin: "BEGIN"
    case .end: "END"
    case .version: "VERSION"
    case .calendarScale: "CALSCALE"
    case .method: "METHOD"
    case .calendarZone: "X-WR-TIMEZONE"
    case .uid: "UID"
    case .start: "DTSTART"
    case .finish: "DTEND"
    case .duration: "DURATION"
    case .summary: "SUMMARY"
    case .status: "STATUS"
    case .sequence: "SEQUENCE"
    case .stamp: "DTSTAMP"
    case .lastModified: "LAST-MODIFIED"
    case .categories: "CATEGORIES"
    case .recurrenceRule: "RRULE"
    case .recurrenceDates: "RDATE"
    case .exceptionDates: "EXDATE"
    case .exceptionRule: "EXRULE"
    case .recurrenceID: "RECURRENCE-ID"
    case .relatedTo: "RELATED-TO"
    case .zoneID: "TZID"
    case .offsetFrom: "TZOFFSETFROM"
    case .offsetTo: "TZOFFSETTO"
    }
  }
}
