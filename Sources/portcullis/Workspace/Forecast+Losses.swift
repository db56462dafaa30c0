import ElectionCalendar
import Elections
import PublishingGate

/// Elections that are read whole and close nothing, of which somebody should know.
extension Forecast {
  /// What these calendars lose under `settings`; `today`: what is past closes nothing any more and is not told of.
  func losses(settings: Settings, on today: CivilDate) -> [CalendarProblem] {
    let nothing =
      elections.isEmpty
      ? "The calendars name no election and no window, so nothing closes; put your elections there."
      : "Every election that the calendars name is CANCELLED, and no window stands in them, so nothing closes; correct "
        + "their STATUS if one takes place."
    return
      (namesNothing && errors.isEmpty
      ? [CalendarProblem(severity: .warning, file: "elections", line: 1, message: nothing)] : [])
      + unmetAreas(settings, on: today)
  }

  /// Neither an election that takes place or may, nor a window stands in them.
  var namesNothing: Bool {
    standaloneWindows.isEmpty && elections.allSatisfy { $0.status == .cancelled && $0.explicitWindows.isEmpty }
  }

  /// Something of an area that touches no channel.
  private struct Unmet {
    let area: Area
    let source: SourceLine
    let day: CivilDate
    let name: String
  }

  /// One warning a file for the elections that touch no channel, and one for such windows: a national feed has thousands.
  private func unmetAreas(_ settings: Settings, on today: CivilDate) -> [CalendarProblem] {
    let channels = settings.channels.map(\.areas)
    guard !channels.isEmpty, !channels.contains(nil) else { return [] }
    let areas = Set(channels.compactMap(\.self).joined())
    func warnings(_ entries: [Unmet], _ noun: String) -> [CalendarProblem] {
      let unmet = entries.filter { entry in
        entry.day >= today && !areas.contains { $0.touches(entry.area) }
      }
      return Dictionary(grouping: unmet, by: \.source.file).sorted { $0.key < $1.key }.map { file, entries in
        let entries = entries.sorted { ($0.source.line, $0.day) < ($1.source.line, $1.day) }
        let names = entries.prefix(3).map(\.name).joined(separator: ", ")
        let more = entries.count > 3 ? " and \(entries.count - 3) more" : ""
        let what = entries.count == 1 ? "1 \(noun) touches" : "\(entries.count) \(noun)s touch"
        return CalendarProblem(
          severity: .warning, file: file, line: entries[0].source.line,
          uid: entries.count == 1 ? entries[0].source.uid : nil,
          message: "\(what) no area of any channel, and so closes nothing (\(names)\(more)). Add the area to the "
            + "settings if it is yours.")
      }
    }
    let elections = elections.filter { $0.status != .cancelled }.compactMap { election in
      election.area.map {
        Unmet(
          area: $0, source: election.source, day: election.pollingDay, name: election.id?.description ?? $0.description)
      }
    }
    let windows = standaloneWindows.compactMap { window in
      window.area.map {
        Unmet(
          area: $0, source: window.source, day: calculator.zone.date(at: window.ends),
          name: $0.description)
      }
    }
    return warnings(elections, "election") + warnings(windows, "window")
  }

  /// One warning a file for the events that lie wholly after the days that are looked at: perhaps a mistyped year.
  var distances: [CalendarProblem] {
    Dictionary(grouping: laterEvents, by: \.source.file).sorted { $0.key < $1.key }.map { file, events in
      let events = events.sorted { ($0.source.line, $0.day) < ($1.source.line, $1.day) }
      let names = events.prefix(3).map(\.day.description).joined(separator: ", ")
      let more = events.count > 3 ? " and \(events.count - 3) more" : ""
      let what = events.count == 1 ? "1 event begins" : "\(events.count) events begin"
      return CalendarProblem(
        severity: .warning, file: file, line: events[0].source.line,
        uid: events.count == 1 ? events[0].source.uid : nil,
        message: "\(what) only after the days that are looked at, up to \(days.upperBound), and so closes nothing "
          + "(\(names)\(more)). Correct the year if it is mistyped.")
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
