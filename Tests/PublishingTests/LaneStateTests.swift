import Elections
import Foundation
import GateTesting
import Publishing
import TestSupport
import Testing

/// What a delivery has of its own, and what a channel has of people, beside the windows.
@Suite struct LaneStateTests {
  private static let noon = SimulatedCouncil.noon
  private static let window = (starts: noon.adding(seconds: 1000), ends: noon.adding(seconds: 2000))
  private static let before = noon
  private static let inside = noon.adding(seconds: 1500)
  private static let after = noon.adding(seconds: 2000)
  private static let doubt = Cause.calendarUnreadable("elections/a.ics:3: broken")

  /// Everything that a schedule can be made of.
  struct Parts {
    var approvals: [ContentClass: ApprovalRule] = [:]
    var handOver: HandOver?
    var doubts: [Cause] = []
    /// The day on which the only administrator leaves; nil: no register is kept.
    var leaves: String?
    var flagged: ApprovalRule.When?
    var closesFor = ContentClass.allCases
    var hasWindow = true

    func schedule() -> ChannelSchedule {
      let governance = Governance(
        administrators: ["ada"], owner: "oli", handOver: handOver, approvals: approvals)
      let channel = Channel(
        id: "c", name: "C", connector: SimulatedConnectorSettings(), closesFor: closesFor, governance: governance)
      let calculator = WindowCalculator(holidays: BankHolidays([:]), zone: TimeZone.london)
      let entry = ExplicitWindow(
        starts: window.starts, ends: window.ends, summary: "A window",
        source: SourceLine(file: "elections/w.ics", line: 1, uid: "w"))
      let staffing = leaves.map { day in
        let people = [
          Person(login: "ada", name: "Ada", roles: [.administrator], leftOn: .day(day)),
          Person(login: "oli", name: "Oli", roles: [.director]),
        ]
        return ChannelStaffing(
          Register(people: people), channel: "c", governance: governance, startOfDay: TimeZone.london.startOfDay)
      }
      return ChannelSchedule(
        channel: channel, windows: hasWindow ? entry.map { [calculator.window(for: $0)] } ?? [] : [], doubts: doubts,
        staffing: staffing, flaggedNeedApproval: flagged)
    }
  }

  private static func lane(
    _ contentClass: ContentClass = .routine, overridden: Bool = false, approvals: Int = 0, flagged: Bool = false
  ) -> Lane {
    Lane(
      channel: "c", contentClass: contentClass,
      traits: Lane.Traits(isOverridden: overridden, approvals: approvals, isFlagged: flagged))
  }

  /// The causes' kinds; a window is a `nil`.
  private static func kinds(_ state: LaneState) -> Set<HoldCondition.Kind?> {
    Set(state.causes.map { if case .condition(let condition) = $0 { condition.kind } else { nil } })
  }

  // MARK: Approvals

