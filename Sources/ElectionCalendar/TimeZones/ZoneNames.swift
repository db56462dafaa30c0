import Elections
package import Foundation

/// Finds the zone that a TZID means. A TZID is a key, never a path.
package enum ZoneNames {
  /// An IANA name or alias, also behind a prefix such as `/example.org/20260101_1/Europe/London`; else
  /// a Windows name. `nil` for anything else.
  package static func zone(for name: String) -> TimeZone? {
    if let zone = ZoneCheck.zone(named: name) { return zone }
    if name.contains("/") {
      let parts = name.split(separator: Character("/"), omittingEmptySubsequences: false)
      // No IANA name has more than three parts; the longest that fits is meant.
      for length in [3, 2, 1] where parts.count > length {
        if parts.contains("..") { return nil }
        if let zone = ZoneCheck.zone(named: parts.suffix(length).joined(separator: "/")) { return zone }
      }
    }
    return WindowsZones.ianaName[name].flatMap(ZoneCheck.zone(named:))
  }
}
