import Elections
import GateTesting
import Publishing
import TestSupport
import Testing

/// What a candidate does beside what is in force, over channels by name, queued posts and what waits for a person.
@Suite struct RevisionComparisonTests {
  private static let now = SimulatedCouncil.noon
  private static let window = SimulatedRules.Window(
    area: "local", starts: now.adding(seconds: 100), ends: now.adding(seconds: 200))

  private static func rules(
    _ windows: [SimulatedRules.Window] = [], without: String? = nil, number: Int64 = 1, folder: String = "/simulated"
  ) -> Ruleset {
    let files = SimulatedFiles(windows: windows)
    let text = files.text + (without.map { "without:\($0) 0 0\n" } ?? "")
    return SimulatedRules.ruleset(RevisionNumber(number), text: text, folder: folder)
  }

  private static func lane(_ channel: String) -> Lane { Lane(channel: channel, contentClass: .routine) }

  private static func compare(
    _ candidate: Ruleset, over inForce: Ruleset, departed: [DepartedChannel] = [], lanes: [Lane] = []
  ) -> RevisionComparison {
    RevisionComparison(of: candidate, over: inForce, departed: departed, lanes: lanes, now: now)
  }

  @Test func `F-01: a channel that comes back is judged by what was last in force for it`() throws {
    let without = Self.rules([], without: "mail", number: 2)
    let departed = try #require(DepartedChannel("mail", in: Self.rules([Self.window])))
    let back = Self.compare(Self.rules([]), over: without, departed: [departed])
    #expect(back.change.opens.contains { $0.channel == "mail" && $0.starts == Self.window.starts })
    #expect(back.needsAgreement && !back.onlyTightens)
    // Unchanged, it opens nothing; but it never comes back by itself.
    let same = Self.compare(Self.rules([Self.window]), over: without, departed: [departed])
    #expect(same.change.opens.isEmpty && !same.onlyTightens)
    // A post that is held for want of the channel would leave.
    let queued = Self.compare(
      Self.rules([Self.window]), over: without, departed: [departed], lanes: [Self.lane("mail")])
    #expect(queued.needsAgreement && queued.freed.first?.lane == Self.lane("mail"))
  }

  @Test func `a held post that would leave is named from when it came up, not only from when it may leave`() throws {
    let longer = SimulatedRules.Window(area: "local", starts: Self.window.starts, ends: Self.now.adding(seconds: 400))
    let found = Self.compare(Self.rules([Self.window]), over: Self.rules([longer]), lanes: [Self.lane("exact")])
    let freed = try #require(found.freed.first)
    #expect(freed.starts == Self.window.ends && freed.ends == longer.ends && freed.dueFrom == Self.window.starts)
    #expect(found.freed.count == 1)
  }

  @Test func `held posts that would leave are named by channel, in whatever order a store finds them`() {
    let (mail, exact) = (Self.lane("mail"), Self.lane("exact"))
    for lanes in [[mail, exact], [exact, mail]] {
      let found = Self.compare(Self.rules([]), over: Self.rules([Self.window]), lanes: lanes)
      #expect(found.freed.map(\.lane) == [exact, mail])
    }
  }

  @Test func `another folder or another authority takes over only by a word of its own`() {
    let other = Self.compare(Self.rules([Self.window], folder: "/elsewhere"), over: Self.rules([]))
    #expect(other.needsReplacing && !other.onlyTightens)
    #expect(!Self.compare(Self.rules([Self.window]), over: Self.rules([])).needsReplacing)
    #expect(Self.compare(Self.rules([Self.window]), over: Self.rules([])).onlyTightens)
  }

  // MARK: What is kept closed

  @Test
  func `F-61: a window that moves ten thousand times costs what one costs, and goes on closing all that it closed`()
    throws
  {
    let governing = Self.rules([])
    var inForce = governing
    for step in 0..<10_000 {
      let starts = Self.now.adding(seconds: 100 + Int64(step) * 60)
      let candidate = Self.rules([
        SimulatedRules.Window(area: "local.east", starts: starts, ends: starts.adding(seconds: 86_400))
      ])
      let decision = TighteningDecision(
        on: candidate, isWhole: true, comparison: Self.compare(candidate, over: inForce), inForce: inForce,
        governing: governing, now: Self.now)
      switch decision {
      case .whole where step == 0:
        inForce = governing.alsoClosing(KeptClosures(of: candidate, beyond: governing, now: Self.now))
      case .part(let kept):
        #expect(kept.closures.count <= 2 * 20, "\(kept.closures.count)")
        inForce = governing.alsoClosing(kept)
      default: Issue.record("step \(step): \(decision)")
      }
    }
    let last = Self.now.adding(seconds: 100 + 9_999 * 60 + 86_399)
    for instant in [Self.now.adding(seconds: 100), Self.now.adding(seconds: 300_000), last] {
      #expect(!inForce.isOpen(Self.lane("exact"), at: instant))
    }
    #expect(
      inForce.isOpen(Self.lane("hook"), at: Self.now.adding(seconds: 300_000)), "the other area is nobody's business")
  }

  @Test func `what cannot be joined any more is closed longer, never shorter`() {
    let windows = (0..<200).map { step in
      let starts = Self.now.adding(seconds: 100 + Int64(step) * 1000)
      return SimulatedRules.Window(area: "local.east", starts: starts, ends: starts.adding(seconds: 10))
    }
    let kept = KeptClosures(of: Self.rules(windows), beyond: Self.rules([]), now: Self.now)
    #expect(kept.closures.filter { $0.channel == "exact" }.count == KeptClosures.mostForChannel)
    let rules = Self.rules([]).alsoClosing(kept)
    for window in windows { #expect(!rules.isOpen(Self.lane("exact"), at: window.starts.adding(seconds: 5))) }
  }

  @Test func `what is kept closed comes back from a revision's file as it was`() throws {
    let kept = KeptClosures(of: Self.rules([Self.window]), beyond: Self.rules([]), now: Self.now)
    #expect(!kept.isEmpty)
    #expect(KeptClosures(kept.snapshot(folder: "/simulated")) == kept)
  }

  @Test func `F-50: what a part of the files closes is taken though the rest cannot be read, and nothing else is`() {
    let inForce = Self.rules([])
    let candidate = Self.rules([Self.window])
    func decide(_ candidate: Ruleset, isWhole: Bool) -> TighteningDecision {
      TighteningDecision(
        on: candidate, isWhole: isWhole, comparison: Self.compare(candidate, over: inForce), inForce: inForce,
        governing: inForce, now: Self.now)
    }
    guard case .part(let kept) = decide(candidate, isWhole: false) else {
      Issue.record("not taken in part")
      return
    }
    #expect(!inForce.alsoClosing(kept).isOpen(Self.lane("exact"), at: Self.window.starts))
    guard case .whole = decide(candidate, isWhole: true) else {
      Issue.record("not taken whole")
      return
    }
    guard case .waits = decide(Self.rules([], without: "mail"), isWhole: false) else {
      Issue.record("an unreadable file took a channel away")
      return
    }
  }
}
