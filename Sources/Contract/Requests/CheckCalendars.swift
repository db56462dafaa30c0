/// Every problem of the calendars, and what became of each event.
package struct CheckCalendars: Request {
  /// Single files of the machine that answers, instead of the calendars' folder.
  package let files: [String]

  package init(files: [String]) { self.files = files }

  package static let path = "calendar/check"
  package static let summary = "Reads the calendars and reports every problem with its file and line."

  package struct Answer: Codable, Hashable, Sendable {
    package let files: Int
    package let authority: Authority
    package let events: Int
    package let elections: Int
    package let accounts: Accounts
    package let problems: [ProblemAnswer]
    /// Entries that other programs left beside the calendars, and nobody reads.
    package let leftBehind: Int
    /// What would close a channel if it were confirmed.
    package let possible: [HoldCause.Window]

    package init(
      files: Int, authority: Authority, events: Int, elections: Int, accounts: Accounts, problems: [ProblemAnswer],
      leftBehind: Int, possible: [HoldCause.Window]
    ) {
      self.files = files
      self.authority = authority
      self.events = events
      self.elections = elections
      self.accounts = accounts
      self.problems = problems
      self.leftBehind = leftBehind
      self.possible = possible
    }

    private enum CodingKeys: String, CodingKey {
      case files, authority, events, elections, accounts, problems
      case leftBehind = "left_behind"
      case possible
    }
  }

  /// How many events became what, each counted once.
  package struct Accounts: Codable, Hashable, Sendable {
    package let events: Int
    package let elections: Int
    package let notices: Int
    package let windows: Int
    package let holidays: Int
    package let ignored: [Ignored]
    package let supersededTotal: Int
    /// The first of them.
    package let superseded: [Succession]
    package let repeatedTotal: Int
    /// The first of them.
    package let repeated: [Succession]
    package let unused: [Unused]
    package let unreadable: Int

    package init(
      events: Int, elections: Int, notices: Int, windows: Int, holidays: Int, ignored: [Ignored], supersededTotal: Int,
      superseded: [Succession], repeatedTotal: Int, repeated: [Succession], unused: [Unused], unreadable: Int
    ) {
      self.events = events
      self.elections = elections
      self.notices = notices
      self.windows = windows
      self.holidays = holidays
      self.ignored = ignored
      self.supersededTotal = supersededTotal
      self.superseded = superseded
      self.repeatedTotal = repeatedTotal
      self.repeated = repeated
      self.unused = unused
      self.unreadable = unreadable
    }

    private enum CodingKeys: String, CodingKey {
      case events, elections, notices, windows, holidays, ignored
      case supersededTotal = "superseded_total"
      case superseded
      case repeatedTotal = "repeated_total"
      case repeated, unused, unreadable
    }
  }

  /// Events that a rule under `sources` leaves out.
  package struct Ignored: Codable, Hashable, Sendable {
    /// Its number, the first being 1.
    package let rule: Int
    package let file: String
    package let line: Int?
    package let events: Int

    package init(rule: Int, file: String, line: Int?, events: Int) {
      self.rule = rule
      self.file = file
      self.line = line
      self.events = events
    }
  }

  /// An event, and the one that counts instead of it.
  package struct Succession: Codable, Hashable, Sendable {
    package let event: SourcePlace
    package let by: SourcePlace

    package init(event: SourcePlace, by: SourcePlace) {
      self.event = event
      self.by = by
    }
  }

  package struct Unused: Codable, Hashable, Sendable {
    package let reason: String
    package let events: Int

    package init(reason: String, events: Int) {
      self.reason = reason
      self.events = events
    }
  }
}
