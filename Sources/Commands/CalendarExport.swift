import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing

struct CalendarExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the blackouts as an .ics that Outlook, Google and Apple subscribe to.",
    discussion: """
      One event for each window that closes a channel. The bytes stay the same as long as nothing changes. With \
      --output, the file there is taken for the feed before this one: a window that moved grows its SEQUENCE, one \
      that was withdrawn stays as cancelled, and an unchanged file is left alone.

      EXAMPLES
        portcullis calendar export > purdah.ics
        portcullis calendar export website --from 2026-01-01 --output public/purdah.ics
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var range: DayRangeOptions
  @Argument(help: "The channels; all when none is named.") var channels: [String] = []
  @Option(
    help: ArgumentHelp("The file to write or bring up to date, instead of standard output.", valueName: "file"),
    completion: .file(extensions: ["ics"]))
  var output: String?

  func run() async throws {
    try await reporting {
      let workspace = try await Workspace.answering(options.choice)
      let days = try workspace.days(from: range.from, to: range.to)
      let chosen = try workspace.channels(channels)
      let forecast = try workspace.forecast(overlapping: days)
      guard forecast.errors.isEmpty else {
        // A feed that lacks windows tells its subscribers that they are open.
        throw Failure(
          .badInput,
          messages: forecast.errors.map { Sentence($0.description) } + [
            "nothing was exported, because windows may be missing."
          ])
      }
      let bytes = try feed(workspace, forecast, chosen, days)
      guard let output else { return Terminal.write(bytes: bytes) }
      try write(bytes, to: output)
    }
  }

  private func feed(
    _ workspace: Workspace, _ forecast: Forecast, _ channels: [Channel], _ days: Range<CivilDate>
  ) throws -> [UInt8] {
    let zone = workspace.civil.zone
    let instants = zone.startOfDay(days.lowerBound)..<zone.startOfDay(days.upperBound)
    let rules = forecast.rules(revision: workspace.adopted?.revision.number, folder: workspace.folder)
    let windows = channels.reduce(into: Set<PurdahWindow>()) {
      $0.formUnion(rules.schedule(of: $1.id)?.blackouts.windows ?? [])
    }
    let name = (workspace.settings.authority.name.map { $0 + ": " } ?? "") + "pre-election periods"
    let feed = PurdahFeed(
      windows, where: { $0.starts < instants.upperBound && $0.ends > instants.lowerBound }, name: name, zone: zone,
      changedAt: forecast.newestStamp.map { Instant(secondsSince1970: $0) },
      previous: try previousEntries(zone)
    )
    do throws(CalendarWriter.Unwritable) {
      return try feed.bytes()
    } catch {
      throw Failure(.badInput, "The UID “\(error.value)” cannot be written to a calendar; give the event another.")
    }
  }

  private func previousEntries(_ zone: TimeZone) throws -> [String: PurdahFeed.PreviousEntry] {
    guard let output, FileManager.default.fileExists(atPath: output) else { return [:] }
    let text = (try? String(contentsOf: URL(filePath: output), encoding: .utf8)) ?? ""
    let file = CalendarFolder.readFile(output, zone: zone)
    guard text.contains("\r\n\(PurdahFeed.productLine)\r\n"), !file.isUnreadable else {
      throw Failure(
        .cannotWrite,
        "\(output) was not written by Portcullis, and is left as it is. Remove it, or choose another file.")
    }
    let answer = CalendarSet([file], zone: zone).occurrences(in: Workspace.firstDay..<Workspace.lastDay)
    var entries: [String: PurdahFeed.PreviousEntry] = [:]
    for occurrence in answer.occurrences {
      guard PurdahFeed.isOwn(occurrence.event.uid), let end = occurrence.end else { continue }
      entries[occurrence.event.uid] = PurdahFeed.PreviousEntry(
        starts: occurrence.start.instant(in: zone), ends: end.instant(in: zone),
        sequence: Int(occurrence.event.sequence), summary: occurrence.event.summary,
        isCancelled: occurrence.status == "CANCELLED")
    }
    return entries
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let url = URL(filePath: path)
    if let before = try? Data(contentsOf: url), before.elementsEqual(bytes) {
      return Terminal.complain("\(path) is up to date.")
    }
    do {
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw Failure(.cannotWrite, "\(path) cannot be written. Check that its folder is there and may be written to.")
    }
  }
}
