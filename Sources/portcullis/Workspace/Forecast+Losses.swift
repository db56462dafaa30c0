import ElectionCalendar
import Elections
import PublishingGate

/// Elections that are read whole and close nothing, of which somebody should know.
extension Forecast {
  /// What these calendars lose under `settings`; `today`: what is past closes nothing any more and is not told of.
  func losses(settings: Settings, on today: CivilDate) -> [CalendarProblem] {
    (namesNothing && errors.isEmpty
      ? [
        CalendarProblem(
          severity: .warning, file: "elections", line: 1,
          message: "The calendars name no election and no window, so nothing closes; put your elections there.")
      ] : []) + unmetAreas(settings, on: today)
  }

  /// Neither an election nor a window stands in them.
  var namesNothing: Bool { elections.isEmpty && standaloneWindowCount == 0 }

  /// One warning a file for the elections that touch no channel: a national feed has thousands of them.
  private func unmetAreas(_ settings: Settings, on today: CivilDate) -> [CalendarProblem] {
    let channels = settings.channels.map(\.areas)
    guard !channels.isEmpty, !channels.contains(nil) else { return [] }
    let areas = Set(channels.compactMap(\.self).joined())
    let unmet = elections.filter { election in
      guard let area = election.area, election.pollingDay >= today, election.status != .cancelled else { return false }
      return !areas.contains { $0.touches(area) }
    }
    return Dictionary(grouping: unmet, by: \.source.file).sorted { $0.key < $1.key }.map { file, elections in
      let elections = elections.sorted { ($0.source.line, $0.pollingDay) < ($1.source.line, $1.pollingDay) }
      let names = elections.prefix(3).map { $0.id?.description ?? $0.area?.description ?? $0.summary.printable }
      let more = elections.count > 3 ? " and \(elections.count - 3) more" : ""
      let what = elections.count == 1 ? "1 election touches" : "\(elections.count) elections touch"
      return CalendarProblem(
        severity: .warning, file: file, line: elections[0].source.line,
        uid: elections.count == 1 ? elections[0].source.uid : nil,
        message: "\(what) no area of any channel, and so closes nothing (\(names.joined(separator: ", "))\(more)). "
          + "Add the area to the settings if it is yours.")
    }
  }

  /// Areas of the settings that no election touches and that differ by a letter or two from one that the calendars
  /// name: perhaps mistyped, which would leave channels open.
  func doubtfulAreas(_ settings: Settings, file: String) -> [CalendarProblem] {
    let areas = Set((settings.authority.areas ?? []) + settings.channels.flatMap { $0.areas ?? [] })
    let named = Set(elections.compactMap(\.area))
    let untouched = areas.filter { area in !named.contains { $0.touches(area) } }
    return untouched.sorted { $0.description < $1.description }.compactMap { area in
      let candidates = named.filter { $0.components.first == area.components.first }
        .map { $0.components.prefix(area.components.count).joined(separator: ".") }
      guard let near = NearMiss.slip(area.description, among: Set(candidates).sorted()) else { return nil }
      return CalendarProblem(
        severity: .warning, file: file, line: settings.areaLines[area] ?? 1,
        message: "No election in the calendars touches the area “\(area)”. Did you mean \(near)? Correct it if it is "
          + "mistyped.")
    }
  }
}
