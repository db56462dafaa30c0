import Elections
import Foundation

/// All that one version of an event says which may decide what is closed, and how far it counts before another.
///
/// | two versions with one UID and one meaning | what counts |
/// |---|---|
/// | they say the same, at one SEQUENCE | one of them; the other repeats it |
/// | they say different things at one SEQUENCE | both, with a warning |
/// | they say different things in one VCALENDAR | both, with a warning, whatever their SEQUENCEs |
/// | one has a higher SEQUENCE, over VCALENDARs, and is plainly of the same event | that one; the other is superseded |
/// | one has a higher SEQUENCE and is not plainly of the same event | both, with a warning |
///
/// Plainly the same: the UID carries an election id; or the title is the same and the UID is no mere number; or
/// start and title are; or it says the same under another title and is no less certain. DTSTAMP decides nothing: a
/// generator stamps anew with each export, and many write none. (RFC 5545, 3.8.4.7 and 3.8.7.4; RFC 5546, 2.1.4.)
struct EventVersion: Hashable {
  let sequence: Int32
  private let meaning: EventClassifier.Meaning
  private let title: String
  private let says: Says
  /// What it says by its file's own VTIMEZONEs, where that is something else.
  private let saysOtherwise: Says?

  /// What a version says beside its title.
  private struct Says: Hashable {
    let start: Occurrence.Moment
    let end: Occurrence.Moment?
    var status: String?
    let rule: String?
    let until: CivilDateTime?
    /// How its clock stands to UTC through a year, where a rule keeps that clock.
    let clock: [Int]
    let extraDates: Set<ExtraDate>
    let exceptionDates: Set<Occurrence.Moment>
    let reachesForward: Bool

    init(_ event: CalendarEvent, in file: CalendarFile, zone: TimeZone) {
      func moment(_ value: DateTimeValue) -> Occurrence.Moment {
        value.isDate ? .day(value.date) : .instant(file.instant(of: value, authority: zone))
      }
      (start, end) = event.span(in: file, zone: zone)
      status = event.status == "CONFIRMED" ? nil : event.status
      let details = event.details
      rule = details?.rule?.rule.text
      until = details?.rule?.rule.until?.civil
      clock = rule == nil || event.start.isDate ? [] : Self.offsets(of: file.zone(event.start.zone), from: event.start)
      extraDates = Set(
        (details?.extraDates ?? []).map { extra in
          ExtraDate(start: moment(extra.start), end: extra.end(in: file, zone: zone).map { .instant($0) })
        })
      exceptionDates = Set((details?.exceptionDates ?? []).map(moment))
      reachesForward = details?.reachesForward ?? false
    }

    /// At a start and each month after it, up to a year.
    private static func offsets(of zone: CalendarZone, from start: DateTimeValue) -> [Int] {
      (0..<12).map { zone.offsetSeconds(at: zone.instant(of: start.civil.adding(days: 30 * $0))) }
    }
  }

  /// An RDATE, and the end that a PERIOD brings along.
  private struct ExtraDate: Hashable {
    let start: Occurrence.Moment
    let end: Occurrence.Moment?
  }

  private let isCounter: Bool

  init(_ member: EventPlace, meaning: EventClassifier.Meaning, in files: [CalendarFile], zone: TimeZone) {
    let event = files.event(member)
    let file = files[Int(member.file)]
    sequence = event.sequence
    self.meaning = meaning
    title = Self.title(event.summary)
    isCounter = Self.isCounter(event.uid)
    let says = Says(event, in: file, zone: zone)
    self.says = says
    // Most files dispute no zone.
    let other = file.disputedZones.isEmpty ? says : Says(event, in: file.byOwnZones, zone: zone)
    saysOtherwise = other == says ? nil : other
  }

  /// Whether this is plainly a newer version of the same event, if both do not stand in one VCALENDAR.
  func replaces(_ other: EventVersion) -> Bool {
    guard sequence > other.sequence else { return false }
    if case .election(let claim) = meaning, claim.isNamedByUID { return true }
    let isSameTitle = title == other.title
    guard meaning == other.meaning else {
      // A cancellation often leaves out what it cancels.
      return isBareCancellation && isSameTitle && says.start == other.says.start
    }
    if isSameTitle { return !isCounter || says.start == other.says.start }
    if title.isEmpty { return says.start == other.says.start }
    var unweakened = says
    unweakened.status = other.says.status
    return unweakened == other.says && (says.status == nil || says.status == other.says.status)
  }

  private var isBareCancellation: Bool {
    guard case .election(let claim) = meaning else { return false }
    return says.status == "CANCELLED" && claim.kinds.isEmpty
  }

  /// A title without what a calendar program puts before it when it cancels or changes an event.
  private static func title(_ summary: String) -> String {
    var title = summary.lowercased().split { $0.isWhitespace }.joined(separator: " ")
    for word in ["cancelled", "canceled", "updated", "moved", "postponed"] where title.hasPrefix(word + ":") {
      title = title.dropFirst(word.count + 1).drop { $0 == " " }.description
    }
    return title
  }

  /// A UID that is a mere number up to its `@`, as generators that count their events write it.
  private static func isCounter(_ uid: String) -> Bool {
    let name = uid.utf8.prefix { $0 != UInt8(ascii: "@") }
    return name.count < 10 && name.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }
}
