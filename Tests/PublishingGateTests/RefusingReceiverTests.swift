import Elections
import GateTesting
import Publishing
import Testing

/// Receivers that refuse again and again: they use up a delivery's time, and nothing else.
@Suite struct RefusingReceiverTests {
  private static let start = GateServiceTests.start

  /// What receivers ask for that would have a gate hammer them: at once, in the past, or nothing.
  static let hasty: [Duration?] = [.zero, .milliseconds(1), .seconds(1), .seconds(-3600), nil]

  @Test(arguments: hasty)
  func `C-27: a receiver that refuses for an hour and asks for haste is asked a handful of times, and gets the post`(
    asked: Duration?
  ) throws {
    let up = Self.start.adding(seconds: 3600)
    var outcome = try GateServiceTests().run(["a"], for: .seconds(3599)) { _, _ in .notSent("refused", after: asked) }
    #expect(outcome.calls.count <= 4 && outcome.deliveries.map(\.state) == [.queued(nil)])
    outcome = try GateServiceTests().run(["a"], for: .seconds(3 * 3600)) { _, now in
      now < up ? .notSent("refused", after: asked) : GateServiceTests.published(now)
    }
    #expect(outcome.calls.count <= 5 && outcome.deliveries.map(\.state.name) == [.published])
    for (call, next) in zip(outcome.calls, outcome.calls.dropFirst()) {
      #expect(next.at >= call.at.adding(seconds: 60))
    }
  }

  @Test(arguments: hasty + [.seconds(10_000_000_000)])
  func `G-30: a receiver that refuses until the post would be too late leaves it to a person, and nothing fails`(
    asked: Duration?
  ) throws {
    let outcome = try GateServiceTests().run(["a", "b"], for: .seconds(24 * 3600)) { _, _ in
      .notSent("refused", after: asked)
    }
    #expect(outcome.deliveries.map(\.state.name) == [.review, .review])
    #expect(
      outcome.deliveries.allSatisfy { $0.state.reason == "refused A further attempt would be too late." })
    #expect(outcome.calls.count <= 2 * 8 && outcome.calls.allSatisfy { $0.at <= Self.start.adding(seconds: 14_400) })
    // It is told of, once for each.
    #expect(outcome.decisions.count { $0.event == .review } == 2)
    #expect(outcome.events.count { $0 == .review } == 2 && !outcome.events.contains(.failed))
  }

  @Test(arguments: hasty + [.seconds(600)])
  func `a receiver that gives no usable answer is asked no oftener, though nothing ever came in`(asked: Duration?)
    throws
  {
    let up = Self.start.adding(seconds: 3600)
    let outcome = try GateServiceTests().run(["a"], for: .seconds(3 * 3600), finding: .absentForCertain) { _, now in
      now < up ? .uncertain("It answered 503.", after: asked) : GateServiceTests.published(now)
    }
    #expect(outcome.deliveries.map(\.state.name) == [.published] && outcome.calls.count <= 5)
    let least = max(60, asked?.components.seconds ?? 0)
    for (call, next) in zip(outcome.calls, outcome.calls.dropFirst()) {
      #expect(next.at >= call.at.adding(seconds: least))
    }
  }

  @Test func `a receiver that never gives a usable answer leaves the post to a person in time`() throws {
    let outcome = try GateServiceTests().run(["a"], for: .seconds(24 * 3600), finding: .absentForCertain) { _, _ in
      .uncertain("It answered 503.")
    }
    #expect(outcome.deliveries.map(\.state.name) == [.review] && outcome.calls.count <= 8)
    #expect(outcome.deliveries[0].wasUncertain)
  }

  @Test(arguments: hasty)
  func `what refuses the preparation is asked no oftener than what refuses the post`(asked: Duration?) throws {
    let up = Self.start.adding(seconds: 3600)
    let tries = GateServiceTests.ScriptedConnector.Calls()
    let outcome = try GateServiceTests().run(
      ["a"], for: .seconds(3 * 3600),
      preparing: { plan, now in
        _ = tries.add(plan, now)
        return now < up ? .retry("refused", after: asked) : .ready(Prepared(plan: plan))
      }
    ) { _, now in GateServiceTests.published(now) }
    #expect(tries.all.count <= 5 && outcome.calls.count == 1)
    #expect(outcome.deliveries.map(\.state.name) == [.published])
  }

  @Test func `a channel that waited for a login leaves within seconds of being started again`() throws {
    let outcome = try GateServiceTests().run(
      ["a"], for: .seconds(60),
      meanwhile: { store, world in
        await world.sleep(for: .seconds(10))
        _ = try? await store.start(
          channel: "exact", at: Self.start.adding(seconds: 1), reason: "logged in", by: "officer",
          under: .unregistered(RevisionNumber(1)))
      }
    ) { attempt, now in attempt == 1 ? .needsLogin("log in") : GateServiceTests.published(now) }
    #expect(outcome.deliveries.map(\.state.name) == [.published] && outcome.calls.count == 2)
    #expect(outcome.calls.last.map { $0.at < Self.start.adding(seconds: 60) } == true)
  }
}
