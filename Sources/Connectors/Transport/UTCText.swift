import Elections

extension Instant {
  /// RFC 3339 in UTC, with milliseconds where there are some: `2026-11-22T17:00:00Z`.
  var utcText: String {
    let milliseconds = Int(millisecondsSince1970 - secondsSince1970 * 1000)
    let digits = String(milliseconds)
    let fraction = milliseconds == 0 ? "" : "." + String(repeating: "0", count: 3 - digits.count) + digits
    return "\(CivilDateTime(secondsAsUTC: secondsSince1970))\(fraction)Z"
  }
}
