/// The windows that close channels, as a calendar that people subscribe to.
package struct ExportCalendar: Request {
  /// All where none is named.
  package let channels: [String]
  /// The first day, as `2027-05-06`; from the beginning where it is left out.
  package let from: String?
  /// The last day, which is included; ten years from now where it is left out.
  package let to: String?
  /// The feed that was written before this one: a window that moved grows its SEQUENCE, one that was withdrawn stays in it as
  /// cancelled.
  package let previous: String?

  package init(channels: [String], from: String?, to: String?, previous: String? = nil) {
    self.channels = channels
    self.from = from
    self.to = to
    self.previous = previous
  }

  package static let path = "calendar/export"
  package static let summary = "Gives the windows that close channels as an iCalendar file."

  package struct Answer: Codable, Hashable, Sendable {
    /// iCalendar (RFC 5545).
    package let calendar: String

    package init(calendar: String) { self.calendar = calendar }
  }
}
