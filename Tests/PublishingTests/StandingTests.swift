import Elections
import Foundation
import GateTesting
import Publishing
import TestSupport
import Testing

/// All that holds at one instant, cause by cause.
@Suite struct StandingTests {
  static let noon = SimulatedCouncil.noon
  /// Two windows that overlap, so that the hold goes on where the first one ends.
  static let windows = [(1000, 2000), (1900, 3000)].map { starts, ends in
    window(after(starts), after(ends))
  }
  static let inside = after(1500)

  static func after(_ seconds: Int) -> Instant { noon.adding(seconds: Int64(seconds)) }

  static func window(_ starts: Instant, _ ends: Instant) -> PurdahWindow {
    guard
      let entry = ExplicitWindow(
        starts: starts, ends: ends, summary: "A window",
        source: SourceLine(file: "elections/w.ics", line: 1, uid: "w"))
    else { preconditionFailure("a window without length") }
    return WindowCalculator(holidays: BankHolidays([:]), zone: TimeZone.london).window(for: entry)
  }

  static func channel(_ governance: Governance = Governance(), pace: Pace? = nil) -> Channel {
    Channel(
      id: "c", name: "C", connector: SimulatedConnectorSettings(), closesFor: [.routine, .service], pace: pace,
      governance: governance)
  }

  static func schedule(
    _ channel: Channel = channel(), windows: [PurdahWindow] = [], staffing: ChannelStaffing? = nil
  ) -> ChannelSchedule {
    ChannelSchedule(channel: channel, windows: windows, staffing: staffing)
  }

  static func delivery(
    _ id: Int64 = 1, due: Instant = noon, next: Instant? = nil, contentClass: ContentClass = .routine,
    lateAfter: Duration? = nil, releasedAt: Instant? = nil, expires: Instant? = nil,
    state: DeliveryState = .queued(nil), override: Instant? = nil, approvals: Int = 0, isFlagged: Bool = false
  ) -> Delivery {
    Delivery(
      id: DeliveryID(id), post: PostID(id), channel: "c", contentClass: contentClass,
      contentHash: PostContent(text: "a").hash, key: DeliveryKey(high: 1, low: UInt64(id)), due: due,
      lateAfter: lateAfter, expires: expires, releasedAt: releasedAt, next: next, state: state,
      override: override.map { OverrideGrant(id: OverrideID(id), until: $0) }, approvals: approvals,
      isFlagged: isFlagged)
  }

  static func pause(_ channel: String? = "c", until: Instant?, at: Instant = noon) -> Pause {
    Pause(channel: channel, reason: "An incident.", until: until, at: at, actor: "ann")
  }

  static let stop = ChannelStop(channel: "c", reason: "It answered 401.", at: noon, actor: "gate")
  static let doubt = SourceDoubt(source: "a.ics", detail: "a.ics cannot be read.", since: noon)

  private static func rows(_ change: (inout StandingRows) -> Void) -> StandingRows {
    var rows = StandingRows()
    change(&rows)
    return rows
  }

  // MARK: Every kind of cause

  struct Case: Sendable, CustomTestStringConvertible {
    let kind: HoldCondition.Kind?
    let standing: Standing
    var delivery = StandingTests.delivery()
    /// Of a delivery's hold; nil where it has no end.
    let ends: Instant?
    /// What the channel is.
    let state: ChannelState.State

    var testDescription: String { kind?.rawValue ?? "purdah-window" }
  }

  private static let leaver = ChannelStaffing(
    Register(people: [
      Person(login: "ada", name: "Ada", roles: [.administrator], leftOn: .day("2027-01-10")),
      Person(login: "oli", name: "Oli", roles: [.director]),
    ]), channel: "c", governance: Governance(administrators: ["ada"], owner: "oli"),
    startOfDay: { TimeZone.london.startOfDay($0) })

