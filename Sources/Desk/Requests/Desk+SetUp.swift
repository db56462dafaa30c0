package import Contract
import ElectionCalendar
import Foundation
import Publishing
import PublishingGate

extension Desk {
  /// Nothing that is there already is changed.
  package func answer(_ request: SetUpCouncil) async throws -> SetUpCouncil.Answer {
    let root = URL(filePath: request.folder, directoryHint: .isDirectory)
    let settings = choice.settings.map { URL(filePath: $0) } ?? root.appending(path: SettingsPlace.here)
    try checkPlace(of: settings)
    let elections = root.appending(path: "calendars/elections")
    let holidays = root.appending(path: "calendars/bank-holidays")
    var written: [String] = []
    do {
      for url in [elections, holidays] where !FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        written.append(url.relativePath)
      }
      written += try copyBankHolidays(to: holidays)
      written += try writeExample(to: elections)
      try Data(SettingsTemplate.text.utf8).write(to: settings, options: .atomic)
      written.append(settings.relativePath)
    } catch {
      throw Failure(.cannotWrite, "\(request.folder) cannot be set up. Check that it is there and may be written to.")
    }
    var named = choice
    named.settings = settings.relativePath
    let adoption = try await FirstAdoption(named)
    return SetUpCouncil.Answer(
      written: written, revision: adoption.revision.map { Int($0.rawValue) }, store: adoption.store,
      note: adoption.note, elections: elections.relativePath, settings: settings.relativePath)
  }

  /// Before anything is written: half a set-up would answer for a council that has none.
  private func checkPlace(of settings: URL) throws {
    guard !FileManager.default.fileExists(atPath: settings.path(percentEncoded: false)) else {
      throw Failure(
        .cannotWrite,
        "\(settings.relativePath) is there already, and nothing was changed. Edit it, or remove it to begin anew.")
    }
    let place = settings.deletingLastPathComponent().path(percentEncoded: false)
    guard FileManager.default.isWritableFile(atPath: place.isEmpty ? "." : place) else {
      throw Failure(
        .cannotWrite,
        "\(settings.relativePath) cannot be written, and nothing was changed. Check that its folder is there and may be "
          + "written to.")
    }
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

/// What was written made revision 1. A store that has a revision already is left as it is: what is in force there changes
/// only by “adopt”.
private struct FirstAdoption {
  let store: String
  private(set) var revision: RevisionNumber?
  private(set) var note: String?

  init(_ choice: SetUpChoice) async throws {
    let location = try StoreLocation(choice)
    store = location.path
    let opened = try location.open(.creating)
    if let epoch = try await opened.epoch() {
      note =
        "The store \(store) has revision \(epoch) in force already; see \(choice.parts.words(.previewAdoption)), or use another "
        + "--store."
      return
    }
    let disk = DiskSnapshot(try Workspace(choice))
    let plan = try await AdoptionPlan(disk, over: nil, store: nil, now: Workspace.now)
    if plan.unfitness != nil {
      let why = plan.leavers.first ?? plan.errors.first?.description ?? ""
      note = "Not adopted yet, so every channel holds: \(why)"
      return
    }
    let anchoring = try StoreAnchoring(
      opened, settings: disk.settings, folder: disk.snapshot.folder, parts: choice.parts)
    revision = try await opened.adopt(
      plan.draft(actor: choice.actor, reason: nil, seen: nil), as: Workspace.newOperation()
    ).revision
    await anchoring.begin()
  }
}
