package import Elections
package import Foundation
package import Publishing
import Texts

/// Days and instants as commands print and read them, in the authority's zone.
package struct CivilText {
  package let zone: TimeZone
  private let remedies: @Sendable (Remedy) -> String

  /// `remedies`: how whoever reads it does what can be done; without them it has the plain words of a record.
  package init(zone: TimeZone, remedies: @escaping @Sendable (Remedy) -> String = { $0.description }) {
    self.zone = zone
    self.remedies = remedies
  }

  /// Of what is told though nobody can tell, or asks, whose zone it is in.
  static var ofNobody: CivilText { CivilText(zone: .gmt) }

  package func words(_ sentence: Sentence) -> String { sentence.worded(remedies) }

  /// RFC 3339 in the zone's offset; milliseconds where there are some.
  package func rfc3339(_ instant: Instant) -> String { zone.rfc3339(instant) }

  /// `Wed 31 Mar 2027, 00:00`.
  package func short(_ instant: Instant) -> String {
    let civil = zone.civil(at: instant)
    let second = Int(civil.secondOfDay)
    let seconds = second % 60 == 0 ? "" : ":" + Self.padded(second % 60, 2)
    return "\(short(civil.date)), \(Self.padded(second / 3600, 2)):\(Self.padded(second / 60 % 60, 2))\(seconds)"
      + whichOfTwo(civil, instant)
  }

  /// ` (+01:00)` where the clocks go back and show the time twice.
  package func whichOfTwo(_ civil: CivilDateTime, _ instant: Instant) -> String {
    if case .repeated = zone.resolve(civil) { " (\(rfc3339(instant).suffix(6)))" } else { "" }
  }

  /// `Wed 31 Mar 2027`.
  package func short(_ date: CivilDate) -> String {
    let (year, month, day) = date.numbers
    return "\(date.weekday.name.prefix(3)) \(day) \(Self.months[month - 1].prefix(3)) \(year)"
  }

  /// `Wednesday 31 March 2027`.
  package func long(_ date: CivilDate) -> String {
    let (year, month, day) = date.numbers
    return "\(date.weekday.name) \(day) \(Self.months[month - 1]) \(year)"
  }

  package static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]

  package static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  // MARK: Reading

  /// RFC 3339, or civil time in the zone: `2027-05-01T09:00`, `2027-05-01 09:00`; `2027-05-01` is its first instant.
  package func instant(_ text: String) throws -> Instant { try instant(text, orDay: " or 2027-05-01") }

  /// `orDay` is said of where a date alone will do.
  package func instant(_ text: String, orDay: String) throws -> Instant {
    let trimmed = text.trimmed
    if let date = CivilDate(trimmed) { return zone.startOfDay(date) }
    guard let reading = Reading(trimmed) else {
      throw Failure(
        .usage,
        "“\(text.printable)” is no time. Write 2027-05-01T09:00\(orDay) (in \(zone.identifier)), or with an offset "
          + "2027-05-01T09:00:00+01:00.")
    }
    let milliseconds = Int64(reading.milliseconds)
    if let offset = reading.offsetSeconds {
      return Instant(millisecondsSince1970: (reading.civil.secondsAsUTC - Int64(offset)) * 1000 + milliseconds)
    }
    switch zone.resolve(reading.civil) {
    case .unique(let instant):
      return Instant(millisecondsSince1970: instant.millisecondsSince1970 + milliseconds)
    case .repeated(let first, let second):
      throw Failure(
        .usage,
        "\(text) happens twice in \(zone.identifier), when the clocks go back: write \(rfc3339(first)) or "
          + "\(rfc3339(second)).")
    case .skipped(let shifted):
      let before = Instant(secondsSince1970: shifted.secondsSince1970 - 3600)
      throw Failure(
        .usage,
        "\(text) does not exist in \(zone.identifier), when the clocks go forward: write \(rfc3339(before)) or "
          + "\(rfc3339(shifted)).")
    }
  }

  /// A time of the clock, with an offset where one is written.
  private struct Reading {
    let civil: CivilDateTime
    let milliseconds: Int
    let offsetSeconds: Int?

    init?(_ text: String) {
      var rest = Array(text.utf8)[...]
      func number(_ digits: Int) -> Int? {
        guard rest.count >= digits else { return nil }
        var value = 0
        for byte in rest.prefix(digits) {
          guard (48...57).contains(byte) else { return nil }
          value = value * 10 + Int(byte - 48)
        }
        rest = rest.dropFirst(digits)
        return value
      }
      func skip(_ allowed: String) -> Bool {
        guard let first = rest.first, allowed.utf8.contains(first) else { return false }
        rest = rest.dropFirst()
        return true
      }
      guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2),
        let date = CivilDate(year: year, month: month, day: day), skip("Tt "), let hour = number(2), skip(":"),
        let minute = number(2)
      else { return nil }
      var second = 0
      var fraction = 0
      if skip(":") {
        guard let value = number(2) else { return nil }
        second = value
        if skip(".") {
          let digits = rest.prefix { (48...57).contains($0) }
          guard !digits.isEmpty else { return nil }
          let three = (String(decoding: digits, as: UTF8.self) + "00").prefix(3)
          fraction = Int(three) ?? 0
          rest = rest.dropFirst(digits.count)
        }
      }
      guard let civil = CivilDateTime(date: date, hour: hour, minute: minute, second: second) else { return nil }
      self.civil = civil
      milliseconds = fraction
      if rest.isEmpty {
        offsetSeconds = nil
        return
      }
      if rest.elementsEqual("Z".utf8) || rest.elementsEqual("z".utf8) {
        offsetSeconds = 0
        return
      }
      let isWest = rest.first == UInt8(ascii: "-")
      guard skip("+-"), let hours = number(2), skip(":"), let minutes = number(2), rest.isEmpty, hours < 24,
        minutes < 60
      else { return nil }
      offsetSeconds = (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }
  }

  /// The instant a span such as `1y`, `6mo`, `2w`, `30d` or `12h` after `start`; years and months are civil.
  package func instant(_ span: String, after start: Instant) throws -> Instant {
    let digits = span.prefix { $0.isNumber && $0.isASCII }
    guard let count = Int(digits), count > 0, count <= 100_000 else { throw Self.badSpan(span) }
    let civil = zone.civil(at: start)
    switch span.dropFirst(digits.count) {
    case "h": return start.adding(seconds: Int64(count) * 3600)
    case "d": return zone.instant(of: civil.adding(days: count))
    case "w": return zone.instant(of: civil.adding(days: count * 7))
    case "mo", "m": return zone.instant(of: civil.adding(months: count))
    case "y": return zone.instant(of: civil.adding(months: count * 12))
    default: throw Self.badSpan(span)
    }
  }

  private static func badSpan(_ span: String) -> Failure {
    Failure(.usage, "“\(span)” is no span of time; write it as 12h, 30d, 2w, 6mo or 1y.")
  }
}

extension CivilDateTime {
  /// The same day of a later month, or that month's last day.
  fileprivate func adding(months: Int) -> CivilDateTime {
    let (year, month, day) = date.numbers
    let total = year * 12 + month - 1 + min(months, 12 * 5000)
    let (newYear, newMonth) = (total / 12, total % 12 + 1)
    let lastDay = CivilDate.lengthOfMonth(newMonth, inYear: newYear)
    return CivilDateTime(
      date: CivilDate(year: newYear, month: newMonth, day: min(day, lastDay)) ?? date, secondOfDay: secondOfDay)
  }
}
