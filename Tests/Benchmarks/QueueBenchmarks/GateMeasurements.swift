import Elections
import Foundation
import Logging
import Publishing
import PublishingGate
import SQLiteStore

/// The real gate over the real store, with a connector that costs nothing.
enum GateMeasurements {
  private static func gate(
    _ store: SQLiteStore, channels: [String], published: @escaping @Sendable () -> Void = {},
    sent: @escaping @Sendable (SendPlan, Instant) -> Void = { _, _ in }
  ) -> GateService {
    var logger = Logger(label: "bench")
    logger.logLevel = .error
    return GateService(
      GateService.Surroundings(
        store: store, clock: RealClock(), rules: { Given.ruleset($0.number, channels: channels) },
        connector: { _, _ in NullConnector(sent: sent) },
        decisions: { decision, _ in if decision.event == .published { published() } }, logger: logger))
  }

  /// Drains what is due: each delivery is claimed, permitted and recorded, all three durably.
  static func deliver(_ store: SQLiteStore, count: Int, channels: Int) async throws {
    let names = Given.channels(channels)
    _ = try await store.adopt(Given.revision(basis: nil), as: Given.operation())
    let due = RealClock().now.adding(seconds: -60)
    _ = try await store.submit(
      Given.drafts(0..<count, on: names, due: due), note: Given.importNote, as: Given.operation())
    let tally = Tally<Void>()
    let gate = gate(store, channels: names, published: { tally.add(()) })
    let (seconds, _) = try await Measuring.timed { try await gate.run(once: true) }
    precondition(tally.all.count == count, "\(tally.all.count) of \(count) deliveries were published")
    Measuring.report("deliver", ["per_s": Double(count) / seconds, "seconds": seconds])
  }

  /// How much later than planned posts leave, at `rate` a second for a while, queued before.
  static func lateness(_ store: SQLiteStore, rate: Int, seconds: Int, channels: Int) async throws {
    let names = Given.channels(channels)
    let count = rate * seconds
    _ = try await store.adopt(Given.revision(basis: nil), as: Given.operation())
    let drafts = Given.drafts(
      0..<count, on: names, due: RealClock().now.adding(seconds: 2), apart: .milliseconds(1000 / rate))
    _ = try await store.submit(drafts, note: Given.importNote, as: Given.operation())
    let late = Tally<Double>()
    let gate = gate(
      store, channels: names,
      sent: { plan, now in late.add(Double(now.since(plan.post.due).wholeMilliseconds)) })
    async let running: Void = gate.run(once: false)
    let deadline = ContinuousClock.now + .seconds(seconds + 30)
    while late.all.count < count, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(50)) }
    await gate.stop()
    try await running
    precondition(late.all.count == count, "\(late.all.count) of \(count) posts left")
    Measuring.report(
      "lateness",
      [
        "p50_ms": Measuring.percentile(late.all, 0.5), "p99_ms": Measuring.percentile(late.all, 0.99),
        "worst_ms": late.all.max() ?? .nan,
      ])
  }
}
