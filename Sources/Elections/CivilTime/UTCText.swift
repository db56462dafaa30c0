/// Instants in UTC, for logs and facts that know no authority's zone.
package enum UTCText {
  /// `2027-05-06T21:00:00Z`, with milliseconds where there are some.
  package static func text(_ instant: Instant) -> String {
    let civil = CivilDateTime(secondsAsUTC: instant.secondsSince1970)
    let milliseconds = instant.millisecondsSince1970 - instant.secondsSince1970 * 1000
    guard milliseconds != 0 else { return "\(civil)Z" }
    let digits = String(milliseconds)
    return "\(civil)." + String(repeating: "0", count: 3 - digits.count) + digits + "Z"
  }
}
