import ElectionCalendar
import Elections
import Foundation

/// libFuzzer's driver (-sanitize=fuzzer): it keeps the inputs that reach new code, and writes findings down.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

@main
enum CalendarFuzzer {
  static func main() {
    var count = CommandLine.argc
    var arguments = unsafe CommandLine.unsafeArgv
    unsafe exit(runDriver(&count, &arguments) { unsafe read($0, $1) })
  }
}

/// One input: read it, and ask a question of what was read.
///
/// A crash, a hang or a broken promise (an event that is neither read nor told of) is a finding.
private func read(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let file = CalendarReader.read(bytes, path: "fuzz.ics", zone: zone)
  let set = CalendarSet([file], zone: zone)
  let answer = set.occurrences(in: CivilDate(daysSince1970: 19_000)..<CivilDate(daysSince1970: 22_000))
  let told = file.problems.count { $0.severity == .error }
  precondition(file.isUnreadable || file.eventCount <= file.events.count + told, "an event vanished in silence")
  precondition(answer.occurrences.count < 2_000_000)
  let calendar = ElectionCalendar(
    files: [file], days: CivilDate(daysSince1970: 19_000)..<CivilDate(daysSince1970: 22_000), zone: zone,
    nation: .england, rules: [])
  for election in calendar.elections.prefix(100) { _ = calculator.windows(for: election) }
  return 0
}

private let zone: TimeZone = {
  guard let zone = ZoneCheck.zone(named: "Europe/London") else { preconditionFailure("no zone data") }
  return zone
}()

private let calculator = WindowCalculator(holidays: BankHolidays(), zone: zone)
