/// Bounds on what one file may ask of the reader, so that any bytes end within time and memory (G-12).
package enum CalendarLimits {
  package static let fileBytes = 64 << 20
  /// Of all files below a folder together.
  package static let folderBytes = 128 << 20
  package static let filesInFolder = 10_000
  package static let lineBytes = 1 << 20
  /// Components inside one another, VCALENDAR and VEVENT counted.
  package static let nesting = 8
  package static let valuesInLine = 500
  package static let parametersInLine = 100
  package static let eventsInFile = 200_000
  package static let years = 1600...2199
  package static let occurrencesInQuestion = 50_000
  /// RDATEs, and EXDATEs, of one event.
  package static let listedDates = 50_000
  /// Problems of one severity that a file reports one by one; the rest are counted.
  package static let problemsInFile = 1_000
  /// VTIMEZONEs of one file that are worked out.
  package static let ownZones = 200
  /// What all rules of one question may cost together, in the steps that a daily rule takes for its days.
  package static let expansionSteps = 1_500_000
  /// Dates that all rules of one question may give together.
  package static let ruleDatesInQuestion = 600_000
  /// The same where each date is an election, which costs more to look at.
  package static let ruleDatesOfElections = 100_000
}
