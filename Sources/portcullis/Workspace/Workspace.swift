import ElectionCalendar
import Elections
import Foundation
import PublishingGate

/// The settings and calendars that one command works on, read as they stand on disk.
struct Workspace {
  let settings: Settings
  let civil: CivilText
  /// Where the calendars were looked for.
  let calendarsPath: String

  init(_ options: GlobalOptions) throws {
    let settingsPath = GlobalOptions.value(options.settings, environment: "PORTCULLIS_SETTINGS")
    let path = settingsPath ?? Self.defaultSettingsPath
    let settings: Settings
    if settingsPath != nil || FileManager.default.fileExists(atPath: path) {
      settings = try Self.readSettings(path)
    } else if let builtIn = Settings.builtIn {
      settings = builtIn
    } else {
      throw Failure(.failed, "The time zone database lacks \(Settings.defaultZoneName); reinstall Portcullis.")
    }
    self.settings = settings
    civil = CivilText(zone: settings.authority.zone)
    calendarsPath =
      GlobalOptions.value(options.calendars, environment: "PORTCULLIS_CALENDARS")
      ?? settings.calendars.map { Self.path($0, besideFile: path) } ?? Self.defaultCalendarsPath
  }

  static let defaultSettingsPath = "portcullis.yaml"

  /// `./calendars`, else those that were installed beside the program.
  private static var defaultCalendarsPath: String {
    let here = "calendars"
    if FileManager.default.fileExists(atPath: here) { return here }
    return InstalledFiles.calendars?.path(percentEncoded: false) ?? here
  }

  /// A relative path in the settings starts where the settings file lies.
  private static func path(_ path: String, besideFile file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
  }

  static func readSettings(_ path: String) throws -> Settings {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw Failure(
        .badInput, "\(path): The settings file cannot be opened. Correct --settings, or write one by “portcullis init”."
      )
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(.badInput, "\(path): The settings file is no UTF-8 text; save it as UTF-8.")
    }
    do throws(SettingsErrors) {
      return try SettingsReader.read(text, file: path)
    } catch {
      throw Failure(.badInput, messages: error.errors.map(\.description))
    }
  }

  /// The channels that were asked for, in the settings' order; all of them when none was named.
  func channels(_ names: [String]) throws -> [Channel] {
    let known = settings.channels.map(\.id)
    for name in names where !known.contains(name) {
      throw Failure(
        .usage,
        "There is no channel “\(name.printable)”.\(NearMiss.question(name, among: known)) The channels are: "
          + "\(known.joined(separator: ", ")).")
    }
    return names.isEmpty ? settings.channels : settings.channels.filter { names.contains($0.id) }
  }

  // MARK: Calendars

  /// Reads the calendars, with series expanded up to ten years after `instant`.
  func forecast(around instant: Instant) -> Forecast {
    let last = min(civil.zone.date(at: instant).adding(days: 3653), Self.lastDay)
    return Forecast(self, days: Self.firstDay..<max(last, Self.firstDay.adding(days: 1)))
  }

  /// The same for a range of days: a window may overlap it though its poll lies behind it, and a notice may
  /// stand in it though its election does not.
  func forecast(overlapping days: Range<CivilDate>) -> Forecast {
    let reach = min(days.upperBound.adding(days: 400), Self.lastDay)
    return Forecast(self, days: Self.firstDay..<max(reach, Self.firstDay.adding(days: 1)))
  }

  static let firstDay =
    CivilDate(year: CalendarLimits.years.lowerBound, month: 1, day: 1) ?? CivilDate(daysSince1970: 0)
  static let lastDay =
    CivilDate(year: CalendarLimits.years.upperBound, month: 12, day: 31) ?? CivilDate(daysSince1970: 0)

  static var now: Instant {
    Instant(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
