import ElectionCalendar
package import Elections
import Foundation
import Glibc
import Machine
package import Publishing
package import PublishingGate
import PublishingSettings
import Texts

/// What one command works on: the settings and calendars on disk and, where a store has adopted some, those that
/// are in force.
package struct Workspace {
  /// The settings that answers follow: the adopted ones where there are any.
  package let settings: Settings
  package let civil: CivilText
  /// Where the calendars on disk were looked for.
  package let calendarsPath: String
  /// The settings on disk.
  package let diskSettings: Settings
  /// The settings file as text; nil for the built-in ones.
  package let settingsText: String?
  package let settingsName: String
  package let settingsPath: String
  /// What a look found, where that is read instead of the disk.
  package let look: DiskLook?
  /// Where relative paths in the settings start, as an absolute path.
  package let folder: String
  package let adopted: AdoptedRevision?
  /// Why the settings on disk cannot be read, where those in force answer all the same.
  package let settingsProblem: String?
  /// What the store that answers keeps of all that holds beside the rules; nothing where files answer.
  package private(set) var rows = StandingRows()
  /// The store that answers; nil where files do.
  package private(set) var store: (any CouncilStore)?
  /// Overrides that may still let something leave, or wait for a decision.
  package private(set) var overrides: [OverrideRecord] = []
  /// What the user's store has in force for another folder; the files here are what answers.
  package private(set) var isElsewhere: Revision?
  /// The files answer because they were asked about, in force or not.
  package private(set) var isOfFiles = false
  /// Neither settings nor calendars are at hand: the revision in force is all that there is.
  let isStoreAlone: Bool

  /// What is on disk alone.
  package init(_ options: SetUpChoice) throws { try self.init(options, adopted: nil) }

  /// What is in force, where a store has adopted anything, else what is on disk. `counting`: also what is queued, so that it
  /// can be told how much of it is held.
  package static func answering(_ options: SetUpChoice, counting: Bool = false) async throws -> Workspace {
    let location = try StoreLocation(options)
    guard location.exists else { return try Workspace(options) }
    let store = try location.openToLook()
    guard let epoch = try await store.epoch(), let revision = try await store.revision(epoch) else {
      return try Workspace(options)
    }
    // The user's own store may serve another folder; whoever names a store means it.
    if !location.isNamed, let disk = try? Workspace(options, elsewhere: revision), !disk.isOrigin(of: revision) {
      return disk
    }
    var workspace = try Workspace(
      options, under: try await AdoptedRevision(revision, from: store, connectors: options.parts.connectors.list))
    workspace.store = store
    workspace.rows = try await store.standingRows(
      counting ? StandingQuery(counting: workspace.settings, at: Self.now) : StandingQuery(at: Self.now))
    workspace.overrides = try await store.overrides(of: nil, limit: 1000)
      .filter { [.requested, .approved].contains($0.state) && $0.until > Self.now }
    return workspace
  }

  /// What is in force in a store that is open already.
  package static func inForce(_ options: SetUpChoice, in store: any CouncilStore) async throws -> Workspace {
    guard let adopted = try await AdoptedRevision.inForce(in: store, connectors: options.parts.connectors.list) else {
      throw Failure(StoreError.nothingAdopted)
    }
    return try Workspace(options, under: adopted)
  }

  /// The same for questions about what a store holds, which the files here do not answer: refused where the user's own
  /// store serves another set-up than the one here.
  package static func ofStore(_ options: SetUpChoice) async throws -> Workspace {
    let workspace = try await answering(options)
    try workspace.checkServed(by: StoreLocation(options))
    return workspace
  }

  /// The same for what is told of a damaged store too, whoever's it is: nil where what is in force cannot be read.
  package static func ofStoreIfReadable(_ options: SetUpChoice) async throws -> Workspace? {
    let workspace: Workspace?
    do {
      workspace = try await answering(options)
    } catch let failure as Failure where failure.kind == .notPermitted {
      throw failure
    } catch {
      workspace = nil
    }
    try workspace?.checkServed(by: StoreLocation(options))
    return workspace
  }

  private func checkServed(by location: StoreLocation) throws {
    guard let revision = isElsewhere, revision.governing.folder != folder else { return }
    throw SettingsPlace.otherSetUp(settingsText.map { _ in settingsPath }, revision, location)
  }

  private init(_ options: SetUpChoice, elsewhere revision: Revision) throws {
    try self.init(options, adopted: nil)
    isElsewhere = revision
  }

  /// The files on disk, in force or not; where there are none at hand, those that the revision in force was adopted from,
  /// or the revision itself.
  package static func atHand(_ options: SetUpChoice, orBuiltIn: Bool = false) async throws -> Workspace {
    let place = SettingsPlace(options)
    let location = try StoreLocation(options)
    if place.path == nil, place == .nowhere || location.isNamed, location.exists {
      let store = try location.openToLook()
      if let adopted = try await AdoptedRevision.inForce(in: store, connectors: options.parts.connectors.list) {
        return try Workspace(options, under: adopted)
      }
    }
    var workspace = try Workspace(
      options, adopted: nil,
      otherwise: orBuiltIn && place == .nowhere ? .builtIn(options.parts.connectors.list) : nil)
    workspace.isOfFiles = true
    return workspace
  }

  /// What is in force, beside the files here; where there are none, beside those that it was adopted from.
  package init(_ options: SetUpChoice, under adopted: AdoptedRevision) throws {
    try StoreKeeper.check(options, try adopted.settings().register)
    let hasFile = SettingsPlace(options).path != nil
    try self.init(hasFile ? options : options.following(adopted.revision), adopted: adopted)
  }

  /// Where relative paths in the settings that answer start.
  package var governingFolder: String { adopted?.revision.governing.folder ?? folder }

  /// Whether the revision was adopted from the very files that this looks at.
  package func isOrigin(of revision: Revision) -> Bool {
    revision.governing.folder == folder && revision.governing.calendars == Self.absolute(calendarsPath)
  }

  /// What is on disk alone; `otherwise` says where the calendars lie if the settings cannot be read.
  package init(_ options: SetUpChoice, otherwise: Settings) throws {
    try self.init(options, adopted: nil, otherwise: otherwise)
  }

  /// `look`: what is read instead of the disk.
  package init(
    _ options: SetUpChoice, adopted: AdoptedRevision?, reading look: DiskLook? = nil, otherwise: Settings? = nil
  ) throws {
    let place = SettingsPlace(options)
    let path = place.path ?? SettingsPlace.here
    let connectors = options.parts.connectors.list
    isStoreAlone = adopted != nil && place == .nowhere && look == nil
    var isThere = place.path != nil
    if let look, place != .named(path) { isThere = look.has(.settings) }
    var text: String?
    var settings: Settings?
    var fault: String?
    do {
      if isThere {
        let read =
          try look?.readSettings(path, connectors: connectors)
          ?? Self.readSettings(path, connectors: connectors, under: adopted)
        (text, settings) = (read.text, read.settings)
      } else if place == .builtIn || look != nil {
        settings = try .builtIn(connectors)
      } else if !isStoreAlone {
        throw SettingsPlace.missing(besides: try? StoreLocation(options), options.parts.environment)
      }
    } catch {
      // What is in force answers, whatever has become of the files.
      guard adopted != nil || otherwise != nil else { throw error }
      let messages = options.parts.words(of: error)
      let check = options.parts.words(.checkSettings)
      fault =
        messages.prefix(3).joined(separator: " ")
        + (messages.count > 3 ? " (and \(messages.count - 3) more; see \(check))" : "")
    }
    let inForce = try adopted?.settings()
    guard let effective = inForce ?? settings ?? otherwise else { throw Failure(.badInput, "\(path) cannot be read.") }
    self.adopted = adopted
    settingsProblem = fault
    self.settings = effective
    diskSettings = settings ?? effective
    settingsText = text
    settingsName = (path as NSString).lastPathComponent
    self.settingsPath = path
    self.look = look
    folder = Self.absolute(isThere ? (path as NSString).deletingLastPathComponent : "")
    civil = CivilText(zone: effective.authority.zone, remedies: options.parts.words)
    calendarsPath =
      options.calendars
      ?? diskSettings.calendars.map { Self.path($0, besideFile: path) } ?? Self.defaultCalendars(besideFile: path)
  }

  /// The folder `calendars` beside the settings, else the one here; never those of another council that came with the
  /// program.
  private static func defaultCalendars(besideFile file: String) -> String {
    let beside = path("calendars", besideFile: file)
    return FileManager.default.fileExists(atPath: beside) ? beside : "calendars"
  }

  /// A relative path in the settings starts where the settings file lies.
  private static func path(_ path: String, besideFile file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
  }

  /// The folder's own path, without links, dots or a slash at its end.
  package static func absolute(_ folder: String) -> String {
    if let known = unsafe realpath(folder.isEmpty ? "." : folder, nil) {
      defer { unsafe free(known) }
      return unsafe String(cString: known)
    }
    // It is not there, or not yet.
    var path = URL(filePath: folder.isEmpty ? "." : folder).standardizedFileURL.resolvingSymlinksInPath()
      .path(percentEncoded: false)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// `adopted`: what is in force, whose settings need no second reading where the file is the same.
  package static func readSettings(
    _ path: String, connectors: ConnectorList, under adopted: AdoptedRevision? = nil
  ) throws -> (text: String, settings: Settings) {
    let bytes: [UInt8]
    do throws(PlainFile.Unreadable) {
      bytes = try PlainFile.bytes(path, atMost: SettingsReader.mostBytes)
    } catch {
      throw Failure(
        error.isMissing ? .noSetUp : .badInput,
        "\(path): The settings file cannot be opened: \(error.reason). Correct --settings or PORTCULLIS_SETTINGS, go to "
          + "the council's folder, or write one by \(Remedy.setUp).")
    }
    return try settings(bytes, path, connectors: connectors, under: adopted)
  }

  package static func settings(
    _ bytes: [UInt8], _ path: String, connectors: ConnectorList, under adopted: AdoptedRevision? = nil
  ) throws -> (text: String, settings: Settings) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.badInput, "\(path): The settings file is no UTF-8 text; save it as UTF-8.")
    }
    if let adopted, adopted.governs(by: bytes) { return (text, try adopted.settings()) }
    do throws(SettingsErrors) {
      return (text, try SettingsReader.read(text, file: path, connectors: connectors))
    } catch {
      throw Failure(.badInput, messages: error.errors.map { Sentence($0.description) })
    }
  }

  /// The channels that were asked for, in the settings' order; all of them when none was named.
  package func channels(_ names: [String]) throws -> [Channel] {
    for name in names { _ = try channel(name) }
    return names.isEmpty ? settings.channels : settings.channels.filter { names.contains($0.id) }
  }

  package func channel(_ name: String) throws -> Channel {
    if let channel = settings.channels.first(where: { $0.id == name }) { return channel }
    let known = settings.channels.map(\.id)
    throw Failure(
      .usage,
      "There is no channel “\(name.printable)”.\(NearMiss.question(name, among: known)) The channels are: "
        + "\(known.joined(separator: ", ")).")
  }

  package static var now: Instant { SystemClock().now }
}
