import ElectionCalendar
import TestSupport
import Testing

/// P1 to P6 and P12: bytes, lines and structure.
@Suite struct LineTests {
  private static let plain = CalendarText.event("plain@x", "DTSTART;VALUE=DATE:20260507", "SUMMARY:Poll")

  @Test(arguments: ["\r\n", "\n", "\r"])
  func `P1: every line end is a line end, and lines keep their numbers`(end: String) {
    let lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "", ""] + Self.plain + ["END:VCALENDAR"]
    let file = CalendarText.read(Array(lines.map { $0 + end }.joined().utf8))
    #expect(file.problems.isEmpty)
    #expect(file.events.map(\.line) == [5])
    #expect(file.events.first?.summary == "Poll")
  }

  @Test(arguments: 1...40)
  func `a fold at any byte, also inside a character, changes nothing`(at: Int) {
    let text = Array("SUMMARY:Etholiad – ŵŷ 🗳 \\, long\\; text".utf8)
    let position = min(at, text.count - 1)
    let folded = text[..<position] + Array("\r\n ".utf8) + text[position...]
    let bytes =
      CalendarText.bytes(["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:u", "DTSTART:20260507"])
      + folded + CalendarText.bytes(["", "END:VEVENT", "END:VCALENDAR"])
    let file = CalendarText.read(bytes)
    #expect(file.events.first?.summary == "Etholiad – ŵŷ 🗳 , long; text")
    #expect(file.problems.isEmpty)
  }

  /// The reader takes its bytes in pieces; no piece's edge may show.
  @Test func `lines that lie across the edges of the reader's pieces are whole`() {
    var lines: [String] = []
    for number in 0..<4_000 {
      lines += CalendarText.event(
        "u\(number)@x", "DTSTART;VALUE=DATE:20260507",
        "SUMMARY:\(number) " + String(repeating: "x", count: number % 211) + "\r\n \r\n  y\(number)")
    }
    let file = CalendarText.read(lines)
    #expect(file.problems.isEmpty)
    #expect(file.events.count == 4_000)
    for (number, event) in file.events.enumerated() {
      #expect(event.uid == "u\(number)@x")
      #expect(event.summary.hasSuffix(" y\(number)"))
      #expect(event.summary.count == "\(number) ".count + number % 211 + " y\(number)".count)
    }
  }

  @Test(arguments: [
    (1 << 20, true), ((1 << 20) + 1, false), (5 << 20, false),
  ])
  func `P1: a line up to 1 MiB is read, a longer one makes its event unreadable`(size: Int, isRead: Bool) {
    let value = String(repeating: "x", count: size - "SUMMARY:".utf8.count)
    let lines =
      CalendarText.event("long@x", "DTSTART;VALUE=DATE:20260507", "SUMMARY:" + value)
      + CalendarText.event("after@x", "DTSTART;VALUE=DATE:20260508")
    let file = CalendarText.read(lines)
    #expect(file.events.map(\.uid) == (isRead ? ["long@x", "after@x"] : ["after@x"]))
    #expect(file.errors.map(\.line) == (isRead ? [] : [8]))
    #expect(file.events.first?.summary.utf8.count == (isRead ? value.utf8.count : 0))
  }

  @Test func `a line that nothing reads may be of any length, with a warning`() {
    let lines = CalendarText.event(
      "u@x", "DTSTART;VALUE=DATE:20260507", "DESCRIPTION:" + String(repeating: "x", count: 3 << 20))
    let file = CalendarText.read(lines)
    #expect(file.events.count == 1)
    #expect(file.errors.isEmpty)
    #expect(file.warnings.map(\.line) == [8])
  }

  @Test(arguments: [false, true])
  func `P2: deep nesting makes only its event unreadable, and costs no recursion`(outside: Bool) {
    let parts = (0..<200_000).map { _ in "BEGIN:X" } + (0..<200_000).map { _ in "END:X" }
    let deep =
      outside
      ? parts : ["BEGIN:VEVENT", "UID:deep@x", "DTSTART;VALUE=DATE:20260507"] + parts + ["END:VEVENT"]
    let file = CalendarText.read(deep + Self.plain)
    #expect(file.events.map(\.uid) == ["plain@x"])
    #expect(file.errors.map(\.uid) == (outside ? [] : ["deep@x"]))
  }

  @Test(arguments: [(6, true), (7, false)])
  func `nesting up to eight is read`(parts: Int, isRead: Bool) {
    let lines =
      ["BEGIN:VEVENT", "UID:n@x", "DTSTART;VALUE=DATE:20260507"] + (0..<parts).map { "BEGIN:X\($0)" }
      + (0..<parts).reversed().map { "END:X\($0)" } + ["END:VEVENT"]
    #expect(CalendarText.read(lines).errors.isEmpty == isRead)
  }

  @Test(arguments: [(500, true), (501, false)])
  func `P3: no value of a list is lost; more than 500 in a line are refused by name`(count: Int, isRead: Bool) {
    let days = (0..<count).map { number -> String in
      let day = 20_260_101 + number % 28
      return "\(day + number / 28 * 100 % 1200)"
    }
    let file = CalendarText.read(
      CalendarText.event("list@x", "DTSTART;VALUE=DATE:20260101", "RDATE;VALUE=DATE:" + days.joined(separator: ",")))
    #expect(file.errors.isEmpty == isRead)
    if !isRead { #expect(file.errors.first?.message.contains("RDATE") == true) }
  }

  @Test(arguments: [(100, true), (101, false)])
  func `P3: more than 100 parameters are refused by name`(count: Int, isRead: Bool) {
    let parameters = (0..<count).map { ";X-P\($0)=v" }.joined()
    let file = CalendarText.read(
      CalendarText.event("p@x", "DTSTART;VALUE=DATE:20260507", "SUMMARY\(parameters):Poll"))
    #expect(file.errors.isEmpty == isRead)
    #expect(file.events.first?.summary == (isRead ? "Poll" : nil))
  }

  @Test func `P4: lists are split at the commas that no backslash escapes`() throws {
    let file = CalendarText.read(
      CalendarText.event("c@x", "DTSTART;VALUE=DATE:20260507", "CATEGORIES:A\\,B,C", "CATEGORIES: D ,,E\\;F"))
    #expect(file.categories(of: try #require(file.events.first)) == ["A,B", "C", "D", "E;F"])
  }

  @Test func `P5 G-10: broken events are told of with their line and UID, and hide no other`() {
    let broken = [
      ["BEGIN:VEVENT", "UID:open@x", "DTSTART;VALUE=DATE:20260507"],
      ["BEGIN:VEVENT", "UID:part@x", "DTSTART;VALUE=DATE:20260507", "BEGIN:VALARM", "END:VEVENT"],
      ["BEGIN:VEVENT", "UID:end@x", "DTSTART;VALUE=DATE:20260507", "END:VALARM", "END:VEVENT"],
      ["BEGIN:VEVENT", "UID:colon@x", "DTSTART;VALUE=DATE:20260507", "no colon here", "END:VEVENT"],
      ["BEGIN:VEVENT", "UID:quote@x", "DTSTART;VALUE=DATE:20260507", "SUMMARY;X=\"a:b", "END:VEVENT"],
    ]
    let lines = broken.flatMap { Self.plain.map { $0.replacing("plain", with: UUIDLike.next()) } + $0 } + Self.plain
    let file = CalendarText.read(lines)
    #expect(file.events.count == broken.count + 1)
    #expect(file.errors.map(\.uid) == ["open@x", "part@x", "end@x", "colon@x", "quote@x"])
    #expect(!file.isUnreadable)
    for problem in file.errors { #expect(problem.description.hasPrefix("test.ics:\(problem.line): error: ")) }
  }

  /// UIDs that differ, for copies of one event.
  private enum UUIDLike {
    nonisolated(unsafe) private static var count = 0
    // Only this test uses it, from one task.
    static func next() -> String {
      unsafe count += 1
      return unsafe "copy\(count)"
    }
  }

  @Test(arguments: [
    (["BEGIN:VCALENDAR", "VERSION:2.0"], 2, "ends inside VCALENDAR"),
    (["BEGIN:VCALENDAR", "VERSION:2.0", "END:VTIMEZONE", "END:VCALENDAR"], 3, "closes nothing"),
    (["BEGIN:VCALENDAR", "VERSION:2.0", "no colon", "END:VCALENDAR"], 3, "no colon"),
    (["BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR", "X:y"], 4, "outside VCALENDAR"),
    (["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VTODO", "END:VCALENDAR"], 4, "VTODO is still open"),
    (["BEGIN:VCALENDAR", "VERSION:1.0", "END:VCALENDAR"], 2, "VERSION"),
    (["BEGIN:VCALENDAR", "VERSION:2.0", "CALSCALE:JULIAN", "END:VCALENDAR"], 3, "CALSCALE"),
    (["<!DOCTYPE html>", "<html><body>Log in</body></html>"], 1, "no iCalendar file"),
    ([], 1, "empty"),
  ])
  func `P5: a broken structure makes the file unreadable as a whole`(lines: [String], line: Int, words: String) {
    let file = CalendarText.read(CalendarText.bytes(lines))
    #expect(file.isUnreadable)
    #expect(file.errors.map(\.line) == [line])
    #expect(file.errors.first?.uid == nil)
    #expect(file.errors.first?.message.contains(words) == true, "\(file.errors)")
  }

  @Test func `P6: a NUL byte is a file error at its line, and so is UTF-16`() {
    var bytes = CalendarText.calendar(
      Self.plain + CalendarText.event("nul@x", "DTSTART;VALUE=DATE:20260507", "SUMMARY:a\u{0}b"))
    var file = CalendarText.read(bytes)
    #expect(file.errors.map(\.line) == [14])
    #expect(file.isUnreadable)
    #expect(file.events.map(\.uid) == ["plain@x"])
    bytes = "BEGIN:VCALENDAR\r\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    file = CalendarText.read([0xFF, 0xFE] + bytes)
    #expect(file.isUnreadable)
    #expect(file.errors.first?.line == 1)
  }

  @Test func `P6: invalid UTF-8 becomes U+FFFD, with a warning`() {
    let text = CalendarText.calendar(CalendarText.event("u@x", "DTSTART;VALUE=DATE:20260507", "SUMMARY:caf?"))
    let file = CalendarText.read(text.map { $0 == UInt8(ascii: "?") ? 0xE9 : $0 })
    #expect(file.events.first?.summary == "caf\u{FFFD}")
    #expect(file.warnings.map(\.line) == [8])
    #expect(file.errors.isEmpty)
  }

  @Test func `a byte order mark is dropped`() {
    #expect(CalendarText.read([0xEF, 0xBB, 0xBF] + CalendarText.calendar(Self.plain)).problems.isEmpty)
  }

  @Test(arguments: [(200_000, true), (200_001, false)])
  func `a file of more than 200,000 events is a file error`(count: Int, isRead: Bool) {
    var text = "BEGIN:VCALENDAR\nVERSION:2.0\n"
    for _ in 0..<count { text += "BEGIN:VEVENT\nEND:VEVENT\n" }
    let file = CalendarText.read(Array((text + "END:VCALENDAR\n").utf8))
    #expect(file.isUnreadable != isRead)
    // Every event lacks a start; the list of problems stays short all the same.
    #expect(file.problems.count <= CalendarLimits.problemsInFile + 2)
  }

  @Test func `several VCALENDARs in a file are several calendars`() {
    let other = ["END:VCALENDAR", "BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-TIMEZONE:Europe/Athens"]
    let file = CalendarText.read(
      CalendarText.event("london@x", "DTSTART:20260507T070000") + other
        + CalendarText.event("athens@x", "DTSTART:20260507T070000"))
    #expect(file.occurrences() == ["athens@x 2026-05-07T05:00:00", "london@x 2026-05-07T07:00:00"])
  }
}
