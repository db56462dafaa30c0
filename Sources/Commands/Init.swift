import ArgumentParser
import Desk
import ElectionCalendar
import Foundation
import Publishing
import PublishingGate
import Texts

struct Init: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a commented portcullis.yaml and the calendars' folders, and adopts them.",
    discussion: """
      Nothing that is there already is changed. The elections that it writes are an example that closes nothing: put \
      yours in its place.

      EXAMPLES
        portcullis init
        portcullis init ~/purdah
      """
  )

  @OptionGroup var options: GlobalOptions
  @Argument(help: "Where to set up; the current folder when left out.", completion: .directory) var folder = "."

  func run() async throws {
    try await reporting {
      let root = URL(filePath: folder, directoryHint: .isDirectory)
      let settings =
        options.choice.settings.map { URL(filePath: $0) }
        ?? root.appending(path: SettingsPlace.here)
      guard !FileManager.default.fileExists(atPath: settings.path(percentEncoded: false)) else {
        throw Failure(
          .cannotWrite,
          "\(settings.relativePath) is there already, and nothing was changed. Edit it, or remove it to begin anew.")
      }
      // Before anything is written: half a set-up would answer for a council that has none.
      let place = settings.deletingLastPathComponent().path(percentEncoded: false)
      guard FileManager.default.isWritableFile(atPath: place.isEmpty ? "." : place) else {
        throw Failure(
          .cannotWrite,
          "\(settings.relativePath) cannot be written, and nothing was changed. Check that its folder is there and may be "
            + "written to.")
      }
      var written: [String] = []
      let elections = root.appending(path: "calendars/elections")
      let holidays = root.appending(path: "calendars/bank-holidays")
      do {
        for url in [elections, holidays] where !FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
        {
          try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
          written.append(url.relativePath)
        }
        written += try copyBankHolidays(to: holidays)
        written += try writeExample(to: elections)
        try Data(SettingsTemplate.text.utf8).write(to: settings, options: .atomic)
        written.append(settings.relativePath)
      } catch {
        throw Failure(.cannotWrite, "\(folder) cannot be set up. Check that it is there and may be written to.")
      }
      let adoption = try await adopt(settings)
      switch options.format {
      case .json:
        Terminal.write(
          JSON.object([
            ("written", .array(written.map(JSON.string))),
            ("revision", adoption.revision.map { .number(Int($0.rawValue)) } ?? .null),
            ("store", .string(adoption.store)), ("note", JSON(adoption.note)),
          ]).text)
      case .text:
        let list = written.map { "  " + $0 }.joined(separator: "\n")
        Terminal.write(
          """
          Written:
          \(list)

          \(adoption.note ?? "Adopted as revision \(adoption.revision?.description ?? "?") in \(adoption.store).")

          Next:
            1. put your elections into \(elections.relativePath): the one there is an example that closes nothing
            2. name your channels in \(settings.relativePath)
            3. portcullis calendar check, then portcullis adopt
            4. portcullis post add website --at now --text "Hello"
            5. portcullis gate run
          """)
      }
    }
  }

  private struct FirstAdoption {
    let store: String
    var revision: RevisionNumber?
    var note: String?
  }

  /// Makes what was written revision 1. A store that has a revision already is left as it is: what is in force there
  /// changes only by “adopt”.
  private func adopt(_ settings: URL) async throws -> FirstAdoption {
    var options = options
    options.settings = settings.relativePath
    let location = try StoreLocation(options.choice)
    var outcome = FirstAdoption(store: location.path)
    let store = try location.open(.creating)
    if let epoch = try await store.epoch() {
      outcome.note =
        "The store \(location.path) has revision \(epoch) in force already; see “portcullis adopt --preview”, or use "
        + "another --store."
      return outcome
    }
    let disk = DiskSnapshot(try Workspace(options.choice))
    let plan = try await AdoptionPlan(
      disk, over: nil, store: nil, now: Workspace.now)
    if plan.unfitness != nil {
      let why = plan.leavers.first ?? plan.errors.first?.description ?? ""
      outcome.note = "Not adopted yet, so every channel holds: \(why)"
      return outcome
    }
    let anchoring = try StoreAnchoring(
      store, settings: disk.settings, folder: disk.snapshot.folder, parts: Portcullis.parts)
    outcome.revision = try await store.adopt(plan.draft(actor: options.actor, reason: nil, seen: nil)).revision
    await anchoring.begin()
    return outcome
  }

  /// An election that shows how one is written and closes nothing, where there is no calendar yet.
  private func writeExample(to folder: URL) throws -> [String] {
    let entries = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
    guard !entries.contains(where: { CalendarFileName($0) == .calendar }) else { return [] }
    let target = folder.appending(path: "elections.ics")
    try Data(ExampleCalendar.text.utf8).write(to: target, options: .atomic)
    return [target.relativePath]
  }

  /// The bank holidays that were installed with the program, where there are none yet.
  private func copyBankHolidays(to folder: URL) throws -> [String] {
    let manager = FileManager.default
    guard try manager.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).isEmpty,
      let installed = InstalledFiles.shippedCalendars?.appending(path: "bank-holidays")
    else { return [] }
    var written: [String] = []
    for name in try manager.contentsOfDirectory(atPath: installed.path(percentEncoded: false)).sorted() {
      let target = folder.appending(path: name)
      try manager.copyItem(at: installed.appending(path: name), to: target)
      written.append(target.relativePath)
    }
    return written
  }
}

