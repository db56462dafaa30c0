package import ElectionCalendar
package import Elections
package import Publishing
import Texts

/// Elections that are read whole and close nothing, of which somebody should know.
extension Forecast {
  /// What these calendars lose under `settings`; `today`: what is past closes nothing any more and is not told of.
  package func losses(settings: Settings, on today: CivilDate) -> [CalendarProblem] {
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
  package var namesNothing: Bool {
    standaloneWindows.isEmpty && elections.allSatisfy { $0.status == .cancelled && $0.explicitWindows.isEmpty }
  }

  /// Something that closes nothing, of which its file is told.
  private struct Idle {
    let source: SourceLine
    let day: CivilDate
    let name: String
  }

  /// One warning a file for all of it, at the first: a national feed has thousands. `message` is told how many, and the
  /// names of some.
  private func warnings(_ idle: [Idle], _ message: (Int, String) -> String) -> [CalendarProblem] {
    Dictionary(grouping: idle, by: \.source.file).sorted { $0.key < $1.key }.map { file, entries in
      let entries = entries.sorted { ($0.source.line, $0.day) < ($1.source.line, $1.day) }
      let more = entries.count > 3 ? " and \(entries.count - 3) more" : ""
      return CalendarProblem(
        severity: .warning, file: file, line: entries[0].source.line,
        uid: entries.count == 1 ? entries[0].source.uid : nil,
        message: message(entries.count, entries.prefix(3).map(\.name).joined(separator: ", ") + more))
    }
  }

  /// Elections and windows of areas that touch no channel.
  private func unmetAreas(_ settings: Settings, on today: CivilDate) -> [CalendarProblem] {
    let channels = settings.channels.map(\.areas)
    guard !channels.isEmpty, !channels.contains(nil) else { return [] }
    let areas = Set(channels.compactMap(\.self).joined())
    func unmet(_ area: Area?, _ source: SourceLine, until day: CivilDate, _ name: String?) -> Idle? {
      guard let area, day >= today, !areas.contains(where: { $0.touches(area) }) else { return nil }
      return Idle(source: source, day: day, name: name ?? area.description)
    }
    let elections = elections.filter { $0.status != .cancelled }.compactMap {
      unmet($0.area, $0.source, until: $0.pollingDay, $0.id?.description)
    }
    let windows = standaloneWindows.compactMap {
      unmet($0.area, $0.source, until: calculator.zone.date(at: $0.ends), nil)
    }
    return [(elections, "election"), (windows, "window")].flatMap { entries, noun in
      warnings(entries) { count, names in
        "\(count == 1 ? "1 \(noun) touches" : "\(count) \(noun)s touch") no area of any channel, and so closes nothing "
          + "(\(names)). Add the area to the settings if it is yours."
      }
    }
  }

  /// Events that lie wholly after the days that are looked at: perhaps a mistyped year.
  package var distances: [CalendarProblem] {
    warnings(laterEvents.map { Idle(source: $0.source, day: $0.day, name: $0.day.description) }) { count, names in
      "\(count == 1 ? "1 event begins" : "\(count) events begin") only after the days that are looked at, up to "
        + "\(days.upperBound), and so closes nothing (\(names)). Correct the year if it is mistyped."
    }
  }

  /// Areas of the settings that no election touches and that differ by a letter or two from one that the calendars
  /// name: perhaps mistyped, which would leave channels open.
  package func doubtfulAreas(_ settings: Settings, file: String) -> [CalendarProblem] {
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
