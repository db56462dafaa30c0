package import Elections
package import Foundation
import Glibc

/// Compares the zone data that Portcullis carries with the system's own.
package enum SystemZoneData {
  /// A sentence when they differ for `zone` within five years of `instant`; `nil` when they agree or the
  /// system has no data.
  package static func difference(from zone: TimeZone, around instant: Instant) -> String? {
    let name = zone.identifier
    guard FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/\(name)") else { return nil }
    // The C library reads TZ; nothing else in this process does (G-02), and it is put back.
    let before = unsafe getenv("TZ").map { unsafe String(cString: $0) }
    unsafe setenv("TZ", ":" + name, 1)
    tzset()
    defer {
      if let before { unsafe setenv("TZ", before, 1) } else { unsafe unsetenv("TZ") }
      tzset()
    }
    let sixHours: Int64 = 21_600
    let first = instant.secondsSince1970 / sixHours * sixHours
    for step in Int64(-7300)...7300 {
      let second = first + step * sixHours
      var time = time_t(second)
      var parts = unsafe tm()
      guard unsafe localtime_r(&time, &parts) != nil else { return nil }
      let ours = zone.offsetSeconds(at: Instant(secondsSince1970: second))
      let theirs = unsafe Int(parts.tm_gmtoff)
      if ours != theirs {
        return "For \(name) the system's time zone data give \(theirs) seconds from UTC on "
          + "\(UTCOffsets().date(at: Instant(secondsSince1970: second))), Portcullis's own \(ours); update the "
          + "older of the two."
      }
    }
    return nil
  }
}
