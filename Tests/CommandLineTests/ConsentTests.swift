import Elections
import Foundation
import Glibc
import TestSupport
import Testing
import Texts

/// Nobody agrees to what they have not seen: approvals, overrides and releases are for the revision that was looked at.
@Suite struct ConsentTests {
  private func revision(_ council: Council, _ post: String) throws -> Int? {
    try council.run("post", "list", "--format", "json").object["posts"]
      .flatMap { $0 as? [[String: Any]] }?.first { $0["post"] as? String == post }?["revision"] as? Int
  }

  private func approvals(_ council: Council, _ post: String) throws -> Int {
    let posts = try council.run("post", "list", "--format", "json").object["posts"] as? [[String: Any]]
    return (posts?.first { $0["post"] as? String == post }?["approvals"] as? [Any])?.count ?? -1
  }

  private func council() throws -> Council {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    return council
  }

  @Test func `what was never shown whole is not approved: a line in a list is no look, nor is a refusal`() throws {
    let council = try council()
    let post = try council.add("One", at: "2027-01-11T09:00")
    _ = try council.run("post", "list")
    _ = try council.run("post", "list", "--format", "json")
    for _ in 0..<2 {
      let unseen = try council.run("post", "approve", post)
      #expect(unseen.status == 75 && unseen.output.isEmpty)
      #expect(
        unseen.errors
          == "portcullis: You have not been shown post 1 whole, so nothing is changed: look at it by “portcullis "
          + "post show 1”, and do it then.\n")
    }
    #expect(try approvals(council, post) == 0)
    #expect(try council.run("post", "show", post).status == 0)
    #expect(try council.run("post", "approve", post).status == 0)
    #expect(try approvals(council, post) == 1)
  }

  @Test func `a look that cannot be kept is told with the reason, and the answer is given all the same`() throws {
    let council = try council()
    let post = try council.add("One", at: "2027-01-11T09:00")
    try council.changeStore(
      "CREATE TRIGGER full BEFORE INSERT ON look BEGIN SELECT RAISE (ABORT, 'no room for looks'); END")
    let shown = try council.run("post", "show", post)
    #expect(shown.status == 0 && shown.output.contains("One"))
    #expect(shown.errors.contains("That you looked could not be kept, so look again before you agree: "))
    #expect(shown.errors.contains("no room for looks"), "\(shown.errors)")
    #expect(try council.run("post", "approve", post).status == 75)
  }

  @Test(arguments: [["show"], ["show", "--format", "json"], ["preview"], ["preview", "--format", "json"]])
  func `each whole showing is a look`(command: [String]) throws {
    let council = try council()
    let post = try council.add("One", at: "2027-01-11T09:00")
    let outcome = try Program.run(
      ["post", command[0], post] + command.dropFirst(), in: council.folder.url, environment: council.environment)
    #expect(outcome.status == 0)
    #expect(try council.run("post", "approve", post).status == 0)
  }

  @Test func `a preview of one of several channels is no look`() throws {
    let council = try council()
    let post = try council.add("One", on: "website,intranet", at: "2027-01-11T09:00")
    #expect(try council.run("post", "preview", "\(post)/website").status == 0)
    #expect(try council.run("post", "approve", post).status == 75)
    #expect(try council.run("post", "preview", post).status == 0)
    #expect(try council.run("post", "approve", post).status == 0)
  }

  @Test func `G-31: what was changed between the look and the approval is refused with what changed, again and again`()
    throws
  {
    let council = try council()
    let post = try council.add(
      "Bins on Friday.\nSecond line.", at: "2027-01-11T09:00", "--title", "Bins", "--link", "https://example.org/a")
    _ = try council.run("post", "show", post)
    let edited = try council.run(
      "post", "edit", post, "--text", "Bins on Saturday.\nSecond line.", "--title", "Bin day", "--link", "")
    #expect(edited.status == 0)
    #expect(try council.run("post", "move", post, "--at", "2027-01-12T10:00").status == 0)
    for _ in 0..<2 {
      let moved = try council.run("post", "approve", post)
      #expect(moved.status == 75 && moved.output.isEmpty)
      #expect(
        moved.errors == """
          portcullis: What you saw of post 1 is revision 1, and it is at revision 3, so nothing is changed: look again by “portcullis post show 1”.
          portcullis: The title was “Bins” and is “Bin day”.
          portcullis: The text changed:
          portcullis: - Bins on Friday.
          portcullis: + Bins on Saturday.
          portcullis: The link was “https://example.org/a” and is none.
          portcullis: On website it was due Mon 11 Jan 2027, 09:00 and is due Tue 12 Jan 2027, 10:00.

          """)
    }
    #expect(try approvals(council, post) == 0)
    // A revision that is named counts as it is named.
    #expect(try council.run("post", "approve", post, "--seen", "1").status == 75)
    #expect(try council.run("post", "approve", post, "--seen", "9").status == 75)
    #expect(try council.run("post", "approve", post, "--seen", "0").status == 64)
    #expect(try council.run("post", "approve", post, "--seen", "3").status == 0)
    // The lateness is of the revision too.
    #expect(try council.run("post", "edit", post, "--late-after", "2d").status == 0)
    let late = try council.run("post", "approve", post, "--seen", "3")
    #expect(late.status == 75 && late.errors.contains("How late it may leave"), "\(late.errors)")
  }

  @Test func `rejecting and cancelling need no look`() throws {
    let council = try council()
    let post = try council.add("One", at: "2027-01-11T09:00")
    #expect(try council.run("post", "reject", post, "--reason", "No").status == 0)
    #expect(try council.run("post", "cancel", post, "--reason", "No").status == 0)
  }

  @Test func `what waits in review is let go as it was seen`() throws {
    let council = try council()
    let post = try council.add("One", at: "2027-01-11T09:00")
    #expect(try council.run("post", "reject", post, "--reason", "No").status == 0)
    _ = try council.run("post", "review")
    let unseen = try council.run("post", "review", post, "--send", "--reason", "Yes")
    #expect(unseen.status == 75, "\(unseen.errors)")
    _ = try council.run("post", "show", post)
    _ = try council.run("post", "edit", post, "--text", "Another")
    let moved = try council.run("post", "review", post, "--send", "--reason", "Yes")
    #expect(moved.status == 75 && moved.errors.contains("+ Another"), "\(moved.errors)")
    #expect(try council.deliveries(post)["website"]?["state"] as? String == "review")
    #expect(try council.run("post", "review", post, "--send", "--reason", "Yes").status == 0)
  }

  @Test(.enabled(if: !OtherLogin.all.isEmpty, "the system lets no test act as another login"))
  func `an override is approved for the post as its approver saw it, whatever others saw`() throws {
    let director = OtherLogin.all[0]
    let council = try council()
    let post = try council.add("A flood", at: "2027-01-11T09:00")
    let until = Date(timeIntervalSinceNow: 3000).formatted(.iso8601)
    let asked = try council.run(
      "override", "request", post, "--basis", "emergency", "--reason", "A flood", "--until", until)
    #expect(asked.status == 0, "\(asked.errors)")
    _ = try council.run("post", "show", post)
    let unseen = try council.run(as: director, "override", "approve", "1")
    #expect(unseen.status == 75, "\(unseen.errors)")
    _ = try council.run(as: director, "post", "show", post)
    #expect(try council.run("post", "move", post, "--at", "2027-01-12T10:00").status == 0)
    let moved = try council.run(as: director, "override", "approve", "1")
    #expect(moved.status == 75 && moved.errors.contains("is due Tue 12 Jan 2027, 10:00"), "\(moved.errors)")
    #expect(try council.run(as: director, "post", "show", post).status == 0)
    #expect(try council.run(as: director, "override", "approve", "1").status == 0)
  }

  @Test func `nothing that will be sent is cut where it is approved, and the media are named with all that tells them`()
    throws
  {
    let council = try council()
    let line = String(repeating: "word ", count: 400) + "END\u{200B}"
    let link = "https://example.org/" + String(repeating: "a", count: 400)
    let alt = String(repeating: "green ", count: 100) + "bins"
    try council.folder.write("bins.png", "GIF89a")
    let post = try council.add(
      line + "\nLast line", at: "2027-01-11T09:00", "--link", link, "--title", String(repeating: "T", count: 300),
      "--media", "bins.png", "--alt", alt)
    for command in ["show", "preview"] {
      let shown = try council.run("post", command, post).output
      for words in [
        line.dropLast() + "⟨U+200B⟩", "  Last line", "  \(link)\n", "described as: \(alt)\n",
        String(repeating: "T", count: 300), "bins.png: image/gif, 6 bytes, SHA-256 ",
        ContentHash(of: Array("GIF89a".utf8)).hex,
      ] { #expect(shown.contains(words), "\(command): \(words)") }
    }
  }

  // MARK: At a terminal

  @Test(arguments: [("y\n", Int32(0)), ("n\n", 1), ("\n", 1)])
  func `at a terminal the whole post is shown, and only a yes approves it`(answer: String, status: Int32) throws {
    let council = try council()
    let post = try council.add("Bins on Friday.\u{200B}", at: "2027-01-11T09:00")
    let terminal = try PseudoTerminal()
    let outcome = try terminal.run(["post", "approve", post], council, typing: answer)
    #expect(outcome.status == status, "\(outcome.text)")
    #expect(outcome.text.contains("Bins on Friday.⟨U+200B⟩"))
    #expect(outcome.text.contains("Approve post 1, revision 1, as it stands? [y/N]"))
    #expect(try approvals(council, post) == (status == 0 ? 1 : 0))
    #expect(!outcome.text.contains("\u{200B}"))
  }
}