  @Test func `approvals needed always hold until they are there, with no end in sight`() {
    let schedule = Parts(approvals: [.routine: ApprovalRule(when: .always, tiers: 2)], hasWindow: false).schedule()
    for given in 0...1 {
      let state = schedule.laneState(Self.lane(approvals: given), at: Self.before)
      #expect(Self.kinds(state) == [.awaitingApproval] && state.until == nil)
      guard case .condition(let condition)? = state.causes.first else { return }
      #expect(
        condition.detail
          == "It waits for \(given == 0 ? "2 approvals" : "an approval"); see \(Remedy.listAwaiting).")
    }
    #expect(schedule.laneState(Self.lane(approvals: 2), at: Self.before) == .open(until: nil))
    #expect(schedule.laneState(Self.lane(.service), at: Self.before) == .open(until: nil))
  }

  @Test func `approvals needed in purdah alone hold from its first instant to its last`() {
    let schedule = Parts(
      approvals: [.emergency: ApprovalRule(when: .duringPurdah)], closesFor: [.routine]
    ).schedule()
    let waiting = Self.lane(.emergency)
    #expect(schedule.laneState(waiting, at: Self.before) == .open(until: Self.window.starts))
    let held = schedule.laneState(waiting, at: Self.window.starts)
    #expect(Self.kinds(held) == [.awaitingApproval] && held.until == Self.window.ends)
    #expect(schedule.laneState(waiting, at: Self.after) == .open(until: nil))
    let approved = Self.lane(.emergency, approvals: 1)
    for instant in [Self.before, Self.window.starts, Self.inside] {
      #expect(schedule.laneState(approved, at: instant) == .open(until: nil))
    }
  }

  @Test func `flagged words need one approval at least, in purdah or always`() {
    var parts = Parts(flagged: .duringPurdah, closesFor: [.routine])
    let flagged = Self.lane(.service, flagged: true)
    #expect(parts.schedule().laneState(flagged, at: Self.before) == .open(until: Self.window.starts))
    let held = parts.schedule().laneState(flagged, at: Self.inside)
    #expect(Self.kinds(held) == [.awaitingApproval] && held.until == Self.window.ends)
    #expect(parts.schedule().isOpen(Self.lane(.service), at: Self.inside))
    #expect(parts.schedule().isOpen(Self.lane(.service, approvals: 1, flagged: true), at: Self.inside))
    parts.flagged = .always
    #expect(parts.schedule().laneState(flagged, at: Self.before).until == nil)
    #expect(!parts.schedule().isOpen(flagged, at: Self.before))
    // More is asked already.
    parts.approvals = [.service: ApprovalRule(when: .always, tiers: 2)]
    #expect(parts.schedule().tiers(flagged, inPurdah: false) == 2)
    parts.flagged = nil
    parts.approvals = [:]
    #expect(parts.schedule().isOpen(flagged, at: Self.before))
  }

  // MARK: Overrides

  @Test func `G-40: an override lifts the windows, and nothing else`() {
    let overridden = Self.lane(overridden: true)
    #expect(Parts().schedule().laneState(Self.lane(), at: Self.inside).until == Self.window.ends)
    #expect(Parts().schedule().laneState(overridden, at: Self.inside) == .open(until: nil))
    #expect(Parts().schedule().laneState(overridden, at: Self.before) == .open(until: nil))
    let others: [(Parts, HoldCondition.Kind)] = [
      (Parts(doubts: [Self.doubt]), .calendarUnreadable),
      (Parts(leaves: "2027-01-15"), .staff),
      (Parts(handOver: HandOver(partner: "A trust", to: "ada")), .handOver),
      (Parts(approvals: [.routine: ApprovalRule(when: .duringPurdah)]), .awaitingApproval),
      (Parts(approvals: [.routine: ApprovalRule(when: .always)]), .awaitingApproval),
    ]
    for (parts, kind) in others {
      #expect(Self.kinds(parts.schedule().laneState(overridden, at: Self.inside)) == [kind])
      #expect(Self.kinds(parts.schedule().laneState(Self.lane(), at: Self.inside)) == [kind, nil])
    }
    let flagged = Parts(flagged: .duringPurdah).schedule()
    let both = flagged.laneState(Self.lane(overridden: true, flagged: true), at: Self.inside)
    #expect(Self.kinds(both) == [.awaitingApproval])
  }

  @Test func `a partner's account is closed for every class in purdah until it is handed over`() {
    let parts = Parts(handOver: HandOver(partner: "A trust", to: "ada"), closesFor: [.routine])
    for contentClass in ContentClass.allCases {
      let state = parts.schedule().laneState(Self.lane(contentClass, overridden: true), at: Self.inside)
      #expect(Self.kinds(state) == [.handOver] && state.until == Self.window.ends)
      #expect(
        parts.schedule().laneState(Self.lane(contentClass), at: Self.before) == .open(until: Self.window.starts))
    }
    let whole = parts.schedule().state(at: Self.inside)
    #expect(whole.closedFor == ContentClass.allCases && whole.causes.count == 2)
    let confirmed = Parts(
      handOver: HandOver(partner: "A trust", to: "ada", confirmedOn: .day("2027-01-10")), closesFor: [.routine])
    #expect(confirmed.schedule().isOpen(Self.lane(.service), at: Self.inside))
    #expect(confirmed.schedule().state(at: Self.inside).closedFor == [.routine])
  }

  @Test func `the day on which the last administrator leaves closes a channel for every class`() {
    let schedule = Parts(leaves: "2027-01-16", closesFor: [], hasWindow: false).schedule()
    let day = TimeZone.london.startOfDay(.day("2027-01-16"))
    #expect(schedule.laneState(Self.lane(), at: Self.before) == .open(until: day))
    #expect(Self.kinds(schedule.laneState(Self.lane(.emergency), at: day)) == [.staff])
    #expect(schedule.nextEdge(after: Self.before) == day && schedule.nextEdge(after: day) == nil)
    let state = schedule.state(at: Self.before)
    #expect(state.state == .open && state.until == nil && state.next?.at == day && state.next?.state == .unknown)
    let gone = schedule.state(at: day)
    #expect(gone.state == .unknown && gone.closedFor == ContentClass.allCases)
  }

  // MARK: Causes together

  @Test func `G-29: of every set of causes each is told, and taking some away leaves the others`() {
    let kinds: [HoldCondition.Kind?] = [nil, .calendarUnreadable, .handOver, .staff, .awaitingApproval]
    for bits in 0..<32 {
      func has(_ index: Int) -> Bool { bits & 1 << index != 0 }
      let schedule = Parts(
        approvals: has(4) ? [.routine: ApprovalRule(when: .always)] : [:],
        handOver: has(2) ? HandOver(partner: "A trust", to: "ada") : nil, doubts: has(1) ? [Self.doubt] : [],
        leaves: has(3) ? "2027-01-15" : nil
      ).schedule()
      // The hand-over needs the window; an override takes the window's own cause away.
      let state = schedule.laneState(Self.lane(overridden: !has(0)), at: Self.inside)
      let expected = Set(kinds.indices.filter(has).map { kinds[$0] })
      #expect(Self.kinds(state) == expected && state.isOpen == expected.isEmpty)
      // An end is known only where each cause has one.
      let endless: Set<HoldCondition.Kind?> = [.calendarUnreadable, .staff, .awaitingApproval]
      let hasEnd = !expected.isEmpty && expected.isDisjoint(with: endless)
      #expect(state.until == (hasEnd ? Self.window.ends : nil))
    }
  }

  // MARK: Against a plain reading

  /// Open by the plainest reading of the parts.
  private static func isPlainlyOpen(_ parts: Parts, _ lane: Lane, at instant: Instant) -> Bool {
    let inPurdah = parts.hasWindow && window.starts <= instant && instant < window.ends
    let closes = parts.closesFor.contains(lane.contentClass)
    if closes, inPurdah, !lane.traits.isOverridden { return false }
    if closes, !parts.doubts.isEmpty { return false }
    if inPurdah, let handOver = parts.handOver, handOver.confirmedOn == nil { return false }
    if let day = parts.leaves, TimeZone.london.startOfDay(.day(day)) <= instant { return false }
    var needed = 0
    if let rule = parts.approvals[lane.contentClass] {
      if rule.when == .always || rule.when == .duringPurdah && inPurdah { needed = rule.tiers }
    }
    if lane.traits.isFlagged, parts.flagged == .always || parts.flagged == .duringPurdah && inPurdah {
      needed = max(needed, 1)
    }
    return lane.traits.approvals >= needed
  }

  private static func randomParts(_ random: inout SeededGenerator) -> Parts {
    var parts = Parts()
    func chance(_ random: inout SeededGenerator) -> Bool { Bool.random(using: &random) }
    for contentClass in ContentClass.allCases where chance(&random) {
      parts.approvals[contentClass] = ApprovalRule(
        when: ApprovalRule.When.allCases.randomElement(using: &random) ?? .always,
        tiers: Int.random(in: 1...ApprovalRule.mostTiers, using: &random))
    }
    if chance(&random) { parts.approvals = [:] }
    if chance(&random) {
      parts.handOver = HandOver(
        partner: "A trust", to: "ada", confirmedOn: chance(&random) ? .day("2027-01-01") : nil)
    }
    if Int.random(in: 0..<4, using: &random) == 0 { parts.doubts = [doubt] }
    if chance(&random) { parts.leaves = ["2027-01-15", "2027-01-16"].randomElement(using: &random) }
    parts.flagged = [nil, .always, .duringPurdah].randomElement(using: &random) ?? nil
    parts.closesFor = ContentClass.allCases.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
    parts.hasWindow = Int.random(in: 0..<4, using: &random) > 0
    return parts
  }

  private static let instants: [Instant] = {
    let edges = [window.starts, window.ends, TimeZone.london.startOfDay(.day("2027-01-16"))]
    return [before, inside] + edges.flatMap { [$0.adding(.milliseconds(-1)), $0, $0.adding(.milliseconds(1))] }
      + [noon.adding(seconds: 3 * 86_400)]
  }()

  @Test(arguments: 0..<4)
  func `G-20: a lane is open exactly when a plain reading says so, by both questions, until it says`(part: Int) {
    for seed in UInt64(part) * 150..<UInt64(part + 1) * 150 {
      var random = SeededGenerator(seed: seed)
      let parts = Self.randomParts(&random)
      let schedule = parts.schedule()
      for _ in 0..<8 {
        let lane = Self.lane(
          ContentClass.allCases.randomElement(using: &random) ?? .routine, overridden: Bool.random(using: &random),
          approvals: Int.random(in: 0...3, using: &random), flagged: Bool.random(using: &random))
        for instant in Self.instants {
          let state = schedule.laneState(lane, at: instant)
          let expected = Self.isPlainlyOpen(parts, lane, at: instant)
          #expect(state.isOpen == expected, "seed \(seed): \(lane) at \(instant): \(state)")
          #expect(schedule.isOpen(lane, at: instant) == state.isOpen, "seed \(seed): \(lane) at \(instant)")
          let edge = schedule.nextEdge(after: instant)
          for later in Self.instants where later > instant {
            // Nothing changes before the next edge, and nothing closes before the instant that an open lane names.
            if edge.map({ later < $0 }) ?? true {
              #expect(
                Self.isPlainlyOpen(parts, lane, at: later) == expected,
                "seed \(seed): \(lane) from \(instant) to \(later)")
            }
            if case .open(let until) = state, until.map({ later < $0 }) ?? true {
              #expect(Self.isPlainlyOpen(parts, lane, at: later), "seed \(seed): \(lane) open until \(later)")
            }
            if case .held(let until?, _) = state, later < until {
              #expect(!Self.isPlainlyOpen(parts, lane, at: later), "seed \(seed): \(lane) held until \(later)")
            }
          }
        }
      }
    }
  }
}
