/// The elections that the calendars name.
package struct ListElections: Request {
  /// The first day, as `2027-05-06`; from the beginning where it is left out.
  package let from: String?
  /// The last day, which is included; ten years from now where it is left out.
  package let to: String?

  package init(from: String?, to: String?) {
    self.from = from
    self.to = to
  }

  package static let path = "calendar/elections"
  package static let summary = "Lists the elections that the calendars name."

  package struct Answer: ListAnswer {
    package let list: [Poll]
    /// Which days were asked about.
    package let aside: ListedDays?

    package init(list: [Poll], aside: ListedDays?) {
      self.list = list
      self.aside = aside
    }
  }

  package struct Poll: Codable, Hashable, Sendable {
    package let election: String?
    package let kind: String?
    package let nation: String
    package let area: String?
    package let pollingDay: Day
    package let summary: String
    package let status: String
    /// The day of the published notice of election.
    package let notice: Day?
    package let possibleNotice: Day?
    package let source: SourcePlace

    package init(
      election: String?, kind: String?, nation: String, area: String?, pollingDay: Day, summary: String, status: String,
      notice: Day?, possibleNotice: Day?, source: SourcePlace
    ) {
      self.election = election
      self.kind = kind
      self.nation = nation
      self.area = area
      self.pollingDay = pollingDay
      self.summary = summary
      self.status = status
      self.notice = notice
      self.possibleNotice = possibleNotice
      self.source = source
    }

    private enum CodingKeys: String, CodingKey {
      case election, kind, nation, area
      case pollingDay = "polling_day"
      case summary, status, notice
      case possibleNotice = "possible_notice"
      case source
    }
  }
}
