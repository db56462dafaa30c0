import Connectors
import Elections
import Foundation
import Publishing
import Texts

/// Channels, rules and posts that the measurements share.
enum Given {
  static func channels(_ count: Int) -> [String] { (1...count).map { "channel-\($0)" } }

  static let note = SubmissionNote(at: RealClock().now, actor: "benchmark", under: .unregistered(RevisionNumber(1)))
  static let importNote = SubmissionNote(
    at: RealClock().now, actor: "benchmark", under: .unregistered(RevisionNumber(1)), importedFrom: "bench.jsonl")

  static func operation() -> OperationID {
    var generator = SystemRandomNumberGenerator()
    return OperationID(at: RealClock().now, using: &generator)
  }

  /// A post of 200 characters, as a council's are.
  static func draft(_ number: Int, on channel: String, due: Instant) -> PostDraft {
    let start = "Post \(number): "
    return PostDraft(
      author: "benchmark",
      content: PostContent(
        text: start + String(repeating: "The library opens at ten. ", count: 8).prefix(200 - start.utf8.count)),
      due: due, targets: [PostDraft.Target(channel: channel, key: DeliveryKey(high: 1, low: UInt64(number)))])
  }

  /// `count` posts in turn over the channels, due from `first` on.
  static func drafts(_ range: Range<Int>, on channels: [String], due first: Instant, apart: Duration = .zero)
    -> [PostDraft]
  {
    range.map { number in
      draft(
        number, on: channels[number % channels.count],
        due: first.adding(.milliseconds(apart.wholeMilliseconds * Int64(number))))
    }
  }

  /// A revision whose one file stands for a council's calendars.
  static func revision(basis: RevisionNumber?, bytes count: Int = 40_000) -> RevisionDraft {
    let number = (basis?.rawValue ?? 0) + 1
    let bytes = Array((String(repeating: "X-LINE:\(number)\r\n", count: count / 10)).utf8)
    let hash = ContentHash(of: bytes)
    return RevisionDraft(
      basis: basis,
      governing: Snapshot(
        folder: "/bench", files: [Snapshot.File(role: .elections, path: "elections/polls.ics", hash: hash)]),
      bytes: [hash: bytes], at: RealClock().now, actor: "benchmark")
  }

  /// Rules under which every channel is open, or all are closed by one snap election.
  static func ruleset(_ revision: RevisionNumber, channels: [String], closed: Range<Instant>? = nil) -> Ruleset {
    guard var settings = Settings.builtIn(publishingBy: FeedSettings(path: "feed.atom")) else {
      fatalError("the time zone database lacks Europe/London")
    }
    settings.channels = channels.map { Channel(id: $0, name: $0, connector: FeedSettings(path: $0)) }
    let calculator = WindowCalculator(holidays: BankHolidays(), zone: settings.authority.zone)
    let windows = closed.flatMap { range in
      ExplicitWindow(
        starts: range.lowerBound, ends: range.upperBound, summary: "Snap election",
        source: SourceLine(file: "bench.ics", line: 1, uid: "snap"))
    }.map { [calculator.window(for: $0)] }
    return Ruleset(
      revision: revision, settings: settings, folder: "/bench",
      schedules: settings.channels.map { ChannelSchedule(channel: $0, windows: windows ?? []) })
  }
}

/// The machine's clocks, as the program has them.
struct RealClock: GateClock {
  var now: Instant {
    Instant(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
  }

  private static let start = ContinuousClock.now
  var monotonic: Duration { Self.start.duration(to: .now) }
  /// The measurements run in one process, on stores of their own.
  var boot: String? { nil }
  var synchronised: Instant? { nil }

  func sleep(for duration: Duration) async { try? await Task.sleep(for: duration) }
}

/// Publishes at once and nowhere, so that only the gate's own work is measured.
struct NullConnector: Connector {
  let kind = "null"
  let simultaneousSends = 100
  let sent: @Sendable (SendPlan, Instant) -> Void

  func check(_ content: PostContent) -> [ContentProblem] { [] }

  func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan {
    SendPlan(post: post, payload: Array(post.content.text.utf8))
  }

  func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome {
    guard await permit.mayLeave(prepared.plan, by: { RealClock().now }) else { return .notSent("Refused.", after: nil) }
    let now = RealClock().now
    sent(prepared.plan, now)
    return .published(Receipt(remoteID: permit.name.description, at: now))
  }

  func test() async -> ChannelTest { ChannelTest(isUsable: true, findings: []) }
  func find(_ prepared: Prepared) async -> FindOutcome { .cannotTell("Nothing is kept.") }
  func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome { .same }
}
