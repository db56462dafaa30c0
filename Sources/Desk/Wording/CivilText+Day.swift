package import Elections
import Foundation
import Texts

/// What a date alone means: the whole day to a question, its beginning as a start, its end as an end, and nothing at all
/// where something would be sent.
extension CivilText {
  /// What a question is about.
  package enum Moment {
    case instant(Instant)
    case day(CivilDate)
  }

  package func moment(_ text: String) throws -> Moment {
    try CivilDate(text.trimmed).map(Moment.day) ?? .instant(instant(text))
  }

  /// From the day's first instant to the next day's, which is 23 or 25 hours later where the clocks change.
  package func day(_ date: CivilDate) -> Range<Instant> {
    zone.startOfDay(date)..<zone.startOfDay(date.adding(days: 1))
  }

  /// The end of a span or range: a date includes that day.
  package func end(_ text: String) throws -> Instant {
    try CivilDate(text.trimmed).map { day($0).upperBound } ?? instant(text)
  }

  /// A time at which something is sent: a date alone would be midnight, which hardly anybody means.
  package func sendingTime(_ text: String) throws -> Instant {
    guard let date = CivilDate(text.trimmed) else { return try instant(text, orDay: "") }
    let civil = zone.civil(at: zone.startOfDay(date))
    throw DateAlone(
      message: "“\(text.trimmed.printable)” says no time of day. Write \(civil.date)T09:00 for nine in the morning, or "
        + "\(civil.date)T\(clock(civil)) for the start of that day (\(zone.identifier)).")
  }

  /// A date stood where a time is asked for.
  package struct DateAlone: Error {
    package let message: String
  }

  /// `17:00`, with seconds where there are some.
  package func clock(_ instant: Instant) -> String {
    let civil = zone.civil(at: instant)
    return clock(civil) + whichOfTwo(civil, instant)
  }

  private func clock(_ civil: CivilDateTime) -> String {
    let second = Int(civil.secondOfDay)
    let seconds = second % 60 == 0 ? "" : ":" + Self.padded(second % 60, 2)
    return "\(Self.padded(second / 3600, 2)):\(Self.padded(second / 60 % 60, 2))\(seconds)"
  }
}
