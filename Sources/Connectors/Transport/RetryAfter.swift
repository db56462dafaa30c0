package import Elections

/// The header by which a receiver says when to come back (RFC 9110, section 10.2.3).
package enum RetryAfter {
  /// What is past or now.
  package static let shortest = Duration.seconds(1)
  /// What is further away; a receiver cannot park a post for ever.
  package static let longest = Duration.seconds(24 * 3600)

  /// How long to wait: whole seconds, or a date in any of the three forms of HTTP, kept between `shortest` and
  /// `longest`. Nil where the header says neither.
  package static func delay(_ value: String, now: Instant) -> Duration? {
    let text = String(value.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    guard !text.isEmpty else { return nil }
    if text.utf8.allSatisfy({ (48...57).contains($0) }) {
      // More digits than a number holds are as absurd as the largest.
      return capped(.seconds(min(Int64(text) ?? .max, 1_000_000_000)))
    }
    return date(text, now: now).map { capped($0.since(now)) }
  }

  private static func capped(_ delay: Duration) -> Duration { min(max(delay, shortest), longest) }

  private static let months = [
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
  ]

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
  private static func date(_ text: String, now: Instant) -> Instant? {
    let parts = text.split { $0 == " " || $0 == "," || $0 == "-" }.map { $0.lowercased() }
    let (day, month, year, time): (String, String, String, String)
    if parts.count == 6, parts[5] == "gmt" {
      (day, month, year, time) = (parts[1], parts[2], parts[3], parts[4])
    } else if parts.count == 5 {
      (day, month, year, time) = (parts[2], parts[1], parts[4], parts[3])
    } else {
      return nil
    }
    let clock = time.split(separator: ":").compactMap { Int($0) }
    guard let dayNumber = Int(day), let monthNumber = months[month], var yearNumber = Int(year), clock.count == 3 else {
      return nil
    }
    if year.count == 2 {
      // Of the two centuries the one that is not more than 50 years ahead (RFC 9110, section 5.6.7).
      let thisYear = CivilDateTime(secondsAsUTC: now.secondsSince1970).date.year
      yearNumber += thisYear - thisYear % 100
      if yearNumber > thisYear + 50 { yearNumber -= 100 }
    }
    guard let date = CivilDate(year: yearNumber, month: monthNumber, day: dayNumber),
      let civil = CivilDateTime(date: date, hour: clock[0], minute: clock[1], second: min(clock[2], 59))
    else { return nil }
    return Instant(secondsSince1970: civil.secondsAsUTC)
  }
}
