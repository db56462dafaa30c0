package import ElectionCalendar
import Elections
import Publishing
package import Texts

/// What became of every event of the calendars, for people and programs.
package struct AccountsReport {
  private let accounts: EventAccounts
  private let rules: [SourceRule]
  private let settingsName: String

  package init(_ accounts: EventAccounts, _ workspace: Workspace) {
    self.accounts = accounts
    rules = workspace.settings.sources
    settingsName = workspace.settingsName
  }

  private static let mostNamed = 3

  /// `12 events: 3 elections, 1 notice, …`.
  package var text: String {
    let parts =
      [
        counted(accounts.elections, "election"), counted(accounts.notices, "notice"),
        counted(accounts.windows, "window"), counted(accounts.holidays, "holiday"),
      ] + ignored.map { "\($0.events) ignored by sources rule \($0.rule)\(Self.place($0.line, in: settingsName))" }
      + successions(accounts.superseded, accounts.supersededCount, "superseded by")
      + successions(accounts.repeated, accounts.repeatedCount, "repeating")
      + unused.map { "\($0.events) unused because \($0.reason.rawValue)" }
      + (accounts.unreadable > 0 ? ["\(accounts.unreadable) unreadable"] : [])
    return "\(counted(accounts.events, "event")): \(parts.joined(separator: ", "))."
  }

  package var json: JSON {
    .object([
      ("events", .number(accounts.events)), ("elections", .number(accounts.elections)),
      ("notices", .number(accounts.notices)), ("windows", .number(accounts.windows)),
      ("holidays", .number(accounts.holidays)),
      (
        "ignored",
        .array(
          ignored.map { item in
            .object([
              ("rule", .number(item.rule)), ("file", .string(settingsName)),
              ("line", item.line.map { .number($0) } ?? .null), ("events", .number(item.events)),
            ])
          })
      ),
      ("superseded_total", .number(accounts.supersededCount)),
      ("superseded", .array(accounts.superseded.map(Self.json))),
      ("repeated_total", .number(accounts.repeatedCount)),
      ("repeated", .array(accounts.repeated.map(Self.json))),
      (
        "unused",
        .array(
          unused.map { .object([("reason", .string($0.reason.rawValue)), ("events", .number($0.events))]) })
      ),
      ("unreadable", .number(accounts.unreadable)),
    ])
  }

  /// By the rule's number, the first being 1.
  private var ignored: [(rule: Int, line: Int?, events: Int)] {
    accounts.ignored.sorted { $0.key < $1.key }.map { place, events in
      (place + 1, rules.indices.contains(place) ? rules[place].line : nil, events)
    }
  }

  private var unused: [(reason: EventAccounts.Unused, events: Int)] {
    EventAccounts.Unused.allCases.compactMap { reason in accounts.unused[reason].map { (reason, $0) } }
  }

  /// By the event that counts instead.
  private func successions(_ list: [EventAccounts.Succession], _ total: Int, _ words: String) -> [String] {
    let grouped = Dictionary(grouping: list, by: \.counts)
      .sorted { ($0.key.file, $0.key.line) < ($1.key.file, $1.key.line) }
    let named = grouped.prefix(Self.mostNamed)
    let rest = total - named.reduce(0) { $0 + $1.value.count }
    return named.map { "\($0.value.count) \(words) \($0.key.file.printable):\($0.key.line)" }
      + (rest > 0 ? ["\(rest) \(words) others"] : [])
  }

  private static func place(_ line: Int?, in file: String) -> String {
    line.map { " (\(file.printable):\($0))" } ?? ""
  }

  private static func json(_ succession: EventAccounts.Succession) -> JSON {
    func place(_ source: SourceLine) -> JSON {
      .object([("file", .string(source.file)), ("line", .number(source.line)), ("uid", .string(source.uid))])
    }
    return .object([("event", place(succession.event)), ("by", place(succession.counts))])
  }
}
