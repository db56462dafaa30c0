package import Elections
package import Publishing
import Texts

/// Hands a post to a program of the council's own, as JSON on its standard input.
///
/// **At most once:** as strong as the program makes it. A commit runs it once, and every run carries the same key.
/// After a run whose end tells nothing, a program that can `find` is asked; where it drops a key that it has published
/// before, running it again is safe and the delivery ends exactly once; else a person decides.
package struct CommandConnector: Connector {
  package let simultaneousSends = 1

  /// The most that is handed over, in bytes.
  package static let largest = 1 << 20

  private static let timeLimitOfTest = Duration.seconds(15)

  private let channel: String
  private let settings: CommandSettings
  private let program: CouncilProgram
  private let media: MediaSource
  private let mediaFolder: String
  private let now: @Sendable () -> Instant

  /// - Parameters:
  ///   - channel: The channel's id.
  ///   - settings: What the program can do, and how long it may take.
  ///   - program: An absolute path.
  ///   - media: The bytes of pictures, to be checked before the program is told where they lie.
  ///   - mediaFolder: Where they lie: an absolute path.
  ///   - now: The clock.
  package init(
    channel: String, settings: CommandSettings, program: String, media: MediaSource, mediaFolder: String,
    now: @escaping @Sendable () -> Instant
  ) {
    self.channel = channel
    self.settings = settings
    self.program = CouncilProgram(path: program)
    self.media = media
    self.mediaFolder = mediaFolder
    self.now = now
  }

  package func check(_ content: PostContent) -> [ContentProblem] {
    var problems: [ContentProblem] = []
    if content.text.allSatisfy(\.isWhitespace), content.title?.allSatisfy(\.isWhitespace) ?? true {
      problems.append(ContentProblem("The post has neither text nor title; a program needs one."))
    }
    let post = ReleasedPost(
      name: DeliveryName(post: PostID(.max), channel: channel), revision: .max, key: DeliveryKey(high: 0, low: 0),
      due: Instant(millisecondsSince1970: 1), content: content)
    let size = CommandPost(post).input(.publish, mediaFolder: mediaFolder).count
    if size > Self.largest {
      problems.append(
        ContentProblem(
          "The post makes an input of up to \(size) bytes, \(size - Self.largest) more than the \(Self.largest) "
            + "allowed; shorten the text."))
    }
    return problems
  }

  package func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan {
    if let problem = check(post.content).first { throw problem }
    return SendPlan(post: post, payload: CommandPost(post).payload)
  }

  package func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    let plan = prepared.plan
    guard let post = CommandPost(plan) else {
      return .rejected("The stored plan of \(plan.post.name) is not for a program; add the post again.")
    }
    do throws(ContentProblem) {
      for item in post.media { _ = try media.bytes(of: item) }
    } catch {
      return .rejected(error.description)
    }
    let run = await program.run(
      "publish", input: post.input(.publish, mediaFolder: mediaFolder), within: settings.timeout,
      mayStart: { [now] in await permit.mayLeave(plan, by: now) },
      isInTime: { [now] in permit.allows(plan, at: now()) })
    return CommandAnswer.outcome(of: run, program: program.name, now: now())
  }

  package func find(_ prepared: Prepared) async -> FindOutcome {
    guard settings.canFind else {
      return settings.dedupes
        ? .absentForCertain
        : .cannotTell(
          "\(program.name) cannot be asked what went out; look where it publishes for \(prepared.plan.post.key.text), "
            + "or set can-find or dedupes where it can do either.")
    }
    guard let post = CommandPost(prepared.plan) else {
      return .cannotTell("The stored plan of \(prepared.plan.post.name) is not for a program.")
    }
    let run = await program.run(
      "find", input: post.input(.find, mediaFolder: mediaFolder), within: settings.timeout, mayStart: { true })
    return CommandAnswer.found(run, program: program.name, dedupes: settings.dedupes, now: now())
  }

  package func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome {
    .cannotRead("What \(program.name) made of a post is not read back; look where it publishes.")
  }

  package func preview(_ plan: SendPlan) -> String {
    let content = plan.post.content
    var lines = ["Program: \(program.path) publish", "Key: \(plan.post.key.text)"]
    if let title = content.title { lines.append("Title: \(title)") }
    lines.append("Text:")
    lines += content.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { "  \($0)" }
    if let link = content.link { lines.append("Link: \(link)") }
    for item in content.media {
      lines.append("File: \(item.fileName) (\(item.mediaType), \(item.byteCount) bytes), described as “\(item.alt)”")
    }
    lines.append("Seen by: whomever \(program.name) publishes for")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Why the program would not be run, with the remedy; nil when nothing keeps it from being run.
  package static func problem(ofProgram path: String) -> String? { CouncilProgram(path: path).problem }

  /// Asks the program itself, where it knows `test`; it must publish nothing then.
  package func test() async -> ChannelTest {
    let input = JSON.object([
      ("version", .number(1)), ("action", .string("test")), ("channel", .string(channel)),
    ])
    let run = await program.run(
      "test", input: Array((input.compactText + "\n").utf8), within: min(settings.timeout, Self.timeLimitOfTest),
      mayStart: { true })
    return CommandAnswer.tested(run, program: program.name)
  }
}
