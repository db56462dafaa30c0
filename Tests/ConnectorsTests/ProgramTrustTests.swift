import Foundation
import Glibc
import Publishing
import TestSupport
import Testing
@testable import Connectors

/// A program that somebody else could exchange never runs under the gate's account.
@Suite struct ProgramTrustTests {
  private let scratch: ScratchFolder
  /// `outer/inner/publish`, all of it ours alone.
  private let outer: String
  private let inner: String
  private let program: String

  private static let isRoot = geteuid() == 0
  /// Some account that is neither root's nor ours.
  private static let stranger: uid_t = 12_345

  init() throws {
    scratch = try ScratchFolder()
    outer = scratch.path("outer")
    inner = outer + "/inner"
    program = inner + "/publish"
    for folder in [scratch.url.path, outer, inner] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Self.change(folder, mode: 0o755)
    }
    let source = try scratch.write("#!/bin/sh\ntouch \"$(dirname \"$0\")/ran\"\necho '{\"id\":\"1\"}'\n", to: "source")
    // By another process, as `CommandTests` has it: this one must not hold a program open for writing.
    _ = try PythonServer.output(of: URL(filePath: "/usr/bin/install"), ["-m", "755", source, program])
  }

  private static func change(_ path: String, mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  private func connector(_ path: String) -> CommandConnector {
    CommandConnector(
      channel: "website",
      settings: CommandSettings(program: path, timeout: .seconds(10), canFind: true, dedupes: false),
      program: path, media: MediaSource { _ in [] }, mediaFolder: "/var/lib/portcullis/media", now: TestClock().now)
  }

  /// What a commit, a test and a look give of it: nil when it runs, else the reason. They agree, or this fails.
  private func refusal(_ path: String) async throws -> String? {
    let connector = connector(path)
    let plan = try connector.plan(Sample.post())
    let outcome = await connector.commit(Prepared(plan: plan), under: Sample.permit(for: plan))
    let (found, tested) = (await connector.find(Prepared(plan: plan)), await connector.test())
    let hasRun = FileManager.default.fileExists(atPath: inner + "/ran")
    let problem = CommandConnector.problem(ofProgram: path)
    if let problem {
      #expect(outcome == .notSent(problem, after: nil) && found == .cannotTell(problem) && !hasRun)
      #expect(tested == ChannelTest(isUsable: false, findings: [problem]))
    } else {
      #expect(outcome.receipt != nil && tested.isUsable && hasRun, "\(outcome)")
    }
    try? FileManager.default.removeItem(atPath: inner + "/ran")
    return problem
  }

  @Test func `a program that is ours alone runs, and a script finds what lies beside it`() async throws {
    #expect(try await refusal(program) == nil)
  }

  enum Place: String, CaseIterable { case file, inner, outer }

  private func path(_ place: Place) -> String {
    switch place {
    case .file: program
    case .inner: inner
    case .outer: outer
    }
  }

  @Test(arguments: Place.allCases, [(0o775, "g-w"), (0o757, "o-w"), (0o777, "o-w,g-w"), (0o2775, "g-w")])
  func `what a group or everyone may write, the file or any folder above it, is not run, and the remedy is named`(
    place: Place, mode: (bits: Int, remedy: String)
  ) async throws {
    try Self.change(path(place), mode: mode.bits)
    let reason = try #require(try await refusal(program))
    #expect(reason.hasSuffix("run: chmod \(mode.remedy) “\(path(place))”."), "\(reason)")
    #expect(reason.contains("nothing was run"))
    // And the remedy helps.
    try Self.change(path(place), mode: 0o755)
    #expect(try await refusal(program) == nil)
  }

  @Test func `a folder with the sticky bit passes, for nobody may exchange in it what is ours`() async throws {
    try Self.change(outer, mode: 0o1777)
    #expect(try await refusal(program) == nil)
    // A file of its own does not.
    try Self.change(program, mode: 0o1775)
    #expect(try await refusal(program) != nil)
  }

  @Test(.enabled(if: isRoot), arguments: Place.allCases)
  func `what belongs to neither root nor the gate's account is not run`(place: Place) async throws {
    #expect(unsafe chown(path(place), Self.stranger, Self.stranger) == 0)
    let reason = try #require(try await refusal(program))
    #expect(reason.contains("belongs to the user number 12345") && reason.contains("chown root “\(path(place))”"))
  }

  @Test(.enabled(if: isRoot)) func `in a sticky folder a stranger's folder or link is not passed`() async throws {
    try Self.change(outer, mode: 0o1777)
    #expect(unsafe chown(inner, Self.stranger, Self.stranger) == 0)
    #expect(try await refusal(program) != nil)
    #expect(unsafe chown(inner, 0, 0) == 0)
    let link = outer + "/link"
    #expect(unsafe symlink(program, link) == 0 && lchown(link, Self.stranger, Self.stranger) == 0)
    #expect(try #require(try await refusal(link)).contains("“\(link)” belongs to"))
  }

  @Test(arguments: [true, false])
  func `links are followed one by one: the folder of each counts, and so does where it leads`(isAbsolute: Bool)
    async throws
  {
    let other = scratch.path("other")
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    try Self.change(other, mode: 0o755)
    let (second, first) = (other + "/second", scratch.path("first"))
    #expect(unsafe symlink(isAbsolute ? program : "../outer/./inner/../inner/publish", second) == 0)
    #expect(unsafe symlink(isAbsolute ? second : "other/second", first) == 0)
    let folderLink = scratch.path("bin")
    #expect(unsafe symlink(isAbsolute ? inner : "outer/inner", folderLink) == 0)
    for path in [first, folderLink + "/publish"] { #expect(CommandConnector.problem(ofProgram: path) == nil) }
    // The folder of the link in the middle, which neither end's path names.
    try Self.change(other, mode: 0o775)
    #expect(try #require(try await refusal(first)).contains("chmod g-w “\(other)”"))
    try Self.change(other, mode: 0o755)
    // And a folder that only the target's path names.
    try Self.change(outer, mode: 0o775)
    for path in [first, folderLink + "/publish"] {
      #expect(try #require(try await refusal(path)).contains("chmod g-w “\(outer)”"))
    }
  }

  @Test func `what is no regular file is never run, nor opened`() async throws {
    let pipe = inner + "/pipe"
    #expect(unsafe mkfifo(pipe, 0o755) == 0)
    let loop = inner + "/loop"
    #expect(unsafe symlink(loop, loop) == 0)
    for (path, words) in [
      (pipe, "is no file"), (inner, "is no file"), ("/", "is no file"), (inner + "/nothing", "cannot be looked at"),
      (loop, "cannot be looked at"), (program + "/below", "cannot be looked at"), ("bin/publish", "no absolute path"),
    ] {
      let reason = try #require(try await refusal(path))
      #expect(reason.contains(words) && reason.contains("correct the"), "\(reason)")
    }
  }

  @Test(.enabled(if: isRoot)) func `an exchanged program in a folder that its group may write does not run`()
    async throws
  {
    #expect(try await refusal(program) == nil)
    try Self.change(inner, mode: 0o775)
    #expect(unsafe chown(inner, 0, Self.stranger) == 0)
    // As an author of the folder's group would: another file under the same name.
    try FileManager.default.moveItem(atPath: program, toPath: inner + "/old")
    let source = try scratch.write("#!/bin/sh\ntouch \(inner)/ran\necho '{\"id\":\"stolen\"}'\n", to: "theirs")
    _ = try PythonServer.output(of: URL(filePath: "/usr/bin/install"), ["-m", "755", source, program])
    #expect(try #require(try await refusal(program)).contains("chmod g-w “\(inner)”"))
  }

  @Test(.enabled(if: isRoot)) func `a secret file that belongs to somebody else is not read`() throws {
    let path = try scratch.write("s3cret\n", to: "secret")
    try Self.change(path, mode: 0o600)
    #expect(try SecretSource(.file(path), folder: "/").read().count == 1)
    #expect(unsafe chown(path, Self.stranger, Self.stranger) == 0)
    let problem = #expect(throws: SecretProblem.self) { try SecretSource(.file(path), folder: "/").read() }
    #expect(problem?.description.contains("chown root “\(path)”") == true)
  }
}
