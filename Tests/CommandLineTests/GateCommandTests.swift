import Commands
import Foundation
import TestSupport
import Testing

/// The program from end to end: author, gate, calendar, review, audit.
@Suite struct GateCommandTests {
  @Test func `a post goes out, another is held by a window, and leaves once a person has opened it`() throws {
    let council = try Council()
    #expect(try council.run("adopt").status == 0)
    let first = try council.add("The first & only")
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed() == ["<p>The first &amp; only</p>"])
    let published = try #require(try council.deliveries(first)["website"])
    #expect(published["state"] as? String == "published")
    #expect(published["remote_id"] is String && published["confirmed"] is String && published["attempted"] is String)

    // A window around now: the gate would take it over by itself; here a person does.
    try council.closeNow()
    let closing = try council.run("adopt", "--format", "json")
    #expect(closing.status == 0 && closing.object["adopted"] as? Bool == true, "\(closing.errors)")
    #expect((closing.object["closes"] as? [Any])?.count == 2)
    let second = try council.add("The second")
    let held = try #require(try council.deliveries(second)["website"])
    #expect(held["state"] as? String == "queued" && held["verdict"] as? String == "hold")
    #expect(held["held_until"] is String && held["earliest"] as? String == held["held_until"] as? String)
    let cause = (held["causes"] as? [[String: Any]])?.first
    #expect(cause?["type"] as? String == "purdah-window" && cause?["basis"] as? String == "explicit")
    #expect(try council.run("status").status == 3)
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed().count == 1)
    let list = try council.run("post", "list", "--held", "--format", "json").object["posts"] as? [[String: Any]]
    #expect(list?.compactMap { $0["post"] as? String } == [second])

    // Taking the window back opens, so it asks for a person and a reason.
    try council.elections([])
    let refused = try council.run("adopt")
    #expect(refused.status == 77 && refused.errors.contains("--confirm-opening"))
    #expect(try council.run("adopt", "--confirm-opening").status == 64)
    let status = try council.run("status", "--format", "json")
    #expect(status.status == 3 && status.object["revision"] as? Int == 2)
    #expect((status.object["calendar"] as? [String: Any])?["state"] as? String == "not-adopted")
    let preview = try council.run("adopt", "--preview", "--format", "json")
    #expect(preview.object["adopted"] as? Bool == false)
    #expect(preview.object["newly_released"] as? [String] == ["\(second)/website"])
    let opening = try council.run("adopt", "--confirm-opening", "--reason", "Entered by mistake", "--format", "json")
    #expect(opening.object["revision"] as? Int == 3)
    #expect(try council.run("status").status == 0)
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed() == ["<p>The second</p>", "<p>The first &amp; only</p>"])
    #expect(try council.run("audit", "verify").status == 0)
    let audit = try council.run("audit", "list", "--format", "json").object["entries"] as? [[String: Any]] ?? []
    let opened = audit.last { $0["event"] as? String == "adopted" }
    #expect((opened?["detail"] as? [String: Any])?["reason"] as? String == "Entered by mistake")
  }

  @Test func `G-43: a window that has begun is not deleted, only ended by a named person with a reason`() throws {
    let council = try Council()
    try council.closeNow()
    _ = try council.run("adopt")
    try council.elections([])
    // Neither the command nor the running gate takes it away.
    #expect(try council.run("adopt").status == 77)
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.run("status").status == 3)
    #expect(try council.run("adopt", "--confirm-opening", "--reason", " ").status == 64)
    #expect(try council.run("adopt", "--confirm-opening", "--reason", "Called off").status == 0)
    let entries = try council.run("audit", "list", "--format", "json").object["entries"] as? [[String: Any]] ?? []
    let ended = try #require(entries.last { $0["event"] as? String == "adopted" })
    let detail = ended["detail"] as? [String: Any]
    #expect(ended["actor"] as? String == NSUserName() && detail?["reason"] as? String == "Called off")
    let opened = ((detail?["change"] as? [String: Any])?["opens"] as? [[String: Any]])?.first
    #expect(((opened?["causes"] as? [[String: Any]])?.first?["basis"] as? String) == "explicit")
    // What was in force then can still be asked.
    #expect(try council.run("revision", "show", "1").status == 0)
  }

  @Test func `G-30: what waited longer than it may goes to review, and leaves by a person's decision`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let post = try council.add("Late", on: "website", at: "now", "--late-after", "1s")
    _ = try council.run("post", "move", post, "--at", Self.local(Date(timeIntervalSinceNow: -600)))
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed().isEmpty)
    #expect(try council.deliveries(post)["website"]?["state"] as? String == "review")
    let waiting = try council.run("post", "review", "--format", "json").object["posts"] as? [Any]
    #expect(waiting?.count == 1)
    #expect(try council.run("post", "review", post, "--send", "--cancel").status == 64)
    // Its lateness is a second, so it must leave at once.
    #expect(try council.run("post", "edit", post, "--late-after", "1h").status == 0)
    #expect(try council.deliveries(post)["website"]?["state"] as? String == "review")
    #expect(try council.run("post", "review", post, "--send", "--reason", "Still true").status == 0)
    #expect(try council.run("gate", "run", "--once").status == 0)
    #expect(try council.feed() == ["<p>Late</p>"])
    #expect(try council.run("post", "review", post, "--send").status == 65)
  }

  @Test func `G-31, G-32: posts are edited, moved and cancelled; what is published is not`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let post = try council.add("One", on: "website,intranet", at: "2027-01-11T09:00")
    let edited = try council.run("post", "edit", post, "--text", "Two", "--title", "News", "--format", "json")
    #expect(edited.object["revision"] as? Int == 2 && edited.object["text"] as? String == "Two")
    #expect(try council.run("post", "edit", post, "--text", "Two", "--title", "News").status == 64)
    #expect(try council.run("post", "cancel", "\(post)/intranet", "--reason", "Not there").status == 0)
    #expect(try council.run("post", "move", post, "--at", "now").status == 0)
    #expect(
      try council.deliveries(post).mapValues { $0["state"] as? String } == [
        "website": "queued", "intranet": "cancelled",
      ])
    _ = try council.run("gate", "run", "--once")
    let late = try council.run("post", "edit", post, "--text", "Three")
    #expect(late.status == 65 && late.errors.contains("never changes"))
    #expect(try council.run("post", "cancel", post, "--reason", "no").status == 65)
    #expect(try council.run("post", "show", "99").status == 65)
    #expect(try council.run("post", "show", "x").status == 64)
  }

  @Test func `G-36: a key makes adding safe to repeat, and another text under it is refused`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let at = "2027-01-11T09:00"
    #expect(try council.add("One", at: at, "--key", "k") == council.add("One", at: at, "--key", "k"))
    let other = try council.run("post", "add", "website", "--at", at, "--text", "Other", "--key", "k")
    #expect(other.status == 65 && other.errors.contains("belongs to post 1"))
  }

  @Test func `import takes all lines or none, names each bad one, and with keys adds nothing twice`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    try council.folder.write(
      "posts.csv",
      "channel,at,text,class,key\nwebsite,2027-01-11 09:00,\"Bins, on Friday\",routine,a\n"
        + "\"website,intranet\",2027-01-12 09:00,\"Two \"\"lines\"\"\nof text\",service,b\n")
    let first = try council.run("post", "import", "posts.csv", "--format", "json")
    #expect(first.status == 0 && first.object["imported"] as? Int == 2, "\(first.errors)")
    #expect(try council.run("post", "import", "posts.csv", "--format", "json").object["imported"] as? Int == 0)
    #expect(
      try council.run("post", "show", "2", "--format", "json").object["text"] as? String == "Two \"lines\"\nof text")
    try council.folder.write(
      "bad.jsonl",
      """
      {"channel": "website", "at": "2027-01-11 09:00", "text": "fine"}
      {"channel": "nowhere", "at": "2027-01-11 09:00", "text": "bad"}
      {"channel": "website", "at": "yesterday-ish", "text": "bad"}
      {"channel": "website", "at": "2027-01-11T09:00", "txt": "bad"}
      not json

      """)
    let bad = try council.run("post", "import", "bad.jsonl")
    #expect(bad.status == 65)
    for line in 2...5 { #expect(bad.errors.contains("bad.jsonl:\(line): "), "\(bad.errors)") }
    #expect(!bad.errors.contains("bad.jsonl:1:") && bad.errors.contains("Did you mean “text”?"))
    let posts = try council.run("post", "list", "--format", "json").object["posts"] as? [Any]
    #expect(posts?.count == 2)
  }

  @Test func `text comes from standard input or a file, and is checked`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let piped = try Program.run(
      ["post", "add", "website", "--at", "2027-01-11T09:00", "--format", "json", "-"], in: council.folder.url,
      environment: council.environment, input: "Piped in\n")
    #expect(piped.object["text"] as? String == "Piped in", "\(piped.errors)")
    try council.folder.write("a.txt", "From a file")
    let file = try council.run(
      "post", "add", "website", "--at", "2027-01-11T09:00", "--text-file", "a.txt", "--format", "json")
    #expect(file.object["text"] as? String == "From a file")
    try Data([0x41, 0x0A, 0xFF, 0xFE]).write(to: council.folder.url.appending(path: "bad.txt"))
    let bad = try council.run("post", "add", "website", "--at", "2027-01-11T09:00", "--text-file", "bad.txt")
    #expect(bad.status == 65 && bad.errors.contains("bad.txt:2:"), "\(bad.errors)")
    #expect(try council.run("post", "add", "website", "--at", "2027-01-11T09:00", "--text", "  ").status == 65)
    #expect(try council.run("post", "add", "website", "--at", "2027-01-11T09:00").status == 64)
    #expect(try council.run("post", "add", "nowhere", "--at", "2027-01-11T09:00", "--text", "a").status == 64)
    #expect(try council.run("post", "add", "website", "--at", "2127-01-11T09:00", "--text", "a").status == 65)
    // The clocks go forward over it.
    #expect(try council.run("post", "add", "website", "--at", "2027-03-28T01:30", "--text", "a").status == 64)
  }

  @Test func `media are copied by their content, and need words for people who cannot see them`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    try council.folder.write("bins.png", "GIF89a, not really a picture")
    let post = try council.run(
      "post", "add", "website", "--at", "2027-01-11T09:00", "--text", "a", "--media", "bins.png", "--alt", "Green bins",
      "--format", "json")
    let media = (post.object["media"] as? [[String: Any]])?.first
    let hash = try #require(media?["sha256"] as? String)
    let kept = council.folder.url.appending(path: "store/media/\(hash)")
    #expect(try String(decoding: Data(contentsOf: kept), as: UTF8.self) == "GIF89a, not really a picture")
    #expect(
      try council.run("post", "add", "website", "--at", "2027-01-11T09:00", "--text", "a", "--media", "bins.png").status
        == 64
    )
    #expect(media?["type"] as? String == "image/gif", "by its content")
    try council.folder.write("fake.jpg", "No picture at all.")
    let fake = try council.run(
      "post", "add", "website", "--at", "2027-01-11T09:00", "--text", "a", "--media", "fake.jpg", "--alt", "A lorry")
    #expect(fake.status == 65 && fake.errors.contains("By its content this is no kind of media"), "\(fake.errors)")
  }

  @Test func `a link that is none is refused by every way in, with its remedy`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    let post = try council.add("a", at: "2027-01-11T09:00", "--link", "https://example.org/a")
    for link in ["https://example.org/a b", "https://example.org/<x>", "https://example.org/a\u{200B}", "https://"] {
      let added = try council.run("post", "add", "website", "--at", "2027-01-11T09:00", "--text", "b", "--link", link)
      let edited = try council.run("post", "edit", post, "--link", link)
      #expect(added.status == 65 && edited.status == 65, "\(link): \(added.errors) \(edited.errors)")
    }
  }

  @Test func `G-38: health tells from the data alone whether a gate works and what is overdue`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    _ = try council.add("Waiting", at: Self.local(Date(timeIntervalSinceNow: -600)))
    let before = try council.run("gate", "health", "--format", "json")
    #expect(before.status == 69)
    #expect(before.object["overdue"] as? Int == 1 && before.object["oldest_overdue"] is String)
    #expect(before.object["last_heartbeat"] is NSNull && before.object["revision"] as? Int == 1)
    try council.closeNow()
    _ = try council.run("adopt")
    let held = try council.run("gate", "health", "--format", "json")
    #expect(held.object["overdue"] as? Int == 0 && held.object["held"] as? Int == 1)
  }

  @Test func `G-45: an audit log that was changed is told with the entry`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    for index in 0..<5 { _ = try council.add("Post \(index)", at: "2027-01-11T09:00") }
    #expect(try council.run("audit", "verify", "--format", "json").object["intact"] as? Bool == true)
    let changes = [
      ("DROP TRIGGER audit_unchanged; UPDATE audit SET actor = 'nobody' WHERE id = 3", 3),
      ("DROP TRIGGER audit_kept; DELETE FROM audit WHERE id = 2", 2),
    ]
    for (sql, entry) in changes {
      try council.changeStore(sql)
      let broken = try council.run("audit", "verify", "--format", "json")
      #expect(broken.status == 65 && broken.object["first_broken"] as? Int == entry, "\(broken.output)")
    }
  }

  @Test func `revisions are listed, shown and compared`() throws {
    let council = try Council()
    _ = try council.run("adopt")
    try council.closeNow()
    _ = try council.run("adopt")
    let list = try council.run("revision", "list", "--format", "json").object["revisions"] as? [[String: Any]]
    #expect(list?.compactMap { $0["revision"] as? Int } == [2, 1])
    let diff = try council.run("revision", "diff", "1", "2", "--format", "json")
    #expect((diff.object["closes"] as? [Any])?.count == 2)
    #expect((diff.object["files"] as? [[String: Any]])?.first?["path"] as? String == "elections/ours.ics")
    let file = try council.run("revision", "show", "2", "--file", "elections/ours.ics")
    #expect(
      try Data(file.output.utf8) == Data(contentsOf: council.folder.url.appending(path: "calendars/elections/ours.ics"))
    )
    #expect(try council.run("revision", "show", "9").status == 65)
  }

  @Test func `a store on a folder that cannot be written, and a foreign file, end with a sentence`() throws {
    let council = try Council()
    try council.folder.write("foreign", String(repeating: "not a store ", count: 20))
    let foreign = try council.run("post", "list", "--store", "sqlite:foreign")
    #expect(foreign.status == 69 && foreign.errors.contains("not a store of Portcullis"))
    #expect(try council.run("adopt", "--store", "postgresql://x").status == 64)
    #expect(try council.run("adopt", "--store", "sqlite:/proc/nothing/store.sqlite").status == 73)
    let backup = council.folder.url.appending(path: "backup.sqlite").path
    _ = try council.run("adopt")
    #expect(try council.run("store", "backup", backup).status == 0)
    #expect(try council.run("store", "check", "--store", backup).status == 0)
  }

  private static func local(_ date: Date) -> String {
    let instant = date.timeIntervalSince1970.rounded(.down)
    return Date(timeIntervalSince1970: instant).formatted(.iso8601)
  }
}
