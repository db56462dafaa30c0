package import Foundation

/// Proves the time zone database before anything is computed with it.
///
/// A database that fails one known answer resolves every boundary wrongly, and an authority that trusts
/// it may open a channel an hour early (G-04).
package enum ZoneCheck {
  struct KnownAnswer {
    let instant: Int64
    let offsetSeconds: Int
    let why: String
  }

  /// Europe/London, either side of both clock changes of 2026 and in the winter of 1970, when it kept
  /// summer time all year (British Standard Time Act 1968).
  static let london: [KnownAnswer] = [
    KnownAnswer(instant: 1_774_745_999, offsetSeconds: 0, why: "the second before the clocks went forward"),
    KnownAnswer(instant: 1_774_746_000, offsetSeconds: 3600, why: "29 March 2026, 01:00 UTC"),
    KnownAnswer(instant: 1_792_889_999, offsetSeconds: 3600, why: "the second before the clocks went back"),
    KnownAnswer(instant: 1_792_890_000, offsetSeconds: 0, why: "25 October 2026, 01:00 UTC"),
    KnownAnswer(instant: 0, offsetSeconds: 3600, why: "1 January 1970, British Standard Time"),
  ]

  /// A sentence for each known answer that `london` gets wrong; empty when the database can be trusted.
  package static func problems(london zone: some ZoneOffsets) -> [String] {
    london.compactMap { answer in
      let offset = zone.offsetSeconds(at: Instant(secondsSince1970: answer.instant))
      guard offset != answer.offsetSeconds else { return nil }
      return "the time zone database puts Europe/London at \(offset) seconds from UTC at \(answer.why), "
        + "where \(answer.offsetSeconds) is right; reinstall Portcullis or correct its time zone data"
    }
  }

  /// The zone with this IANA name, or `nil`; never a fixed offset, an abbreviation or the process's own.
  package static func zone(named name: String) -> TimeZone? {
    guard !legacyAbbreviations.contains(name), !name.hasPrefix("SystemV/"), !isFixedOffset(name) else {
      return nil
    }
    return TimeZone(identifier: name)
  }

  /// Names that the Unicode data map to a zone though the IANA database has no such name; `BST` there
  /// is Dhaka.
  private static let legacyAbbreviations: Set<String> = [
    "ACT", "AET", "AGT", "ART", "AST", "BET", "BST", "CAT", "CNT", "CST", "CTT", "EAT", "ECT", "IET",
    "IST", "JST", "MIT", "NET", "NST", "PLT", "PNT", "PRT", "PST", "SST", "VST",
  ]

  private static func isFixedOffset(_ name: String) -> Bool {
    guard name.hasPrefix("GMT") || name.hasPrefix("UTC"), name.utf8.count > 3 else { return false }
    return !["GMT0", "GMT+0", "GMT-0"].contains(name)
  }
}
