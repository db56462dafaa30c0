import Foundation
import TestSupport
import Testing

/// A front end of a few lines does what people need, through the desk alone.
@Suite struct ToyFrontEndTests {
  /// A window given by hand that closes everything for years.
  private static let closed = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN", "BEGIN:VEVENT", "UID:by-hand",
    "DTSTAMP:20260101T000000Z", "DTSTART:20260101T000000Z", "DTEND:20990101T000000Z", "SUMMARY:A window by hand",
    "CATEGORIES:PURDAH", "END:VEVENT", "END:VCALENDAR", "",
  ].joined(separator: "\r\n")

  @Test func `it schedules a post, and shows it`() async throws {
    let council = try await DeskFolder()
    let toy = ToyFrontEnd(desk: council.desk)
    #expect(
      await toy.reply(to: "post website at now: Bins are collected on Friday.").hasPrefix(
        "Post 1 is queued: website at"))
    #expect(await toy.reply(to: "show 1").hasPrefix("“Bins are collected on Friday.” by somebody: website at "))
  }

  @Test func `it says what holds a post, and until when`() async throws {
    let council = try await DeskFolder(elections: Self.closed)
    let toy = ToyFrontEnd(desk: council.desk)
    let reply = await toy.reply(to: "post website at now: Bins")
    #expect(reply.contains("website is held until Thu 1 Jan 2099, 00:00 by A window by hand"), "\(reply)")
    let why = await toy.reply(to: "why website")
    #expect(why.contains("website is closed until Thu 1 Jan 2099, 00:00 by A window by hand"), "\(why)")
  }

  @Test func `it says that a channel is open`() async throws {
    let council = try await DeskFolder()
    #expect(await ToyFrontEnd(desk: council.desk).reply(to: "why website") == "website is open.")
  }

  @Test func `a mistake is answered with its remedy`() async throws {
    let council = try await DeskFolder()
    let toy = ToyFrontEnd(desk: council.desk)
    let reply = await toy.reply(to: "post websit at now: Bins")
    #expect(reply == "There is no channel “websit”. Did you mean “website”? The channels are: website.")
  }

  @Test func `it is under 100 lines, and stands on the contract and the desk alone`() throws {
    let file = Places.checkout.appending(path: "Tests/DeskTests/ToyFrontEnd.swift")
    let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count < 100)
    #expect(lines.filter { $0.contains("import ") && !$0.hasPrefix("//") } == ["import Contract", "import Desk"])
  }
}