/// A terminal with nobody before it but a test.
private final class PseudoTerminal {
  private let master: Int32
  private let slave: FileHandle

  init() throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
    // The requests of ioctl_tty(2) by number: Glibc's module leaves out the functions that wrap them.
    let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    var locked: Int32 = 0
    var name: UInt32 = 0
    guard master >= 0, unsafe ioctl(master, unlock, &locked) == 0, unsafe ioctl(master, number, &name) == 0 else {
      throw Council.Unexpected(words: "the system gives no terminal")
    }
    let descriptor = unsafe open("/dev/pts/\(name)", O_RDWR | O_NOCTTY)
    slave = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  deinit { close(master) }

  /// Runs the program here; what it shows comes back with carriage returns, as a terminal has them.
  func run(_ arguments: [String], _ council: Council, typing answer: String) throws -> (status: Int32, text: String) {
    let process = try ChildProcess(
      Program.path, arguments, in: council.folder.url,
      environment: ["PATH": "/usr/bin:/bin", "TERM": "xterm"].merging(council.environment) { $1 },
      input: .file(slave), output: .file(slave), errors: .file(slave))
    try slave.close()
    let typed = Array(answer.utf8)
    _ = unsafe typed.withUnsafeBytes { unsafe write(master, $0.baseAddress, $0.count) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      // EIO: the last program that had the terminal open is gone.
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(master, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
    }
    return (process.exitCode(), String(decoding: bytes, as: UTF8.self))
  }
}
