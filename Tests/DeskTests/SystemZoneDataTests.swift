import Desk
import Elections
import Foundation
import Testing

@Suite struct SystemZoneDataTests {
  @Test(arguments: [
    ("Europe/London", [3600, 0]), ("America/New_York", [-14_400, -18_000]), ("Asia/Kathmandu", [20_700, 20_700]),
  ])
  func `the system is asked for its own offsets, with no variable of this process touched`(zone: String, offsets: [Int])
    throws
  {
    // The first of July and of December 2027.
    #expect(SystemZoneData.offsets(at: [1_814_400_000, 1_827_619_200], in: zone) == offsets)
    #expect(ProcessInfo.processInfo.environment["TZ"] != ":" + zone)
    let carried = try #require(TimeZone(identifier: zone))
    #expect(SystemZoneData.difference(from: carried, around: Instant(secondsSince1970: 1_800_000_000)) == nil)
  }
}