  /// Seen at noon, or inside the windows where it takes some.
  static let cases: [Case] = [
    Case(
      kind: nil, standing: schedule(windows: windows).standing(now: inside), ends: after(3000), state: .closed),
    Case(
      kind: .calendarUnreadable, standing: schedule().standing(rows { $0.doubts = [doubt] }, now: noon), ends: nil,
      state: .unknown),
    Case(
      kind: .clockInDoubt, standing: schedule().standing(rows { $0.clockDoubt = "The clock is off." }, now: noon),
      ends: nil, state: .unknown),
    Case(
      kind: .channelStopped, standing: schedule().standing(rows { $0.stops = [stop] }, now: noon), ends: nil,
      state: .closed),
    Case(
      kind: .paused, standing: schedule().standing(rows { $0.pauses = [pause(until: after(60))] }, now: noon),
      ends: after(60), state: .closed),
    Case(
      kind: .pace,
      standing: schedule(channel(pace: Pace(posts: 1, per: .seconds(3600)))).standing(
        rows { $0.paces = ["c": PaceLog([after(-600)])] }, now: noon), ends: after(3000), state: .open),
    Case(
      kind: .retry, standing: schedule().standing(now: noon), delivery: delivery(next: after(300)),
      ends: after(300), state: .open),
    Case(
      kind: .staff, standing: schedule(staffing: leaver).standing(now: noon), ends: nil, state: .unknown),
    Case(
      kind: .handOver,
      standing: schedule(
        channel(Governance(handOver: HandOver(partner: "A trust", to: "ada"))), windows: windows
      ).standing(now: inside), delivery: delivery(contentClass: .emergency), ends: after(3000), state: .closed),
    Case(
      kind: .awaitingApproval,
      standing: schedule(channel(Governance(approvals: [.routine: ApprovalRule(when: .always)]))).standing(now: noon),
      ends: nil, state: .open),
    Case(
      kind: .noSuchChannel, standing: Standing(SimulatedRules.ruleset(RevisionNumber(1), text: ""), now: noon),
      ends: nil, state: .unknown),
    Case(
      kind: .notAdopted, standing: Standing(.nothing(SimulatedRules.settings, folder: "/"), now: noon), ends: nil,
      state: .unknown),
  ]

  @Test(arguments: cases)
  func `G-50: each kind of cause holds a delivery to its end, and state, verdict, outlook and lane say so alike`(
    given: Case
  ) throws {
    let standing = given.standing
    let outlook = standing.outlook(for: given.delivery)
    let hold = try #require(outlook.verdict.hold, "it is not held")
    #expect(hold.until == given.ends && outlook.earliest == given.ends)
    let kinds = Set(hold.causes.map(\.kind))
    #expect(kinds == [given.kind])
    for case .condition(let condition) in hold.causes {
      #expect(condition.until == given.ends && condition.detail.description.hasSuffix("."), "\(condition)")
    }
    let state = standing.state(of: "c", at: standing.now)
    #expect(state.state == given.state)
    // A pace, a retry and missing approvals are a delivery's affair; the rest stands in the channel's state.
    #expect(given.state == .open ? state.hold == nil : Set(hold.causes).isSubset(of: Set(state.causes)))
    let waiting = [WaitingLane(lane: given.delivery.lane, next: given.delivery.next)]
    #expect(standing.claimable(waiting).isEmpty)
    #expect(standing.verdict(on: given.delivery, at: standing.now).isHold)
    guard let ends = given.ends else { return }
    #expect(standing.nextWake(waiting).map { $0 <= ends } ?? false)
    #expect(standing.verdict(on: given.delivery, at: ends.adding(.milliseconds(-1))).isHold)
    #expect(standing.verdict(on: given.delivery, at: ends) == .release)
    #expect(standing.isOpen(given.delivery.lane, at: ends))
  }

  @Test func `every kind of condition stands in the table`() {
    #expect(Set(Self.cases.compactMap(\.kind)) == Set(HoldCondition.Kind.allCases))
  }

  // MARK: Holds to their end

  @Test func `F-06: a hold names what comes after its first cause, to its end`() throws {
    let standing = Self.schedule(windows: Self.windows).standing(now: Self.inside)
    let hold = try #require(standing.outlook(for: Self.delivery()).verdict.hold)
    #expect(hold.stretches.map(\.until) == [Self.after(2000), Self.after(3000)])
    #expect(hold.stretches.map(\.causes) == Self.windows.map { [.purdahWindow($0)] })
    let state = standing.state(of: "c", at: Self.inside)
    #expect(state.hold == hold && state.causes == Self.windows.map(Cause.purdahWindow))
    #expect(state.until == Self.after(3000) && state.since == Self.after(1000))
  }

