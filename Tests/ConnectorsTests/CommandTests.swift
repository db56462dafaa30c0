import Elections
import Foundation
import Glibc
import Publishing
import TestSupport
import Testing
import Texts
@testable import Connectors

@Suite struct CommandTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// A connector whose program is a shell script that ends as its body says.
  private func connector(
    _ body: String, mode: Int = 0o755, timeout: Duration = .seconds(10), canFind: Bool = false, dedupes: Bool = false,
    clock: TestClock = TestClock()
  ) throws -> CommandConnector {
    let program = try script("#!/bin/sh\n\(body)\n", "publish-post", mode: mode)
    return connector(at: program, timeout: timeout, canFind: canFind, dedupes: dedupes, clock: clock)
  }

  private func connector(
    at program: String, timeout: Duration = .seconds(10), canFind: Bool = false, dedupes: Bool = false,
    clock: TestClock = TestClock()
  ) -> CommandConnector {
    CommandConnector(
      channel: "website",
      settings: CommandSettings(program: program, timeout: timeout, canFind: canFind, dedupes: dedupes),
      program: program, media: MediaSource { _ in Array("a".utf8) }, mediaFolder: "/var/lib/portcullis/media",
      now: clock.now)
  }

  /// Written by another process: while this one holds a program open for writing, a child that another test starts at
  /// that moment inherits it, and the program is “busy”.
  private func script(_ text: String, _ name: String, mode: Int) throws -> String {
    let source = try folder.write(text, to: name + ".source")
    _ = try PythonServer.output(
      of: URL(filePath: "/usr/bin/install"), ["-m", String(mode, radix: 8), source, folder.path(name)])
    return folder.path(name)
  }

  private func commit(_ connector: CommandConnector, _ post: ReleasedPost = Sample.post()) async throws -> CommitOutcome
  {
    let plan = try connector.plan(post)
    return await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan))
  }

  private func find(_ connector: CommandConnector) async throws -> FindOutcome {
    await connector.find(Prepared(plan: try connector.plan(Sample.post())))
  }

  private func written(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  // MARK: What the program gets

  @Test func `the program gets the whole post as JSON with the paths of its pictures, then the end of its input`()
    async throws
  {
    let connector = try connector(#"cat > input; echo "$#:$1" > arguments; echo '{"id":"7"}'"#)
    let post = Sample.post(
      "Bins: “Friday”\n", title: "Bins", link: "https://example.org/b", media: [Sample.picture(alt: "Green bins")])
    #expect(try await commit(connector, post).receipt?.remoteID == "7")
    let hash = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    #expect(
      try written("input")
        == #"{"version":1,"action":"publish","key":"\#(post.key.text)","delivery":"12/website","post":12,"revision":1,"#
        + #""channel":"website","due":"2026-11-22T17:00:00Z","class":"routine","title":"Bins","#
        + #""text":"Bins: “Friday”\n","link":"https://example.org/b","media":[{"#
        + #""path":"/var/lib/portcullis/media/\#(hash)","name":"bins.jpg","type":"image/jpeg","alt":"Green bins","#
        + #""sha256":"\#(hash)"}]}"# + "\n")
    #expect(try written("arguments") == "1:publish\n")
  }

  @Test func `a plan is the same for the same post and says what connector it is for, and a foreign one is refused`()
    async throws
  {
    let connector = try connector("touch ran")
    let plan = try connector.plan(Sample.post())
    #expect(try connector.plan(Sample.post()) == plan)
    #expect(String(decoding: plan.payload, as: UTF8.self).hasPrefix(#"{"connector":"command","version":1,"key":"#))
    let foreign = SendPlan(post: Sample.post(), payload: Array(#"{"connector":"email"}"#.utf8))
    let outcome = await connector.commit(Prepared(plan: foreign), under: Sample.permit(for: foreign))
    #expect(outcome.name == "rejected")
    #expect(!FileManager.default.fileExists(atPath: folder.path("ran")))
  }

  @Test func `C-30: the program has a clean environment, its own folder and group, and no descriptor of ours`()
    async throws
  {
    // Not close on exec, as a library might leave one.
    let open = unsafe Glibc.open("/dev/null", O_RDONLY)
    defer { close(open) }
    let connector = try connector(
      """
      env | sort > environment
      pwd > folder
      ls /proc/self/fd | wc -l > descriptors
      cut -d' ' -f5 /proc/$$/stat > group; echo $$ > process
      grep -E '^Sig(Blk|Ign)' /proc/self/status > signals
      echo '{"id":1}'
      """)
    #expect(try await commit(connector).receipt?.remoteID == "1")
    // The shell itself adds PWD, OLDPWD, SHLVL and _.
    let variables = try written("environment").split(separator: "\n").filter { variable in
      !["PWD=", "OLDPWD=", "SHLVL=", "_="].contains { variable.hasPrefix($0) }
    }
    #expect(variables == ["LANG=C.UTF-8", "PATH=/usr/bin:/bin"])
    #expect(try written("folder").trimmingCharacters(in: .newlines).hasSuffix(folder.url.lastPathComponent))
    #expect(try written("group") == written("process"))
    // Its own three, and the one by which it lists them.
    #expect(try written("descriptors").trimmingCharacters(in: .whitespacesAndNewlines) == "4")
    // 32 and 33 are the C library's own.
    let signals = try written("signals").split(separator: "\n").compactMap { UInt64($0.suffix(16), radix: 16) }
    #expect(signals.count == 2 && signals.allSatisfy { $0 & 0x7FFF_FFFF == 0 }, "\(signals)")
  }

  // MARK: How it ends

  struct Ending: Sendable, CustomStringConvertible {
    let body: String
    let outcome: String
    let words: String
    var description: String { body }
  }

  @Test(arguments: [
    Ending(body: #"echo '{"id":"a-1","url":"https://example.org/a-1"}'"#, outcome: "published", words: ""),
    Ending(body: #"echo '{"id":42}'"#, outcome: "published", words: ""),
    Ending(body: "exit 0", outcome: "uncertain", words: "without printing"),
    Ending(body: "echo done", outcome: "uncertain", words: "without printing"),
    Ending(body: #"echo '{"id":""}'"#, outcome: "uncertain", words: "without printing"),
    Ending(body: #"echo '{"id":null,"url":"https://example.org/a"}'"#, outcome: "uncertain", words: "without printing"),
    Ending(
      body: "echo first >&2; echo 'the page is locked' >&2; exit 65", outcome: "rejected",
      words: "refused the post: “the page is locked”; correct"),
    Ending(body: "exit 69", outcome: "notSent", words: "could not reach"),
    Ending(body: "exit 75", outcome: "notSent", words: "asks to be run again later."),
    Ending(body: "exit 77", outcome: "needsLogin", words: "valid login"),
    Ending(body: "exit 1", outcome: "uncertain", words: "publish-post ended with 1;"),
    Ending(body: "exit 64", outcome: "uncertain", words: "ended with 64"),
    Ending(body: "exit 66", outcome: "uncertain", words: "ended with 66"),
    Ending(body: "exit 127", outcome: "uncertain", words: "ended with 127"),
    Ending(body: "kill -9 $$", outcome: "uncertain", words: "was ended by signal 9"),
    Ending(body: "kill -15 $$", outcome: "uncertain", words: "was ended by signal 15"),
  ])
  func `C-09: the exit code decides, and without an id nothing counts as published`(ending: Ending) async throws {
    let outcome = try await commit(try connector(ending.body))
    #expect(outcome.name == ending.outcome, "\(outcome)")
    #expect(ending.words.isEmpty || outcome.reason.contains(ending.words), "\(outcome.reason)")
  }

  @Test func `the receipt has the program's id and its address where that is one of the web`() async throws {
    let good = try await commit(try connector(#"echo '{"id":"a-1","url":"https://example.org/a-1"}'"#))
    #expect(good.receipt == Receipt(remoteID: "a-1", url: "https://example.org/a-1", at: Sample.due, mayRepeat: true))
    let odd = try await commit(try connector(#"echo '{"id":"a-1","url":"javascript:alert(1)"}'"#))
    #expect(odd.receipt == Receipt(remoteID: "a-1", at: Sample.due, mayRepeat: true))
  }

  @Test(arguments: [("120", 120), ("0", 1), ("99999999", 86_400), ("-5", nil), ("\"x\"", nil)])
  func `C-27: the program says when to come back, and what is absurd is capped`(value: String, seconds: Int?)
    async throws
  {
    let outcome = try await commit(try connector("echo '{\"retry_after\": \(value)}'; exit 75"))
    guard case .notSent(_, let after) = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(after == seconds.map { .seconds($0) })
  }

  @Test func `C-33: more output than is kept is read all the same, and then counts for nothing`() async throws {
    let outcome = try await commit(
      try connector(#"echo '{"id":"1"}'; head -c 3000000 /dev/zero | tr '\0' ' '; head -c 3000000 /dev/zero >&2"#))
    #expect(outcome.name == "uncertain")
  }

  @Test func `a program that does not read its input is no trouble, however long that is`() async throws {
    let post = Sample.post(String(repeating: "Bins. ", count: 100_000))
    #expect(try await commit(try connector(#"exec <&-; echo '{"id":"1"}'"#), post).receipt?.remoteID == "1")
  }

  @Test func `C-30: words of the program that may hold a secret are not repeated`() async throws {
    let outcome = try await commit(try connector("echo 'wrong password hunter2' >&2; exit 65"))
    #expect(outcome.name == "rejected" && !outcome.reason.contains("hunter2"))
  }

  // MARK: What is not run

  @Test func `a program that is missing, no program, or open to everyone is not run, and the reason says what to do`()
    async throws
  {
    for (mode, words) in [(0o644, "chmod +x"), (0o777, "chmod o-w")] {
      let outcome = try await commit(try connector("touch ran; echo '{\"id\":1}'", mode: mode))
      #expect(outcome.name == "notSent" && outcome.reason.contains(words), "\(outcome)")
    }
    let missing = try await commit(connector(at: folder.path("nothing")))
    #expect(missing.name == "notSent" && missing.reason.contains("correct the channel's program"))
    #expect(try await commit(connector(at: folder.url.path)).name == "notSent")
    #expect(try await commit(connector(at: "bin/publish")).name == "notSent")
    let odd = try script("no first line that names a shell", "odd", mode: 0o755)
    let outcome = try await commit(connector(at: odd))
    #expect(outcome.name == "notSent" && outcome.reason.contains("could not be started"), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("ran")))
  }

  @Test func `a program in a folder where everyone may exchange it is not run`() async throws {
    let connector = try connector("touch ran; echo '{\"id\":1}'")
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.url.path)
    let outcome = try await commit(connector)
    #expect(outcome.name == "notSent" && outcome.reason.contains("chmod o-w"), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("ran")))
  }

  @Test func `G-33: without a permit for this post, or after its time, nothing runs`() async throws {
    let clock = TestClock()
    let connector = try connector("touch ran; echo '{\"id\":1}'", clock: clock)
    let plan = try connector.plan(Sample.post())
    let other = try connector.plan(Sample.post("Another text."))
    #expect(
      await connector.commit(Prepared(plan: plan), under: Sample.permit(for: other)).name == "notSent")
    clock.move(by: .seconds(1))
    #expect(await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan)).name == "notSent")
    #expect(!FileManager.default.fileExists(atPath: folder.path("ran")))
  }

  @Test func `a picture that was changed in the store is not handed over`() async throws {
    let connector = try connector("touch ran; echo '{\"id\":1}'")
    let item = MediaItem(
      hash: ContentHash(of: Array("b".utf8)), fileName: "b.jpg", mediaType: "image/jpeg", alt: "B", byteCount: 1)
    #expect(try await commit(connector, Sample.post(media: [item])).name == "rejected")
    #expect(!FileManager.default.fileExists(atPath: folder.path("ran")))
  }

  // MARK: Time

  @Test func `a program that takes too long is ended with all that it started, and what it did is unknown`()
    async throws
  {
    // Neither the program nor its child listens to SIGTERM.
    let connector = try connector(
      "trap '' TERM; (trap '' TERM; echo $$ > ready; sleep 300 & echo $! > grandchild; wait) & wait; sleep 300",
      timeout: .milliseconds(500))
    let outcome = try await commit(connector)
    #expect(outcome.name == "uncertain" && outcome.reason.contains("not done in time"), "\(outcome)")
    let grandchild = try #require(Int32(try written("grandchild").trimmingCharacters(in: .newlines)))
    #expect(Self.isGone(grandchild))
  }

  @Test func `a program that ends itself when asked is not waited for any longer`() async throws {
    let connector = try connector("trap 'exit 0' TERM; sleep 300 & wait", timeout: .milliseconds(300))
    #expect(try await commit(connector).name == "uncertain")
  }

  @Test func `what a program leaves running ends with it, and does not hold the outcome up`() async throws {
    let connector = try connector("sleep 300 & echo $! > left; echo '{\"id\":\"1\"}'")
    #expect(try await commit(connector).receipt?.remoteID == "1")
    #expect(Self.isGone(try #require(Int32(try written("left").trimmingCharacters(in: .newlines)))))
  }

  /// Gone, or dead and not yet reaped by whoever has to.
  private static func isGone(_ process: Int32) -> Bool {
    for _ in 0..<200 {
      guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
      if status.split(separator: ")").last?.hasPrefix(" Z") == true { return true }
      usleep(10_000)
    }
    return false
  }

  // MARK: Did it go out?

  @Test func `without find, only a program that drops what it has seen may be run again`() async throws {
    #expect(try await find(try connector("touch ran", dedupes: true)) == .absentForCertain)
    guard case .cannotTell = try await find(try connector("touch ran")) else { return #expect(Bool(false)) }
    #expect(!FileManager.default.fileExists(atPath: folder.path("ran")))
  }

  @Test func `find is asked with the same post, and tells found, absent or nothing`() async throws {
    let found = try connector(#"cat > input; test "$1" = find && echo '{"id":"9"}'"#, canFind: true)
    #expect(try await find(found) == .found(Receipt(remoteID: "9", at: Sample.due, mayRepeat: true)))
    #expect(try written("input").hasPrefix(#"{"version":1,"action":"find","key":"\#(Sample.post().key.text)","#))
    #expect(try await find(try connector("exit 66", canFind: true, dedupes: true)) == .absentForCertain)
    guard case .absentPerhaps = try await find(try connector("exit 66", canFind: true)) else {
      return #expect(Bool(false))
    }
    for body in ["exit 0", "exit 1", "exit 69", "kill -9 $$", "echo '{}'"] {
      guard case .cannotTell = try await find(try connector(body, canFind: true, dedupes: true)) else {
        return #expect(Bool(false), "\(body)")
      }
    }
    guard case .cannotTell = try await find(connector(at: folder.path("nothing"), canFind: true, dedupes: true)) else {
      return #expect(Bool(false))
    }
  }

  // MARK: Before it is used

  @Test func `a test asks the program itself, and one that knows no test is good enough`() async throws {
    let knows = try await connector(#"cat > input; test "$1" = test; echo 'logged in as news' >&2"#).test()
    #expect(knows.isUsable && knows.findings.first?.contains("logged in as news") == true)
    #expect(try written("input") == #"{"version":1,"action":"test","channel":"website"}"# + "\n")
    #expect(try await connector("exit 64").test().isUsable)
    let refused = try await connector("echo 'no login' >&2; exit 77").test()
    #expect(!refused.isUsable && refused.findings.first?.contains("no login") == true)
    #expect(await connector(at: folder.path("nothing")).test().isUsable == false)
  }

  @Test func `a post without words, or too long for a program, is told before it is due`() throws {
    let connector = try connector("exit 0")
    #expect(connector.check(PostContent(text: " ")).count == 1)
    #expect(connector.check(PostContent(text: "", title: "Bins")).isEmpty)
    let long = connector.check(PostContent(text: String(repeating: "a", count: 1 << 20)))
    #expect(long.first?.description.contains("more than the 1048576 allowed") == true)
  }

  @Test func `the preview names the program and all that it gets`() throws {
    let connector = try connector("exit 0")
    let post = Sample.post(title: "Bins", link: "https://example.org/b", media: [Sample.picture(alt: "Green bins")])
    let preview = connector.preview(try connector.plan(post))
    for words in [
      "publish-post publish", "Title: Bins", "  Bins are collected", "Link: https://example.org/b", "“Green bins”",
    ] {
      #expect(preview.contains(words), "\(preview)")
    }
  }
}
