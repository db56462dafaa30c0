package import Contract
import ElectionCalendar
import Elections
import Foundation
import Publishing

extension Desk {
  package func answer(_ request: ExportCalendar) async throws -> Answered<ExportCalendar.Answer> {
    let workspace = try await Workspace.answering(choice)
    let days = try workspace.days(from: request.from, to: request.to)
    let chosen = try workspace.channels(request.channels)
    let forecast = try workspace.forecast(overlapping: days)
    guard forecast.errors.isEmpty else {
      // A feed that lacks windows tells its subscribers that they are open.
      throw Failure(
        .badInput,
        messages: forecast.errors.map { Sentence($0.description) } + [
          "nothing was exported, because windows may be missing."
        ])
    }
    let zone = workspace.civil.zone
    let instants = zone.startOfDay(days.lowerBound)..<zone.startOfDay(days.upperBound)
    let rules = forecast.rules(revision: workspace.adopted?.revision.number, folder: workspace.folder)
    let windows = chosen.reduce(into: Set<PurdahWindow>()) {
      $0.formUnion(rules.schedule(of: $1.id)?.blackouts.windows ?? [])
    }
    let name = (workspace.settings.authority.name.map { $0 + ": " } ?? "") + "pre-election periods"
    let feed = PurdahFeed(
      windows, where: { $0.starts < instants.upperBound && $0.ends > instants.lowerBound }, name: name, zone: zone,
      changedAt: forecast.newestStamp.map { Instant(secondsSince1970: $0) },
      previous: try request.previous.map { try Self.entries(of: $0, zone) } ?? [:])
    do throws(CalendarWriter.Unwritable) {
      let calendar = String(decoding: try feed.bytes(), as: UTF8.self)
      return Answered(ExportCalendar.Answer(calendar: calendar), workspace)
    } catch {
      throw Failure(.badInput, "The UID “\(error.value)” cannot be written to a calendar; give the event another.")
    }
  }

  /// Whether a file was written by an earlier export.
  package static func isExport(_ text: String) -> Bool { text.contains("\r\n\(PurdahFeed.productLine)\r\n") }

  private static func entries(of feed: String, _ zone: TimeZone) throws -> [String: PurdahFeed.PreviousEntry] {
    let file = CalendarReader.read(Array(feed.utf8), path: "feed", zone: zone)
    guard !file.isUnreadable else {
      throw Failure(.badInput, "The feed before this one cannot be read, so nothing was exported over it. Remove it.")
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
}
