import ElectionCalendar
import Elections
import Foundation
import TestSupport
import Testing

/// G-12: no bytes crash the reader, hang it, or make it say nothing. Bounds on time and memory are measured
/// by `make bench` and searched by `make fuzz`; here every mutation must end in one of the three outcomes.
@Suite struct HostileInputTests {
  private static let seeds: [[UInt8]] = {
    let folder = Places.calendarFixtures
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    return names.filter { $0.hasSuffix(".ics") }.sorted().compactMap { try? Places.bytes(folder.appending(path: $0)) }
  }()

  private static let tokens: [[UInt8]] =
    [
      "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n", "\r\n ", "\r", "\u{0}", "\"",
      ";",
      ":", ",", "\\", "RRULE:FREQ=YEARLY;BYDAY=1TH\r\n", "DTSTART:20260507\r\n", "99999999999", "-",
      "RDATE:20260507T000000Z\r\n",
      "RECURRENCE-ID;RANGE=THISANDFUTURE:20260507T070000Z\r\n", "UNTIL=", "COUNT=", "TZID=", "^n", "\u{2028}", "🗳",
    ].map { Array($0.utf8) } + [[0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80]]

  static func mutated(_ seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var bytes = seeds.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      guard !bytes.isEmpty else { break }
      let at = Int.random(in: bytes.indices, using: &random)
      let end = min(bytes.count, at + Int.random(in: 1...60, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(at..<end)
      case 2: bytes.insert(contentsOf: tokens.randomElement(using: &random) ?? [], at: at)
      case 3: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: bytes.indices, using: &random))
      case 4: bytes.removeSubrange(at...)
      default: bytes.insert(contentsOf: seeds.randomElement(using: &random)?.prefix(400) ?? [], at: at)
      }
    }
    return bytes
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `G-12: mutated calendars are read, or told of, and never crash`(block: UInt64) {
    for seed in block * 50..<block * 50 + 50 {
      let bytes = Self.mutated(seed)
      let file = CalendarText.read(bytes)
      let answer = CalendarSet([file], zone: .london).occurrences(in: .day("2024-01-01")..<(.day("2030-01-01")))
      // Every event is read, told of, or part of a series that is told of.
      let told = file.unreadableUIDs.count + file.errors.count + answer.problems.count
      #expect(file.events.count + told > 0 || file.eventCount == 0, "seed \(seed)")
      #expect(file.eventCount <= file.events.count + told || file.isUnreadable, "seed \(seed)")
      for problem in file.problems { #expect(problem.line >= 1 && !problem.message.isEmpty, "seed \(seed)") }
      // The same bytes give the same answer.
      #expect(CalendarText.read(bytes).problems == file.problems, "seed \(seed)")
    }
  }

  @Test func `G-12 G-11: a calendar of several megabytes with every odd shape is read to its end`() {
    var text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    for number in 0..<8_000 {
      text += "BEGIN:VEVENT\r\nUID:\(number)\r\nDTSTART;VALUE=DATE:20260507\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n"
      text += "EXDATE;VALUE=DATE:20270507\r\nATTACH;ENCODING=BASE64:" + String(repeating: "QUJD", count: 100) + "\r\n"
      text += "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    }
    let file = CalendarText.read(Array((text + "END:VCALENDAR\r\n").utf8))
    #expect(file.problems.isEmpty)
    #expect(file.events.count == 8_000)
    #expect(file.occurrences("2028-01-01", "2029-01-01").count == 8_000)
  }

  @Test func `a question that asks for too much in all names the rules that it leaves out`() {
    var lines: [String] = []
    for number in 0..<400 {
      lines += CalendarText.event(
        "\(number)", "DTSTART;VALUE=DATE:16000101", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29")
    }
    let set = CalendarSet([CalendarText.read(lines)], zone: .london)
    let answer = set.occurrences(in: .day("1600-01-01")..<(.day("2199-01-01")))
    #expect(!answer.problems.isEmpty)
    #expect(answer.problems.allSatisfy { $0.severity == .error })
    #expect(set.occurrences(in: .day("2024-01-01")..<(.day("2025-01-01"))).problems.isEmpty)
  }
}
