import Elections
import Foundation
import GateTesting
import Publishing
import TestSupport

/// Rules, rows and a queue from a seed, with what may change at any time about them, and the plainest reading of it all.
struct RandomStanding {
  static let now = StandingTests.noon
  let windows: [PurdahWindow]
  let channel: Channel
  let staffing: ChannelStaffing?
  let flagged: ApprovalRule.When?
  var rows = StandingRows()
  var deliveries: [Delivery] = []
  private let leaves: Instant?

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
    func instant(_ range: ClosedRange<Int64>) -> Instant {
      Self.now.adding(.milliseconds(Int64.random(in: range, using: &random) * 500))
    }
    windows = (0..<Int.random(in: 0...5, using: &random)).map { _ in
      let starts = instant(-2000...6000)
      return StandingTests.window(
        starts, starts.adding(.milliseconds(Int64.random(in: 1...3000, using: &random) * 500)))
    }
    var governance = Governance(administrators: ["ada"], owner: "oli")
    for contentClass in ContentClass.allCases where chance(4) {
      governance.approvals[contentClass] = ApprovalRule(
        when: ApprovalRule.When.allCases.randomElement(using: &random) ?? .always,
        tiers: Int.random(in: 1...2, using: &random))
    }
    if chance(4) {
      governance.handOver = HandOver(partner: "A trust", to: "ada", confirmedOn: chance(2) ? .day("2027-01-01") : nil)
    }
    let isPaced = chance(2)
    channel = Channel(
      id: "c", name: "C", connector: SimulatedConnectorSettings(),
      closesFor: chance(3) ? [.routine, .service] : ContentClass.allCases,
      pace: isPaced
        ? Pace(posts: Int.random(in: 1...3, using: &random), per: .seconds(Int64.random(in: 50...600, using: &random)))
        : nil,
      lateAfter: .seconds(Int64.random(in: 100...4000, using: &random)), governance: governance)
    flagged = chance(2) ? nil : [.always, .duringPurdah].randomElement(using: &random)
    leaves = chance(8) ? instant(-1000...5000) : nil
    staffing = leaves.map { day in
      let people = [
        Person(login: "ada", name: "Ada", roles: [.administrator], leftOn: .day("2027-01-16")),
        Person(login: "oli", name: "Oli", roles: [.director]),
      ]
      return ChannelStaffing(Register(people: people), channel: "c", governance: governance, startOfDay: { _ in day })
    }
    for id in ["c", "other", nil] where chance(5) {
      rows.pauses.append(StandingTests.pause(id, until: chance(5) ? nil : instant(1...5000), at: instant(-2000...0)))
    }
    if chance(12) { rows.stops = [StandingTests.stop] }
    if chance(12) { rows.doubts = [StandingTests.doubt] }
    if chance(12) { rows.clockDoubt = "The clock is off." }
    if isPaced {
      rows.paces["c"] = PaceLog((0..<Int.random(in: 0...3, using: &random)).map { _ in instant(-1500...0) })
    }
    for id in 1...Int64(Int.random(in: 1...9, using: &random)) {
      let due = instant(-1500...5000)
      let isPutOff = due <= Self.now && chance(4)
      let state: DeliveryState =
        switch Int.random(in: 0..<12, using: &random) {
        case 0: .queued(Claim(service: ServiceID(1), leaseEnds: Self.now.adding(seconds: 30)))
        case 1: .review(since: Self.now, reason: "r")
        default: .queued(nil)
        }
      deliveries.append(
        StandingTests.delivery(
          id, due: due, next: isPutOff ? instant(1...2000) : nil,
          contentClass: ContentClass.allCases.randomElement(using: &random) ?? .routine,
          lateAfter: chance(3) ? .seconds(Int64.random(in: 60...2000, using: &random)) : nil,
          expires: chance(6) ? due.adding(seconds: 1500) : nil, state: state,
          override: chance(6) ? instant(1...4000) : nil, approvals: Int.random(in: 0...2, using: &random),
          isFlagged: chance(4)))
    }
    rows.queue.whole = isPaced ? ["c": unclaimed.sorted { ($0.next, $0.id) < ($1.next, $1.id) }] : [:]
    rows.queue.lanes = Dictionary(grouping: unclaimed, by: \.lane).map { lane, deliveries in
      let times = deliveries.map(\.next)
      return QueuedLane(lane: lane, first: times.min() ?? Self.now, last: times.max() ?? Self.now)
    }
    rows.queue.single = deliveries.filter { delivery in
      guard case .queued(let claim) = delivery.state else { return false }
      return claim != nil || !isPaced && (delivery.override != nil || delivery.isPutOff && delivery.next > Self.now)
    }
  }

  var unclaimed: [Delivery] { deliveries.filter { $0.state == .queued(nil) } }
  var queued: [Delivery] { deliveries.filter { $0.state.name == .queued } }
  var waiting: [WaitingLane] {
    Dictionary(grouping: unclaimed, by: \.lane).map { lane, deliveries in
      WaitingLane(lane: lane, next: deliveries.map(\.next).min() ?? Self.now)
    }
  }

  var schedule: ChannelSchedule {
    ChannelSchedule(channel: channel, windows: windows, staffing: staffing, flaggedNeedApproval: flagged)
  }

  /// As it is looked at at an instant: a pause that is over then is not among the rows any more.
  func standing(at instant: Instant = now) -> Standing {
    var rows = rows
    rows.pauses.removeAll { pause in pause.until.map { $0 <= instant } ?? false }
    return schedule.standing(rows, now: instant)
  }

  /// Every instant at which anything may change, with those right before and after it.
  var instants: [Instant] {
    var edges = windows.flatMap { [$0.starts, $0.ends] } + rows.pauses.compactMap(\.until)
    edges += deliveries.flatMap { [$0.next, $0.override?.until].compactMap(\.self) } + [leaves].compactMap(\.self)
    if let pace = channel.pace { edges += (rows.paces["c"]?.permits ?? []).map { $0.adding(pace.per) } }
    let around = edges.flatMap { [$0.adding(.milliseconds(-1)), $0, $0.adding(.milliseconds(1))] }
    return Set(around + [Self.now]).filter { $0 >= Self.now }.sorted()
  }

  // MARK: The plain reading

  func isInPurdah(_ instant: Instant) -> Bool { windows.contains { $0.starts <= instant && instant < $0.ends } }

  func isStopped(_ instant: Instant) -> Bool {
    !rows.stops.isEmpty
      || rows.pauses.contains { $0.channel != "other" && $0.until.map { instant < $0 } ?? true }
  }

  /// Whether a lane is open but for the pace, by each part in turn.
  func isOpen(_ lane: Lane, at instant: Instant) -> Bool {
    if isStopped(instant) || rows.clockDoubt != nil { return false }
    let closes = channel.closesFor.contains(lane.contentClass)
    if closes, isInPurdah(instant), !lane.traits.isOverridden { return false }
    if closes, !rows.doubts.isEmpty { return false }
    if isInPurdah(instant), let handOver = channel.governance.handOver, handOver.confirmedOn == nil { return false }
    if let leaves, leaves <= instant { return false }
    var needed = 0
    if let rule = channel.governance.approvals[lane.contentClass] {
      if rule.when == .always || rule.when == .duringPurdah && isInPurdah(instant) { needed = rule.tiers }
    }
    if lane.traits.isFlagged, flagged == .always || flagged == .duringPurdah && isInPurdah(instant) {
      needed = max(needed, 1)
    }
    return lane.traits.approvals >= needed
  }

  /// Whether the log leaves the pace a post at an instant.
  func allows(_ permits: [Instant], at instant: Instant) -> Bool {
    guard let pace = channel.pace else { return true }
    return permits.filter { instant.since($0) < pace.per }.count < pace.posts
  }

  /// When each delivery leaves or is taken out of the queue, by doing what a gate does at each instant at which it could.
  func departures() -> [DeliveryID: Instant] {
    var permits = rows.paces["c"]?.permits ?? []
    var left: [DeliveryID: Instant] = [:]
    var queue = unclaimed.sorted { ($0.next, $0.id) < ($1.next, $1.id) }
    var agenda = instants
    while let instant = agenda.first {
      agenda.removeFirst()
      while allows(permits, at: instant),
        let place = queue.firstIndex(where: { $0.next <= instant && isOpen($0.lane(at: instant), at: instant) })
      {
        let delivery = queue.remove(at: place)
        left[delivery.id] = instant
        let latest = delivery.latest(channelAllows: channel.lateAfter)
        guard instant <= latest, delivery.expires.map({ instant < $0 }) ?? true else { continue }
        permits.append(instant)
        if let pace = channel.pace { agenda = Set(agenda + [instant.adding(pace.per)]).sorted() }
      }
    }
    return left
  }
}
