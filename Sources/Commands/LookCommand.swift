import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Glibc
import Publishing
import Texts

/// What the program runs by itself, and nobody by hand.
struct InternalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "internal", abstract: "What the program runs by itself.", shouldDisplay: false,
    subcommands: [LookCommand.self])
}

/// Reads the files on disk once, by content, in a process of its own, and tells the gate what is there (`DiskLook`).
///
/// Whatever hangs, blows up or never ends here hangs, blows up or is ended here: the gate goes on, and holds.
struct LookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "look", abstract: "Reads the files on disk once, for the gate.", shouldDisplay: false)

  @OptionGroup var options: GlobalOptions
  @Option(help: "The content that the gate has already.") var known: String?
  @Option(help: "Where the calendars lie if the settings cannot be read.") var otherwiseCalendars: String?
  @Option(help: "The terms-file if the settings cannot be read.") var otherwiseTerms: String?

  func run() throws {
    LookBounds.apply()
    let settings = SettingsPlace(options.choice).path ?? SettingsPlace.here
    Terminal.write(bytes: DiskLook.step((settings as NSString).lastPathComponent))
    let workspace = try Workspace(options.choice, otherwise: inForce())
    Terminal.write(bytes: DiskLook.step(workspace.calendarsPath))
    let disk = DiskSnapshot(workspace)
    let hash = Self.hash(workspace, disk)
    let isKnown = hash.hex == known
    var look = DiskLook(
      hash: hash, isKnown: isKnown, settingsProblem: workspace.settingsProblem, files: [], unreadable: [], doubts: [],
      places: Self.places(workspace))
    if !isKnown {
      Terminal.write(bytes: DiskLook.step("the calendars and settings"))
      // What parses here parses in the gate.
      let doubts = workspace.doubts(on: disk, now: Workspace.now)
      look = DiskLook(
        hash: hash, isKnown: false, settingsProblem: workspace.settingsProblem,
        files: disk.snapshot.files.map { file in
          DiskLook.File(role: file.role, path: file.path, bytes: disk.contents.bytes[file.hash] ?? [])
        },
        unreadable: disk.unreadable.map { file in
          DiskLook.Unreadable(path: file.path, problem: file.problems.first?.message ?? "")
        }, doubts: doubts.map { DiskLook.Doubt(source: $0.source, detail: $0.detail) }, places: look.places)
    }
    Terminal.write(bytes: look.message)
  }

  /// What of the settings in force says where to look.
  private func inForce() throws -> Settings {
    var settings = try Settings.builtIn(Portcullis.parts.connectors.list)
    settings.calendars = otherwiseCalendars
    if let otherwiseTerms { settings.contentChecks = ContentChecks(terms: [], termsFile: otherwiseTerms) }
    return settings
  }

  private static func hash(_ workspace: Workspace, _ disk: DiskSnapshot) -> ContentHash {
    let parts =
      [disk.snapshot.hash.hex, disk.snapshot.calendars, workspace.settingsProblem ?? ""]
      + disk.unreadable.map { "\($0.path): \($0.problems.first?.message ?? "")" }.sorted()
    return ContentHash(of: parts.joined(separator: "\n").utf8)
  }

  private static func places(_ workspace: Workspace) -> [WatchedPlaces.Place] {
    var places = WatchedPlaces()
    places.add(file: workspace.settingsPath)
    places.add(folder: workspace.calendarsPath)
    for name in ["elections", "bank-holidays"] { places.add(wayTo: workspace.calendarsPath + "/" + name) }
    if let terms = workspace.termsPath { places.add(file: terms) }
    return places.places.sorted { ($0.path, $0.kind.rawValue, $0.name) < ($1.path, $1.kind.rawValue, $1.name) }
  }
}

extension LookBounds {
  static func apply() {
    // Where the system refuses a limit, the gate's own clock is left.
    // A second more, so that the signal says why it ended.
    limit(RLIMIT_CPU, processorSeconds, processorSeconds + 1)
    limit(RLIMIT_DATA, memoryBytes, memoryBytes)
    limit(RLIMIT_CORE, 0, 0)
    alarm(UInt32(time.components.seconds) + 5)
    signal(SIGPIPE, SIG_DFL)
  }

  private static func limit(_ resource: __rlimit_resource, _ soft: UInt, _ hard: UInt) {
    var limits = rlimit(rlim_cur: soft, rlim_max: hard)
    _ = unsafe setrlimit(Int32(resource.rawValue), &limits)
  }
}
