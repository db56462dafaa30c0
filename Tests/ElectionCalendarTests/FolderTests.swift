import ElectionCalendar
import Elections
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct FolderTests {
  /// A folder that is removed again.
  private final class Scratch {
    let path: String
    init() throws {
      let url = FileManager.default.temporaryDirectory.appending(path: "portcullis-tests-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      path = url.path(percentEncoded: false)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
      let url = URL(filePath: path + "/" + name)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
    }
    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }
    func read() -> [CalendarFile] { CalendarFolder.read(path, prefix: "elections", zone: .london).files }
    func remarks() -> FolderRemarks { CalendarFolder.read(path, prefix: "elections", zone: .london).remarks }
  }

  private static func poll(_ uid: String) -> [UInt8] {
    CalendarText.calendar(CalendarText.event(uid, "DTSTART;VALUE=DATE:20260507"))
  }

  @Test func `a folder is read with its subfolders, and what is no .ics is passed over`() throws {
    let scratch = try Scratch()
    try scratch.write("a.ics", Self.poll("a"))
    try scratch.write("deep/er/b.ICS", Self.poll("b"))
    try scratch.write("notes.txt", Array("no calendar".utf8))
    try scratch.write("c.ics.bak", Array("no calendar".utf8))
    let files = scratch.read()
    #expect(Set(files.map(\.path)) == ["elections/a.ics", "elections/deep/er/b.ICS"])
    #expect(files.allSatisfy { $0.problems.isEmpty })
  }

  @Test func `G-10: everything odd is a problem of its own with file and line, and hides no other file`() throws {
    let scratch = try Scratch()
    let outside = try Scratch()
    try outside.write("secret.ics", Self.poll("secret"))
    try scratch.write("good.ics", Self.poll("good"))
    try scratch.write("empty.ics", [])
    try scratch.write("page.ics", Array("<!DOCTYPE html>\n<p>Please log in\n".utf8))
    try scratch.write("utf16.ics", "BEGIN:VCALENDAR\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    try scratch.write("folder.ics/inner.ics", Self.poll("inner"))
    try scratch.link("outside.ics", to: outside.path + "/secret.ics")
    try scratch.link("outside-folder", to: outside.path)
    try scratch.link("dangling.ics", to: "nowhere.ics")
    try scratch.link("loop", to: scratch.path)
    try scratch.link("again.ics", to: "good.ics")
    unsafe mkfifo(scratch.path + "/pipe.ics", 0o600)
    let files = scratch.read()
    let withErrors = Dictionary(
      files.filter { !$0.problems.isEmpty }.map { ($0.path, $0.problems.map(\.line)) }, uniquingKeysWith: { $0 + $1 })
    #expect(
      withErrors == [
        "elections/empty.ics": [1], "elections/page.ics": [1], "elections/utf16.ics": [1], "elections/folder.ics": [1],
        "elections/outside.ics": [1], "elections/outside-folder": [1], "elections/dangling.ics": [1],
        "elections/pipe.ics": [1],
      ])
    let uids = CalendarSet(files, zone: .london).occurrences(in: .day("2026-01-01")..<(.day("2027-01-01"))).occurrences
      .map(\.event.uid)
    #expect(uids == ["good", "inner"])
  }

  @Test(arguments: [
    "polls.ics.txt", "polls.ical", "polls.iCalendar", "polls.vcs", "polls.ifb", "polls.ics ", "polls.ics\u{A0}",
    "polls.ICS.TXT", "polls.ics.gz", "polls.zip", "polls.ics.bak", "polls.ics~", "polls ics.txt", "polls",
  ])
  func `a file that is meant as a calendar and not read is told of, with a remedy`(name: String) throws {
    let scratch = try Scratch()
    try scratch.write("good.ics", Self.poll("good"))
    try scratch.write(name, Self.poll("lost"))
    #expect(scratch.read().map(\.path) == ["elections/good.ics"])
    let remark = try #require(scratch.remarks().problems.first)
    #expect(remark.severity == .warning && remark.file == "elections/\(name)" && remark.line == 1)
    #expect(["Rename", "Export", "Unpack"].contains { remark.message.contains($0) })
    #expect(scratch.remarks().problems.count == 1)
  }

  @Test func `a calendar under any name is told of by its first bytes, in other encodings too`() throws {
    let scratch = try Scratch()
    try scratch.write("plan.txt", [0xEF, 0xBB, 0xBF] + Self.poll("lost"))
    try scratch.write("wide.dat", [0xFF, 0xFE] + Self.poll("lost").flatMap { [$0, 0] })
    try scratch.write("readme.md", Array("Put the calendars here.".utf8))
    #expect(Set(scratch.remarks().problems.map(\.file)) == ["elections/plan.txt", "elections/wide.dat"])
  }

  @Test func `what desktops and editors leave behind is counted and makes nothing unknown`() throws {
    let scratch = try Scratch()
    let left = [
      "._polls.ics", "~$polls.ics", ".~lock.polls.ics#", ".DS_Store", "Thumbs.db", "desktop.ini", ".git/x.ics",
      "polls.ics~", "polls.ics.bak", "#polls.ics#",
    ]
    for name in left { try scratch.write(name, [0, 5, 22, 7]) }
    try scratch.link(".#polls.ics", to: "nobody@nowhere.1234")
    try scratch.write("polls.ics", Self.poll("polls"))
    let conflicts = ["polls (conflicted copy).ics", "polls.sync-conflict-20261130-120000-ABCDEFG.ics"]
    for name in conflicts { try scratch.write(name, Self.poll("copy")) }
    let files = scratch.read()
    #expect(Set(files.map(\.path)) == Set((["polls.ics"] + conflicts).map { "elections/\($0)" }))
    #expect(files.allSatisfy { $0.problems.isEmpty })
    #expect(scratch.remarks().problems.isEmpty)
    #expect(scratch.remarks().leftBehind == left.count + 1)
  }

  @Test func `a file is read under its own name, whatever the links to it are called`() throws {
    let scratch = try Scratch()
    try scratch.write("z.ics", Self.poll("z"))
    try scratch.write("polls/may.ics", Self.poll("may"))
    try scratch.link("archive-z.ics", to: "z.ics")
    try scratch.link("archive", to: "polls")
    #expect(Set(scratch.read().map(\.path)) == ["elections/z.ics", "elections/polls/may.ics"])
    let bytes = CalendarFolder.bytes(scratch.path, prefix: "elections")
    #expect(Set(bytes.files.map(\.name)) == ["elections/z.ics", "elections/polls/may.ics"])
  }

  @Test func `a link that leads nowhere is an error whatever its name, and one to a calendar elsewhere is told of`()
    throws
  {
    let scratch = try Scratch()
    let outside = try Scratch()
    try outside.write("polls.ics", Self.poll("outside"))
    try outside.write("notes.txt", Array("Notes".utf8))
    try scratch.write("good.ics", Self.poll("good"))
    try scratch.link("team", to: "/mnt/not-there/elections")
    try scratch.link("polls", to: outside.path + "/polls.ics")
    try scratch.link("notes", to: outside.path + "/notes.txt")
    #expect(scratch.read().filter(\.isUnreadable).map(\.path) == ["elections/team"])
    #expect(scratch.remarks().problems.map(\.file) == ["elections/polls"])
  }

  @Test(arguments: [
    ("scotland.ics", true), ("a/England-and-Wales.ics", true), ("scotland-elections.ics", false),
    ("northern-ireland-polls.ics", false),
  ])
  func `only a file named exactly for a division is taken for bank holidays by its name`(name: String, isNamed: Bool) {
    #expect(BankHolidayCalendars.isNamedForDivision(name) == isNamed)
  }

  @Test func `an unreadable file and a missing folder are problems`() throws {
    let scratch = try Scratch()
    try scratch.write("locked.ics", Self.poll("locked"))
    unsafe chmod(scratch.path + "/locked.ics", 0)
    // The superuser reads it all the same.
    #expect(geteuid() == 0 || scratch.read().first?.isUnreadable == true)
    let missing = CalendarFolder.read(scratch.path + "/none", prefix: "elections", zone: .london).files
    #expect(missing.map(\.isUnreadable) == [true])
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `G-05: the order of files and events changes nothing`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var events: [[String]] = []
    for number in 0..<30 {
      let day = CivilDate.day("2026-01-01").adding(days: Int.random(in: 0..<300, using: &random))
      events.append(
        CalendarText.event("\(number % 20)-local.a.\(day)", "DTSTART;VALUE=DATE:\(day.compact)", "SEQUENCE:\(number)"))
    }
    func polls(_ events: [[String]]) -> Set<String> {
      let files = (0..<3).map { part in
        let lines = events.enumerated().filter { $0.offset % 3 == part }.flatMap(\.element)
        return CalendarReader.read(CalendarText.calendar(lines), path: "elections/\(part).ics", zone: .london)
      }
      let calendar = ElectionCalendar(
        files: files.shuffled(using: &random), days: .day("2026-01-01")..<(.day("2028-01-01")), zone: .london,
        nation: .england, rules: [])
      return Set(calendar.elections.map { "\($0.id?.description ?? "") \($0.pollingDay)" })
    }
    let first = polls(events)
    #expect(polls(events.shuffled(using: &random)) == first, "seed \(seed)")
  }
}
