import GateTesting
import Testing

@Suite struct SimulationTests {
  /// Some seeds in the debug build; `make test` runs thousands more by the release build of the simulator.
  static let seeds: Range<UInt64> = 1..<97

  @Test(arguments: 0..<4)
  func `G-20 to G-45: nothing leaves while held, none by a wrong clock, none twice, none lost, over every seed`(
    part: Int
  ) throws {
    var published = 0
    var crashes = 0
    var restores = 0
    var clock = ClockTally()
    var people = (overridden: 0, approved: 0, paused: 0, departed: 0)
    var underWay = (withdrawn: 0, late: 0, distrusted: 0)
    for seed in Self.seeds where Int(seed % 4) == part {
      let report = try Simulation.run(seed: seed)
      published += report.published
      crashes += report.crashes
      restores += report.restores
      clock = clock + report.clock
      people.overridden += report.overridden
      people.approved += report.approved
      people.paused += report.paused
      people.departed += report.departed
      underWay.withdrawn += report.withdrawn
      underWay.late += report.late
      underWay.distrusted += report.distrusted
    }
    // A simulation in which nothing happens proves nothing.
    #expect(published > 0)
    #expect(crashes > 0)
    #expect(restores > 0)
    #expect(clock.jumps > 0 && clock.reboots > 0 && clock.doubts > 0 && clock.settled > 0, "\(clock)")
    #expect(clock.confirmed > 0 && clock.unaided > 0, "\(clock)")
    #expect(underWay.withdrawn > 0 && underWay.distrusted > 0, "\(underWay)")
    #expect(people.approved > 0 && people.paused > 0 && people.departed > 0, "\(people)")
  }

  /// A worker outlives its gate, and its receipt comes after what was proved absent had become too late.
  @Test(arguments: [3816, 12_009, 12_136] as [UInt64])
  func `G-44: a receipt that comes after all hope was given up is kept`(seed: UInt64) throws {
    #expect(try Simulation.run(seed: seed).published > 0)
  }

  /// They are rare, so that not every few seeds have one.
  @Test func `overrides let something leave in the simulation`() throws {
    let used = try (200..<300).reduce(0) { try $0 + Simulation.run(seed: UInt64($1)).overridden }
    #expect(used > 0)
  }

  @Test func `the same seed gives the same run`() throws {
    let one = try Simulation.run(seed: 42)
    let two = try Simulation.run(seed: 42)
    #expect(one.steps == two.steps && one.calls == two.calls && one.published == two.published)
  }
}
