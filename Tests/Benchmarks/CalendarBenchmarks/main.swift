import ElectionCalendar
import Elections
import Foundation
import Glibc

// One measurement a process, so that memory is that measurement's own; prints one JSON line.
//
//   calendar-benchmarks read FILE              read a calendar with every check on
//   calendar-benchmarks expand FILE            expand its series from 2000 to 2050
//   calendar-benchmarks windows COUNT          purdah windows of that many elections
//   calendar-benchmarks state COUNT            one state question among that many windows

guard let london = ZoneCheck.zone(named: "Europe/London") else {
  fatalError("the time zone database lacks Europe/London")
}

/// Seconds that `work` takes, and its result.
func timed<Result>(_ work: () throws -> Result) rethrows -> (seconds: Double, result: Result) {
  let clock = ContinuousClock()
  let start = clock.now
  let result = try work()
  let (seconds, attoseconds) = (clock.now - start).components
  return (Double(seconds) + Double(attoseconds) * 1e-18, result)
}

func peakMegabytes() -> Double {
  var usage = rusage()
  unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return Double(usage.ru_maxrss) / 1024
}

func report(_ name: String, _ facts: [(String, Double)]) {
  let all = facts + [("peak_mb", peakMegabytes())]
  print("{\"name\": \"\(name)\", " + all.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}")
}

func size(of path: String) -> Double {
  let attributes = try? FileManager.default.attributesOfItem(atPath: path)
  return (attributes?[.size] as? NSNumber)?.doubleValue ?? 0
}

/// Polls on weekdays from 2012 to 2028, of every kind in turn.
func elections(_ count: Int) -> [Election] {
  (0..<count).map { number in
    let kind = ElectionKind.allCases[number % ElectionKind.allCases.count]
    let day = CivilDate(daysSince1970: Int32(15_400 + number * 7 % 6_100))
    return Election(
      id: nil, kinds: [kind], nation: kind.onlyNation ?? Nation.allCases[number % 4], area: nil, pollingDay: day,
      summary: "Poll \(number)", source: SourceLine(file: "bench.ics", line: number, uid: "\(number)"))
  }
}

func bankHolidays() -> BankHolidays {
  BankHolidayCalendars(
    files: CalendarFolder.read("calendars/bank-holidays", prefix: "bank-holidays", zone: london).files, zone: london
  ).holidays
}

let arguments = CommandLine.arguments
switch (arguments.dropFirst().first, arguments.dropFirst(2).first) {
case ("read", let path?):
  let (seconds, file) = timed { CalendarFolder.readFile(path, zone: london) }
  precondition(file.problems.isEmpty, "the benchmark's calendar has problems")
  report(
    "portcullis read",
    [
      ("bytes", size(of: path)), ("parse_s", seconds), ("mb_per_s", size(of: path) / 1e6 / seconds),
      ("events", Double(file.events.count)),
    ])
case ("expand", let path?):
  let set = CalendarSet([CalendarFolder.readFile(path, zone: london)], zone: london)
  guard let first = CivilDate(year: 2000, month: 1, day: 1), let last = CivilDate(year: 2050, month: 1, day: 1) else {
    exit(1)
  }
  let (seconds, answer) = timed { set.occurrences(in: first..<last) }
  report(
    "portcullis expand",
    [
      ("rest_s", seconds), ("occurrences", Double(answer.occurrences.count)),
      ("occurrences_per_s", Double(answer.occurrences.count) / seconds), ("problems", Double(answer.problems.count)),
    ])
case ("windows", let count?):
  let polls = elections(Int(count) ?? 0)
  let holidays = bankHolidays()
  let (setUp, calculator) = timed { WindowCalculator(holidays: holidays, zone: london) }
  let (seconds, windows) = timed { polls.flatMap(calculator.windows) }
  let (merging, schedule) = timed { BlackoutSchedule(windows) }
  report(
    "portcullis windows",
    [
      ("windows", Double(windows.count)), ("set_up_s", setUp), ("windows_s", seconds), ("merge_s", merging),
      ("blackouts", Double(schedule.blackouts.count)), ("windows_per_s", Double(windows.count) / seconds),
    ])
case ("state", let count?):
  // Windows of an hour with gaps, so that every one is a blackout of its own.
  let calculator = WindowCalculator(holidays: BankHolidays(), zone: london)
  let windows = (0..<(Int(count) ?? 0)).compactMap { number in
    ExplicitWindow(
      starts: Instant(secondsSince1970: Int64(number) * 7200),
      ends: Instant(secondsSince1970: Int64(number) * 7200 + 3600),
      summary: "", source: SourceLine(file: "bench.ics", line: number, uid: ""))
  }
  let schedule = BlackoutSchedule(windows.map(calculator.window))
  let questions = 5_000_000
  var closed = 0
  let (seconds, _) = timed {
    // A stride that is prime to the pattern visits every part of the schedule.
    var instant: Int64 = 0
    for _ in 0..<questions {
      instant = (instant &+ 7_919_000_003) % (Int64(windows.count) * 7_200_000)
      if schedule.isClosed(at: Instant(millisecondsSince1970: instant)) { closed += 1 }
    }
  }
  report(
    "portcullis state",
    [
      ("windows", Double(windows.count)), ("ns_per_question", seconds / Double(questions) * 1e9),
      ("closed", Double(closed)),
    ])
default:
  print("calendar-benchmarks read FILE | expand FILE | windows COUNT | state COUNT")
  exit(64)
}
