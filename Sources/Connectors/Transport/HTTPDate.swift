package import Elections

/// The dates of HTTP, in their three forms (RFC 9110, section 5.6.7).
package enum HTTPDate {
  private static let months = [
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
  ]

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`; nil where it is none
  /// of them.
  package static func instant(_ text: String, now: Instant) -> Instant? {
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
