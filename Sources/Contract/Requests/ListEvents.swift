/// Every occurrence that the reader sees in one file, elections or not.
package struct ListEvents: Request {
  /// The calendar file, on the machine that answers.
  package let file: String
  /// The first day, as `2027-05-06`; from the beginning where it is left out.
  package let from: String?
  /// The last day, which is included; ten years from now where it is left out.
  package let to: String?

  package init(file: String, from: String?, to: String?) {
    self.file = file
    self.from = from
    self.to = to
  }

  package static let path = "calendar/events"
  package static let summary = "Lists every occurrence that the reader sees in one file, elections or not."

  package struct Answer: ListAnswer {
    package let list: [Occurrence]
    /// Which days were asked about.
    package let aside: ListedDays?

    package init(list: [Occurrence], aside: ListedDays?) {
      self.list = list
      self.aside = aside
    }
  }

  package struct Occurrence: Codable, Hashable, Sendable {
    package let uid: String
    /// A day, `2027-05-06`, or an instant.
    package let start: String
    /// Exclusive; nil for a timed event without an end.
    package let end: String?
    package let allDay: Bool
    package let summary: String
    package let status: String?
    package let line: Int

    package init(
      uid: String, start: String, end: String?, allDay: Bool, summary: String, status: String?, line: Int
    ) {
      self.uid = uid
      self.start = start
      self.end = end
      self.allDay = allDay
      self.summary = summary
      self.status = status
      self.line = line
    }

    private enum CodingKeys: String, CodingKey {
      case uid, start, end
      case allDay = "all_day"
      case summary, status, line
    }
  }
}
