import ArgumentParser
import Contract
import Desk
import Texts

struct CalendarCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads the calendars and reports every problem with its file and line.",
    discussion: """
      Without files it checks elections/ and bank-holidays/ of the calendars' folder. Exit code 65 when there is \
      an error: an event or a file that cannot be read holds every channel until it is mended.

      It ends with what became of every event: how many are elections, notices, windows and holidays, how many a \
      rule under sources leaves out, how many a newer version replaces, and how many decide nothing, and why.

      EXAMPLES
        portcullis calendar check
        portcullis calendar check ~/Downloads/elections.ics
      """
  )

  @OptionGroup var options: GlobalOptions
  @Argument(help: "Single files to check instead.", completion: .file(extensions: ["ics"])) var files: [String] = []

  func run() async throws {
    try await reporting {
      let answered =
        files.isEmpty
        ? try await options.desk().answer(CheckCalendars(files: []))
        : try await options.ownDesk.answer(CheckCalendars(files: files))
      options.show(answered.answer) { text($0, answered.civil, answered.council) }
      if answered.answer.problems.contains(where: { $0.severity == .error }) { throw ExitStatus.badInput.code }
    }
  }

  private func text(_ answer: CheckCalendars.Answer, _ civil: CivilText, _ council: AnsweringCouncil) -> String {
    let causeText = CauseText(civil: civil)
    let problems = answer.problems
    var notes = answer.possible.map { window in
      "\(window.source.file.printable):\(window.source.line): \(causeText.possibleLine(window))"
    }
    if answer.leftBehind > 0 {
      notes.append("\(counted(answer.leftBehind, "entry", "entries")) that other programs left behind: not read.")
    }
    notes += [council.line, AccountsWords(accounts: answer.accounts).sentence]
    let summary = [
      counted(answer.files, "file"), counted(answer.events, "event"), counted(answer.elections, "poll"),
    ].joined(separator: ", ")
    if problems.isEmpty { return (notes + ["\(summary): no problems."]).joined(separator: "\n") }
    let errors = problems.count { $0.severity == .error }
    let verdict =
      errors > 0
      ? "\(counted(errors, "error")); every channel that is not closed holds until this is mended"
      : "no errors, \(counted(problems.count, "warning"))"
    return (problems.map(\.description) + notes + ["\(summary): \(verdict)."]).joined(separator: "\n")
  }
}

/// What became of every event of the calendars, in one sentence.
private struct AccountsWords {
  let accounts: CheckCalendars.Accounts

  private static let mostNamed = 3

  /// `12 events: 3 elections, 1 notice, …`.
  var sentence: String {
    let parts =
      [
        counted(accounts.elections, "election"), counted(accounts.notices, "notice"),
        counted(accounts.windows, "window"), counted(accounts.holidays, "holiday"),
      ]
      + accounts.ignored.map { ignored in
        let place = ignored.line.map { " (\(ignored.file.printable):\($0))" } ?? ""
        return "\(ignored.events) ignored by sources rule \(ignored.rule)\(place)"
      }
      + successions(accounts.superseded, accounts.supersededTotal, "superseded by")
      + successions(accounts.repeated, accounts.repeatedTotal, "repeating")
      + accounts.unused.map { "\($0.events) unused because \($0.reason)" }
      + (accounts.unreadable > 0 ? ["\(accounts.unreadable) unreadable"] : [])
    return "\(counted(accounts.events, "event")): \(parts.joined(separator: ", "))."
  }

  /// By the event that counts instead.
  private func successions(_ list: [CheckCalendars.Succession], _ total: Int, _ words: String) -> [String] {
    let grouped = Dictionary(grouping: list, by: \.by).sorted {
      ($0.key.file, $0.key.line) < ($1.key.file, $1.key.line)
    }
    let named = grouped.prefix(Self.mostNamed)
    let rest = total - named.reduce(0) { $0 + $1.value.count }
    return named.map { "\($0.value.count) \(words) \($0.key.file.printable):\($0.key.line)" }
      + (rest > 0 ? ["\(rest) \(words) others"] : [])
  }
}
