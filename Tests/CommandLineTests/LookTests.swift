import Desk
import Foundation
import Publishing
import TestSupport
import Testing
import Texts
@testable import Commands
import Desk

/// What a look tells over its pipe, and where it says that changes can be noticed.
@Suite struct LookTests {
  private static let look = DiskLook(
    hash: ContentHash(of: "a".utf8), isKnown: false, settingsProblem: "portcullis.yaml:3: No.",
    files: [
      DiskLook.File(role: .elections, path: "elections/a.ics", bytes: [0, 10, 255]),
      DiskLook.File(role: .bankHolidays, path: "bank-holidays/ü.ics", bytes: []),
    ],
    unreadable: [DiskLook.Unreadable(path: "elections/b.ics", problem: "It “cannot” be opened.\nAt all.")],
    doubts: [DiskLook.Doubt(source: "elections/b.ics", detail: "why")],
    places: [
      WatchedPlaces.Place(kind: .names, path: "/etc", name: "portcullis.yaml"),
      WatchedPlaces.Place(kind: .folder, path: "/etc/calendars"),
    ])

  @Test func `a look comes out of the pipe as it went in, byte by byte`() throws {
    let message = DiskLook.step("portcullis.yaml") + DiskLook.step("calendars") + Self.look.message
    let (step, read) = DiskLook.read(message)
    let look = try #require(read)
    #expect(step == "calendars" && look.hash == Self.look.hash && !look.isKnown)
    #expect(look.settingsProblem == Self.look.settingsProblem && look.files == Self.look.files)
    #expect(look.unreadable == Self.look.unreadable && look.doubts == Self.look.doubts)
    #expect(look.places == Self.look.places)
  }

  @Test func `what was cut off is no look, and says how far it came`() {
    let message = DiskLook.step("portcullis.yaml") + DiskLook.step("calendars") + Self.look.message
    for count in 0..<message.count {
      let (step, look) = DiskLook.read(Array(message.prefix(count)))
      #expect(look == nil, "\(count) bytes")
      if count > 40 { #expect(step == "calendars") }
    }
    #expect(DiskLook.read(message + [0]).look == nil)
  }

  @Test func `every folder, every file and every link on the way is watched`() throws {
    let folder = try Program.Folder()
    let root = folder.url.resolvingSymlinksInPath().path
    try folder.write("real/elections/a.ics", "")
    try folder.write("real/elections/below/b.ICS", "")
    try folder.write("real/elections/notes.txt", "")
    try FileManager.default.createSymbolicLink(atPath: root + "/link", withDestinationPath: "real")
    var places = WatchedPlaces()
    places.add(folder: root + "/link")
    func has(_ kind: WatchedPlaces.Place.Kind, _ path: String, _ name: String = "") -> Bool {
      places.places.contains(WatchedPlaces.Place(kind: kind, path: root + path, name: name))
    }
    #expect(has(.names, "", "link") && has(.names, "", "real"), "the link and what it leads to")
    #expect(has(.folder, "/link") && has(.folder, "/link/elections") && has(.folder, "/link/elections/below"))
    #expect(has(.file, "/link/elections/a.ics") && has(.file, "/link/elections/below/b.ICS"))
    #expect(!has(.file, "/link/elections/notes.txt"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `links that lead in a circle end the way`() throws {
    let folder = try Program.Folder()
    let root = folder.url.resolvingSymlinksInPath().path
    try FileManager.default.createSymbolicLink(atPath: root + "/a", withDestinationPath: "b")
    try FileManager.default.createSymbolicLink(atPath: root + "/b", withDestinationPath: "a/c")
    try FileManager.default.createSymbolicLink(atPath: root + "/self", withDestinationPath: ".")
    var places = WatchedPlaces()
    places.add(file: root + "/a")
    places.add(folder: root)
    #expect(!places.places.isEmpty)
  }
}
