import ElectionCalendar
import Elections
import Foundation
import TestSupport
import Testing

/// P23 and section 7: what Portcullis writes.
@Suite struct ExportTests {
  private static let sharedCalculator = Result {
    WindowCalculator(holidays: try PublishedHolidays.holidays(), zone: TimeZone.london)
  }

  private static func calculator() throws -> WindowCalculator { try sharedCalculator.get() }

  private static func feed(_ windows: [PurdahWindow], previous: [String: PurdahFeed.PreviousEntry] = [:]) throws
    -> [UInt8]
  {
    try PurdahFeed(
      windows, name: "Purdah", zone: TimeZone.london, changedAt: Instant(secondsSince1970: 1_790_000_000),
      previous: previous
    ).bytes()
  }

  private static func reread(_ bytes: [UInt8]) -> ElectionCalendar {
    ElectionCalendarTests.calendar([CalendarReader.read(bytes, path: "elections/feed.ics", zone: .london)])
  }

  @Test func `G-14: reading the feed of the shipped calendars gives the same windows`() throws {
    let files = CalendarFolder.read(
      Places.calendars.path(percentEncoded: false) + "/elections", prefix: "elections", zone: .london
    ).files
    let calculator = try Self.calculator()
    let windows = ElectionCalendarTests.calendar(files).elections.flatMap(calculator.windows)
    #expect(windows.count > 30)
    let bytes = try Self.feed(windows)
    #expect(try Self.feed(windows.reversed()) == bytes)
    let again = Self.reread(bytes)
    #expect(again.problems.isEmpty)
    let (before, after) = (BlackoutSchedule(windows), BlackoutSchedule(again.standaloneWindows.map(calculator.window)))
    #expect(before.blackouts.map(\.starts) == after.blackouts.map(\.starts))
    #expect(before.blackouts.map(\.ends) == after.blackouts.map(\.ends))
    // The area goes with the window, so that it closes the same channels.
    for name in ["local.peterborough", "local.fenland", "parl", "ref.peterborough"] {
      let area = try #require(Area(name))
      #expect(
        BlackoutSchedule(windows, touching: [area]).blackouts.map(\.starts)
          == BlackoutSchedule(again.standaloneWindows.map(calculator.window), touching: [area]).blackouts.map(\.starts))
    }
  }

  /// Texts of any scalars, those that end lines and part values more often than others.
  private static func hostile(_ random: inout SeededGenerator) -> String {
    let favourites: [Unicode.Scalar] = [
      "\r", "\n", ":", ";", ",", "\\", "\"", "^", "\u{2028}", "\u{2029}", "\u{0}", "\u{7F}", "\u{85}", " ", "\t",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<120, using: &random) {
      if Bool.random(using: &random), let scalar = favourites.randomElement(using: &random) {
        text.append(scalar)
      } else if let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x2_0000, using: &random)) {
        text.append(scalar)
      }
    }
    return String(text) + (Bool.random(using: &random) ? "\r\nBEGIN:VEVENT\r\nUID:injected" : "")
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `G-14 P23: no text can add a property, and what is written is read back by us and by libical`(seed: UInt64)
    throws
  {
    var random = SeededGenerator(seed: seed)
    let calculator = try Self.calculator()
    let (summary, uid, file) = (Self.hostile(&random), Self.hostile(&random), Self.hostile(&random))
    let entry = try #require(
      ExplicitWindow(
        starts: Instant(secondsSince1970: 1_800_000_000), ends: Instant(secondsSince1970: 1_801_000_000),
        summary: summary,
        source: SourceLine(file: file, line: 3, uid: uid)))
    let bytes = try Self.feed([calculator.window(for: entry)])
    let plain = try Self.feed([
      calculator.window(
        for: try #require(
          ExplicitWindow(
            starts: entry.starts, ends: entry.ends, summary: "x", source: SourceLine(file: "f", line: 3, uid: "u"))))
    ])
    // The same properties in the same order, once unfolded.
    func names(_ bytes: [UInt8]) -> [String] {
      // On bytes: a fold may stand before a mark that joins the blank to one character.
      bytes.replacing([0x0D, 0x0A, 0x20], with: []).split(separator: [0x0D, 0x0A])
        .map { String(decoding: $0.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }, as: UTF8.self) }
    }
    #expect(names(bytes) == names(plain), "seed \(seed)")
    for line in bytes.split(separator: 0x0A) { #expect(line.count <= 76, "seed \(seed)") }
    let again = Self.reread(bytes)
    #expect(again.problems.isEmpty, "seed \(seed): \(again.problems)")
    #expect(again.standaloneWindows.map(\.starts) == [entry.starts])
    #expect(again.standaloneWindows.map(\.ends) == [entry.ends])
    // The summary comes back as meant: our reader has libical take TEXT apart.
    #expect(
      again.standaloneWindows.map { Self.trimmed($0.summary) } == [Self.trimmed(Self.meant("Purdah: \(summary)"))])
  }

  /// A text with its line ends as LF and without control characters.
  private static func meant(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      let isLineEnd = ["\r", "\n", "\u{2028}", "\u{2029}"].contains(scalar)
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      if isLineEnd, !(scalar == "\n" && last == "\r") { scalars.append("\n") }
      if !isLineEnd, !isControl || scalar == "\t" { scalars.append(scalar) }
      last = scalar
    }
    return String(scalars)
  }

  private static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespaces) }

  @Test(arguments: [nil, "local.a", "sp.c"] as [String?])
  func `G-14: a window's area goes with it, whatever its UID looks like`(area: String?) throws {
    let calculator = try Self.calculator()
    for uid in ["abc@x-local.leeds.2027-05-06", "local.leeds.2027-05-06@w", "~local.leeds", "a~b@portcullis"] {
      let entry = try #require(
        ExplicitWindow(
          starts: Instant(secondsSince1970: 1_800_000_000), ends: Instant(secondsSince1970: 1_801_000_000),
          area: area.flatMap { Area($0) }, summary: "x", source: SourceLine(file: "f", line: 3, uid: uid)))
      let again = Self.reread(try Self.feed([calculator.window(for: entry)]))
      #expect(again.standaloneWindows.map { $0.area?.description } == [area], "\(uid)")
    }
  }

  @Test func `a feed is known by its product line, and a shorter one gives each window the same UID`() throws {
    let calculator = try Self.calculator()
    let windows = try ["2027-05-06", "2028-05-04", "2029-05-03"].map { day in
      try #require(calculator.windows(for: .on(.day(day), [.parish])).first)
    }
    func uids(_ bytes: [UInt8]) -> [String] {
      String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n").filter { $0.hasPrefix("UID:") }
    }
    let whole = try Self.feed(windows)
    #expect(String(decoding: whole, as: UTF8.self).contains("\r\n\(PurdahFeed.productLine)\r\n"))
    let late = try PurdahFeed(
      windows, where: { $0.starts > windows[0].ends }, name: "Purdah", zone: TimeZone.london, changedAt: nil
    ).bytes()
    #expect(uids(late) == Array(uids(whole).dropFirst()))
    #expect(Set(uids(whole)).count == 3)
  }

  @Test(arguments: ["", "a b", "a\r\nX:y", "a\u{7F}", "a\u{2028}b", "a\tb"])
  func `G-14: a UID or URI that could end its line is refused`(value: String) {
    #expect(throws: CalendarWriter.Unwritable.self) {
      var writer = CalendarWriter()
      try writer.token("UID", value)
    }
  }

  @Test func `parameters are quoted and escaped by RFC 6868`() {
    var writer = CalendarWriter()
    writer.text("SUMMARY", parameters: [("ALTREP", "a\"b:c^d\ne")], "x")
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "SUMMARY;ALTREP=\"a^'b:c^^d^ne\":x\r\n")
  }

  @Test
  func `a window that moved grows its SEQUENCE, one that was withdrawn stays as cancelled, and nothing else changes`()
    throws
  {
    let calculator = try Self.calculator()
    func windows(_ notice: CivilDate?) -> [PurdahWindow] {
      calculator.windows(
        for: .on(.day("2027-05-06"), [.local], id: "local.a.2027-05-06", notice: notice))
    }
    func entries(_ bytes: [UInt8]) -> [String: PurdahFeed.PreviousEntry] {
      let file = CalendarReader.read(bytes, path: "feed.ics", zone: .london)
      let answer = CalendarSet([file], zone: .london).occurrences(in: .day("2020-01-01")..<(.day("2030-01-01")))
      return Dictionary(
        uniqueKeysWithValues: answer.occurrences.map { occurrence in
          (
            occurrence.event.uid,
            PurdahFeed.PreviousEntry(
              starts: occurrence.start.instant(in: TimeZone.london),
              ends: occurrence.end?.instant(in: TimeZone.london) ?? Instant(secondsSince1970: 0),
              sequence: Int(occurrence.event.sequence), summary: occurrence.event.summary,
              isCancelled: occurrence.status == "CANCELLED")
          )
        })
    }
    let first = try Self.feed(windows(nil))
    #expect(try Self.feed(windows(nil), previous: entries(first)) == first)
    let withdrawn = entries(try Self.feed([], previous: entries(first)))
    #expect(withdrawn.values.map(\.isCancelled) == [true])
    #expect(withdrawn.values.map(\.sequence) == [1])
    let back = entries(try Self.feed(windows(nil), previous: withdrawn))
    #expect(back.values.map(\.sequence) == [2])
    #expect(back.values.map(\.isCancelled) == [false])
  }
}
