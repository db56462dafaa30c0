package import Foundation

/// Where tests find what the repository holds.
package enum Places {
  /// The checkout, from this file's own place in it.
  package static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  package static let calendars = checkout.appending(path: "calendars")
  package static let calendarFixtures = checkout.appending(path: "Tests/ElectionCalendarTests/Fixtures")

  /// The bytes of a file.
  package static func bytes(_ url: URL) throws -> [UInt8] { try [UInt8](Data(contentsOf: url)) }
}

extension TimeZone {
  /// Europe/London; tests cannot go on without it.
  package static let london: TimeZone = {
    guard let zone = TimeZone(identifier: "Europe/London") else { preconditionFailure("no zone data") }
    return zone
  }()
}
