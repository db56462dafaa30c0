import ArgumentParser
import Foundation

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a commented portcullis.yaml and the calendars' folders.",
    discussion: """
      Nothing that is there already is changed. Until calendars of your elections are in calendars/elections, every \
      channel is unknown, which holds.

      EXAMPLES
        portcullis init
        portcullis init ~/purdah
      """
  )

  @OptionGroup var options: GlobalOptions
  @Argument(help: "Where to set up; the current folder when left out.", completion: .directory) var folder = "."

  func run() throws {
    try reporting {
      let root = URL(filePath: folder, directoryHint: .isDirectory)
      let settings =
        GlobalOptions.value(options.settings, environment: "PORTCULLIS_SETTINGS").map { URL(filePath: $0) }
        ?? root.appending(path: Workspace.defaultSettingsPath)
      guard !FileManager.default.fileExists(atPath: settings.path(percentEncoded: false)) else {
        throw Failure(
          .cannotWrite,
          "\(settings.relativePath) is there already, and nothing was changed. Edit it, or remove it to begin anew.")
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
        try Data(SettingsTemplate.text.utf8).write(to: settings, options: .atomic)
        written.append(settings.relativePath)
      } catch {
        throw Failure(.cannotWrite, "\(folder) cannot be set up. Check that it is there and may be written to.")
      }
      switch options.format {
      case .json: Terminal.write(JSON.object([("written", .array(written.map(JSON.string)))]).text)
      case .text:
        let list = written.map { "  " + $0 }.joined(separator: "\n")
        Terminal.write(
          """
          Written:
          \(list)

          Next:
            1. put your elections' .ics files into \(elections.relativePath)
            2. see that \(holidays.relativePath) holds england-and-wales.ics, scotland.ics and
               northern-ireland.ics (from gov.uk/bank-holidays, or Portcullis's own calendars folder)
            3. name your channels in \(settings.relativePath)
            4. portcullis calendar check
            5. portcullis status
          """)
      }
    }
  }

  /// The bank holidays that were installed with the program, where there are none yet.
  private func copyBankHolidays(to folder: URL) throws -> [String] {
    let manager = FileManager.default
    guard try manager.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).isEmpty,
      let installed = InstalledFiles.calendars?.appending(path: "bank-holidays")
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

/// The settings that a new user starts from; a test reads them back.
enum SettingsTemplate {
  static let text = """
    # Portcullis: what your authority is, where its calendars lie, and which channels it publishes on.
    # Check after each change: portcullis settings check

    authority:
      name: Our council
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

    """
}