  @Test func `what comes and goes within a stretch is named in it, and what outlasts it in the next`() throws {
    let passing = Self.window(Self.after(1600), Self.after(1700))
    let standing = Self.schedule(windows: Self.windows + [passing]).standing(now: Self.inside)
    let hold = try #require(standing.hold(of: "c", from: Self.inside))
    #expect(
      hold.stretches.map(\.causes) == [
        [.purdahWindow(Self.windows[0]), .purdahWindow(passing)], [.purdahWindow(Self.windows[1])],
      ])
  }

  @Test func `a hold without an end names the windows that would hold it besides`() throws {
    let standing = Self.schedule(windows: Self.windows).standing(
      Self.rows { $0.stops = [Self.stop] }, now: Self.inside)
    let hold = try #require(standing.hold(of: "c", from: Self.inside))
    #expect(hold.stretches.count == 1 && hold.until == nil)
    let windows = Self.windows.map(Cause.purdahWindow)
    #expect(hold.causes == [windows[0], Self.stop.cause, windows[1]])
    // Before any window there is nothing to be joined.
    let early = Self.schedule(windows: Self.windows).standing(Self.rows { $0.stops = [Self.stop] }, now: Self.noon)
    #expect(early.hold(of: "c", from: Self.noon)?.causes == [Self.stop.cause])
  }

  @Test func `a pause that ends inside a blackout is followed by the blackout`() throws {
    let standing = Self.schedule(windows: Self.windows).standing(
      Self.rows { $0.pauses = [Self.pause(until: Self.inside)] }, now: Self.after(500))
    let hold = try #require(standing.outlook(for: Self.delivery()).verdict.hold)
    #expect(hold.stretches.map(\.until) == [Self.inside, Self.after(2000), Self.after(3000)])
    let state = standing.state(of: "c", at: Self.after(500))
    #expect(state.state == .closed && state.until == Self.after(3000) && state.next?.state == .open)
    #expect(state.since == Self.noon && state.closedFor == ContentClass.allCases)
  }

  // MARK: Pauses

  @Test func `a pause closes a channel for every class, from when it was made until it ends`() {
    func state(_ pauses: [Pause], at instant: Instant = Self.noon, now: Instant? = nil) -> ChannelState {
      Self.schedule(windows: Self.windows).standing(Self.rows { $0.pauses = pauses }, now: now ?? instant)
        .state(of: "c", at: instant)
    }
    #expect(state([Self.pause("other", until: nil)]).state == .open)
    let endless = state([Self.pause(nil, until: nil)])
    #expect(endless.state == .closed && endless.closedFor == ContentClass.allCases && endless.since == Self.noon)
    #expect(endless.until == nil && endless.next == nil)
    guard case .condition(let condition)? = endless.causes.first else { return }
    #expect(condition.detail == "Every channel is paused by ann: An incident. \(Remedy.endPause(nil)) ends it.")
    // The later of two ends counts, and an endless one for ever.
    let two = [Self.pause(until: Self.after(10)), Self.pause(nil, until: Self.after(20))]
    #expect(state(two).until == Self.after(20) && state(two).causes.count == 2)
    #expect(state(two + [Self.pause("c", until: nil)]).until == nil)
    // G-29: a pause over leaves the blackout; a blackout over leaves the pause.
    let both = state([Self.pause(until: nil)], at: Self.inside)
    #expect(both.causes.count == 3 && both.since == Self.noon)
    #expect(state([Self.pause(until: Self.inside)], at: Self.inside).causes == state([], at: Self.inside).causes)
    #expect(state([Self.pause(until: nil)], at: Self.after(3000)).state == .closed)
    // Not before it was made; but what stands now holds now, whatever clock it was made by.
    let earlier = Self.noon.adding(seconds: -1)
    #expect(state([Self.pause(until: nil)], at: earlier, now: Self.noon).state == .open)
    #expect(state([Self.pause(until: nil)], at: earlier, now: earlier).state == .closed)
  }

  // MARK: Stopped channels, and the clock

  @Test func `F-05: a channel that its receiver stopped is closed, and says why`() {
    let standing = Self.schedule(windows: Self.windows).standing(Self.rows { $0.stops = [Self.stop] }, now: Self.noon)
    let state = standing.state(of: "c", at: Self.noon)
    #expect(state.state == .closed && state.until == nil && state.since == Self.noon)
    #expect(state.closedFor == ContentClass.allCases && state.causes == [Self.stop.cause])
    // It says nothing of the time before it was stopped.
    #expect(standing.state(of: "c", at: Self.noon.adding(seconds: -1)).state == .open)
  }

  @Test func `a clock in doubt makes every channel unknown from now on, and closes none`() {
    let standing = Self.schedule(windows: Self.windows).standing(
      Self.rows { $0.clockDoubt = "The clock is off." }, now: Self.noon)
    let state = standing.state(of: "c", at: Self.noon)
    #expect(state.state == .unknown && state.closedFor == ContentClass.allCases)
    #expect(state.next?.state == .closed && state.until == Self.after(1000))
    #expect(standing.state(of: "c", at: Self.inside).state == .closed)
    #expect(standing.state(of: "c", at: Self.noon.adding(seconds: -1)).state == .open)
    for contentClass in ContentClass.allCases {
      #expect(!standing.isOpen(Lane(channel: "c", contentClass: contentClass), at: Self.noon))
    }
  }

  // MARK: Overrides

  @Test func `G-40: an override lifts the windows only until its time is over`() throws {
    let standing = Self.schedule(windows: Self.windows).standing(now: Self.inside)
    let lives = Self.delivery(override: Self.after(1600))
    #expect(standing.outlook(for: lives).verdict == .release)
    // Due when it will be over: nothing lets it leave then.
    let late = Self.delivery(due: Self.after(1700), override: Self.after(1600))
    #expect(standing.outlook(for: late).earliest == Self.after(3000))
    // Held by something else until its time is over, it waits for the windows as well.
    let paused = Self.schedule(windows: Self.windows).standing(
      Self.rows { $0.pauses = [Self.pause(until: Self.after(1650))] }, now: Self.inside)
    let hold = try #require(paused.outlook(for: lives).verdict.hold)
    #expect(hold.stretches.map(\.until) == [Self.after(1650), Self.after(2000), Self.after(3000)])
  }

  // MARK: Retries

  @Test func `what was put off waits for its next attempt from now on; a time that lies ahead is no retry`() throws {
    let standing = Self.schedule().standing(now: Self.noon)
    #expect(standing.outlook(for: Self.delivery(due: Self.after(600))).verdict == .release)
    let later = Self.delivery(due: Self.after(-60), next: Self.after(240))
    #expect(standing.outlook(for: later).earliest == Self.after(240))
    // Let go by a person, it is wanted from then on.
    let released = Self.delivery(due: Self.after(-600), next: Self.after(-10), releasedAt: Self.after(-10))
    #expect(standing.outlook(for: released).verdict == .release)
    // Given back at once, it waits for nothing.
    #expect(standing.outlook(for: Self.delivery(due: Self.after(-60), next: Self.after(-1))).verdict == .release)
  }

  /// Seeds 104628 and 110435 of the simulation: the clock is set back between the claim and the permit.
  @Test func `G-50: what a gate has in hand waits for no next attempt, whatever the clock was set back to`() {
    let standing = Self.schedule().standing(now: Self.noon)
    let claim = Claim(service: ServiceID(1), leaseEnds: Self.after(30))
    for state in [DeliveryState.queued(claim), .sending(claim)] {
      let delivery = Self.delivery(due: Self.after(-60), next: Self.after(240), state: state)
      #expect(standing.hold(of: delivery, from: Self.noon) == nil)
    }
    let waiting = Self.delivery(due: Self.after(-60), next: Self.after(240))
    #expect(standing.hold(of: waiting, from: Self.noon)?.until == Self.after(240))
  }
}

extension Cause {
  /// Nil for a window.
  var kind: HoldCondition.Kind? { if case .condition(let condition) = self { condition.kind } else { nil } }
}
