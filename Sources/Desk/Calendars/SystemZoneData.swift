package import Elections
package import Foundation
import Glibc
import Machine

/// Compares the zone data that Portcullis carries with the system's own.
///
/// The C library finds a zone by the variable TZ, which no thread may set while others run. So a process of its own is asked:
/// `date`, of the GNU core utilities.
package enum SystemZoneData {
  private static let date = "/usr/bin/date"

  /// A sentence when they differ for `zone` within five years of `instant`; `nil` when they agree or the
  /// system has no data.
  package static func difference(from zone: TimeZone, around instant: Instant) -> String? {
    let name = zone.identifier
    guard FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/\(name)") else { return nil }
    let sixHours: Int64 = 21_600
    let first = instant.secondsSince1970 / sixHours * sixHours
    let seconds = (Int64(-7300)...7300).map { first + $0 * sixHours }
    guard let theirs = offsets(at: seconds, in: name), theirs.count == seconds.count else { return nil }
    for (second, theirs) in zip(seconds, theirs) {
      let ours = zone.offsetSeconds(at: Instant(secondsSince1970: second))
      if ours != theirs {
        return "For \(name) the system's time zone data give \(theirs) seconds from UTC on "
          + "\(UTCOffsets().date(at: Instant(secondsSince1970: second))), Portcullis's own \(ours); update the "
          + "older of the two."
      }
    }
    return nil
  }

  /// How many seconds the system's clock is ahead of UTC at each instant; nil where it does not tell.
  package static func offsets(at seconds: [Int64], in zone: String) -> [Int]? {
    guard let question = try? SystemExtensions.fileInMemory("instants"),
      let answer = try? SystemExtensions.fileInMemory("offsets")
    else { return nil }
    let (asked, told) = (
      FileHandle(fileDescriptor: question, closeOnDealloc: true),
      FileHandle(fileDescriptor: answer, closeOnDealloc: true)
    )
    let lines = seconds.map { "@\($0)\n" }.joined()
    guard (try? asked.write(contentsOf: Data(lines.utf8))) != nil, (try? asked.seek(toOffset: 0)) != nil else {
      return nil
    }
    var start = ProgramStart(
      date, arguments: [date, "--file=-", "+%::z"], environment: ["TZ=:" + zone, "LC_ALL=C"])
    (start.input, start.output) = (.descriptor(question), .descriptor(answer))
    guard let child = try? start.start() else { return nil }
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard status == 0, (try? told.seek(toOffset: 0)) != nil, let data = try? told.readToEnd() else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap(offset)
  }

  /// `+01:00:00`.
  private static func offset(_ text: Substring) -> Int? {
    let parts = text.dropFirst().split(separator: ":").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    let seconds = parts[0] * 3600 + parts[1] * 60 + parts[2]
    return text.hasPrefix("-") ? -seconds : seconds
  }
}
