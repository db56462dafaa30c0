package import Elections

/// A DATE or DATE-TIME as it was written: a civil reading and where its zone stands.
///
/// Small on purpose: a big calendar keeps several of them for each event.
package struct DateTimeValue: Hashable, Sendable {
  private let day: Int32
  /// -1 for a DATE.
  private let second: Int32
  /// An index into the file's zones; of no meaning for a DATE.
  package let zone: ZoneIndex

  init(date: CivilDate) {
    day = date.daysSince1970
    second = -1
    zone = .utc
  }

  init(_ civil: CivilDateTime, zone: ZoneIndex) {
    day = civil.date.daysSince1970
    second = civil.secondOfDay
    self.zone = zone
  }

  package var isDate: Bool { second < 0 }
  package var date: CivilDate { CivilDate(daysSince1970: day) }
  /// A DATE's reading is its midnight.
  package var civil: CivilDateTime { CivilDateTime(date: date, secondOfDay: max(0, second)) }
}

/// Points at one of a file's zones.
package struct ZoneIndex: Hashable, Sendable {
  let rawValue: Int32
  package static let utc = ZoneIndex(rawValue: 0)
}