/// The calendar that a new user starts from. The ordinary day of local elections in England is the first Thursday in
/// May (Representation of the People Act 1983, section 37).
enum ExampleCalendar {
  static let text = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Portcullis//Example//EN", "BEGIN:VEVENT",
    "UID:local.our-council.2027-05-06", "DTSTAMP:20261101T000000Z", "DTSTART;VALUE=DATE:20270506",
    "SUMMARY:Our council election (an example: correct it\\, and set STATUS:CONFIRMED)", "CATEGORIES:LOCAL,ENGLAND",
    "STATUS:TENTATIVE", "END:VEVENT", "END:VCALENDAR", "",
  ].joined(separator: "\r\n")
}

/// The settings that a new user starts from; a test reads them back.
enum SettingsTemplate {
  static let text = """
    # Portcullis: what your authority is, where its calendars lie, and which channels it publishes on.
    # Check after each change: portcullis settings check

    authority:
      name: \(Settings.placeholderName)
      nation: england              # england | wales | scotland | northern-ireland: for polls that do not say
      time-zone: Europe/London
      # Which elections touch you. Without this line every election in your calendars does.
      # areas: [local.our-council, parl, ref]

    calendars: calendars           # holds elections/ and bank-holidays/, read with all their subfolders

    purdah:
      general-election-starts: dissolution   # or: notice
      scottish-notice: earliest              # the 35th working day; or: latest (the 28th)
      ends: close-of-poll                    # or: end-of-polling-day
      extra-non-working-days: []             # days of mourning or thanksgiving that are no bank holiday

    # For calendars that others made: the first rule that matches an event decides what it is.
    # sources:
    #   - file: "councillors-outlook.ics"    # below elections/
    #     summary: "*by-election*"
    #     treat-as: {kind: local, area: local.our-council}
    #   - file: "councillors-outlook.ics"
    #     treat-as: ignore

    channels:
      website:
        name: News on the website
        connector: feed
        path: public/news.atom
        # closes-for: [routine, service]     # default: routine, service, statutory and emergency
        # pace: 6/1h                         # at most six posts an hour; default: no limit
        # late-after: 4h                     # what is later than this waits for a person
        # administrator: login               # with people below: who looks after it, and who answers for it
        # owner: login
        # approval: during-purdah            # or always, never; or {routine: always, service: {when: always, tiers: 2}}
      # Other connectors: webhook, wordpress, drupal, bluesky, mastodon, email, command; see “portcullis connectors”.

    # The approved list. Without it anyone with access may publish.
    # people:
    #   login:
    #     name: Their name
    #     roles: [author]                  # author, approver, director, administrator, auditor
    #     trained-on: 2026-09-01
    # policy:
    #   training-valid-for: 52w
    #   e-communications-officer: login    # must be among each channel's administrators
    #   approval: during-purdah
    #   content-checks: {terms-file: candidates.csv, when: during-purdah}
    #   classes: {emergency: [director]}   # who may use a class

    """
}
