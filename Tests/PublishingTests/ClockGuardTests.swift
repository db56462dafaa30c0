import Elections
import Publishing
import Testing

/// The table of cases of the article on the clock, row by row.
@Suite struct ClockGuardTests {
  static let noon = Instant(millisecondsSince1970: 1_800_000_000_000)
  private static let day: Int64 = 86_400

  /// A reading by seconds after noon on the wall, and seconds of the boot.
  private static func reading(_ wall: Int64, _ bootTime: Int64, boot: String? = "b") -> ClockReading {
    ClockReading(wall: noon.adding(seconds: wall), boot: boot, bootTime: .seconds(bootTime))
  }

  private static func mark(
    _ highWater: Int64, anchor: ClockReading? = nil, witness: ClockWitness? = nil, confirmations: Int = 0
  ) -> ClockMark {
    ClockMark(
      highWater: noon.adding(seconds: highWater), confirmations: confirmations,
      anchor: anchor.map { ClockAnchor($0, witness: witness) })
  }

  enum Expected: Equatable, Sendable {
    /// Judged by so many seconds after noon.
    case sound(Int64)
    /// Asks witnesses and people.
    case doubt
    /// Goes on by itself at so many seconds after noon.
    case waits(until: Int64)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let mark: ClockMark
    let reading: ClockReading
    let expected: Expected
    /// Who can settle it, with the clock as it is.
    var witnesses: Set<ClockWitness> = []

    init(
      _ words: String, _ mark: ClockMark, _ reading: ClockReading, _ expected: Expected,
      by witnesses: Set<ClockWitness> = []
    ) {
      testDescription = words
      self.mark = mark
      self.reading = reading
      self.expected = expected
      self.witnesses = witnesses
    }
  }

  /// The mark at noon, of a boot that had then lasted 1000 seconds.
  private static let sameBoot = mark(0, anchor: reading(0, 1000))
  private static let witnessed = mark(0, anchor: reading(0, 1000), witness: .kernel)
  private static let earlierBoot = mark(0, anchor: reading(0, 1000, boot: "a"), witness: .person)

  static let rows: [Row] = [
    Row("first start of a new store", .none, reading(0, 50), .sound(0)),
    Row("first start, minutes after people wrote", mark(0), reading(500, 50), .sound(500)),
    Row("first start, days after people wrote", mark(0), reading(3 * day, 50), .doubt, by: [.kernel, .server]),
    Row("upgrade from a version that knew no boots", mark(0), reading(60, 9000), .sound(60)),
    Row("upgrade, weeks later", mark(0), reading(20 * day, 9000), .doubt, by: [.kernel, .server]),
    Row("upgrade, with a mark in the future", mark(20 * day), reading(0, 9000), .doubt, by: [.server]),

    Row("goes on", sameBoot, reading(10, 1010), .sound(10)),
    Row("gate stopped for weeks, machine up", sameBoot, reading(21 * day, 1000 + 21 * day), .sound(21 * day)),
    Row("machine slept", sameBoot, reading(8 * 3600, 1000 + 8 * 3600), .sound(8 * 3600)),
    Row("set ahead by less than a minute", sameBoot, reading(69, 1010), .sound(69)),
    Row("set back by a few seconds", sameBoot, reading(-3, 1001), .sound(0)),
    Row("set back by less than a minute", sameBoot, reading(-20, 1010), .waits(until: 0)),
    Row("set ahead by hours", sameBoot, reading(8 * 3600, 1010), .doubt, by: [.kernel, .server]),
    Row("set ahead after a witness", witnessed, reading(8 * 3600, 1010), .doubt, by: [.server]),
    Row("set back by minutes", sameBoot, reading(-290, 1010), .doubt, by: [.kernel, .server]),
    Row("set back by hours", sameBoot, reading(-8 * 3600, 1010), .doubt, by: [.server]),
    Row("set back while the gate was stopped", sameBoot, reading(3600, 1000 + 7200), .doubt, by: [.kernel, .server]),
    Row("virtual machine was suspended", witnessed, reading(7200, 1060), .doubt, by: [.server]),
    Row(
      "the mark lies in the future, and this boot refutes it", mark(20 * day, anchor: reading(0, 1000)),
      reading(10, 1010), .sound(10)),

    Row("restarted at once", earlierBoot, reading(90, 30), .sound(90)),
    Row(
      "restarted at once, gate started days later", earlierBoot, reading(3 * day + 90, 3 * day + 30),
      .sound(3 * day + 90)),
    Row("off for nine minutes", earlierBoot, reading(9 * 60 + 30, 30), .sound(9 * 60 + 30)),
    Row("off for weeks", earlierBoot, reading(21 * day, 30), .doubt, by: [.kernel, .server]),
    Row("off, and the clock began in 1970", earlierBoot, reading(-20_000 * day, 30), .doubt, by: [.server]),
    Row("off, and the clock is minutes behind", earlierBoot, reading(-300, 30), .doubt, by: [.kernel, .server]),
    Row("off, and the clock is seconds behind", earlierBoot, reading(-20, 30), .waits(until: 0)),
    Row("behind, and has reached the mark since", earlierBoot, reading(60, 3600), .doubt, by: [.kernel, .server]),
    Row(
      "the mark of an earlier boot lies in the future", mark(20 * day, anchor: reading(0, 1000, boot: "a")),
      reading(60, 30), .doubt, by: [.server]),

    Row("the kernel names no boot, minutes", mark(0), reading(60, 9000, boot: nil), .sound(60)),
    Row("the kernel names no boot, days", mark(0), reading(3 * day, 9000, boot: nil), .doubt, by: [.kernel, .server]),
  ]

  @Test(arguments: rows) func `G-37: what the gate makes of a clock, case by case`(row: Row) {
    var guardian = ClockGuard(mark: .none)
    guardian.learn(row.mark, at: row.reading)
    switch (guardian.read(row.reading), row.expected) {
    case (.sound(let now), .sound(let seconds)): #expect(now == Self.noon.adding(seconds: seconds))
    case (.inDoubt(let doubt), .doubt): #expect(doubt.until == nil && !doubt.detail.isEmpty)
    case (.inDoubt(let doubt), .waits(let seconds)): #expect(doubt.until == Self.noon.adding(seconds: seconds))
    case (let found, _): Issue.record("\(found)")
    }
    guard row.expected == .doubt else { return }
    for witness in [ClockWitness.kernel, .server] {
      var asked = guardian
      let apart = ClockTestimony(witness, name: "w", instant: row.reading.wall.adding(seconds: 61))
      let believed = asked.hear(apart, at: row.reading)
      #expect(!believed)
      if case .sound = asked.read(row.reading) { Issue.record("believed what \(witness) did not say") }
      let settles = asked.hear(
        ClockTestimony(witness, name: "w", instant: row.reading.wall.adding(seconds: -59)), at: row.reading)
      #expect(settles == row.witnesses.contains(witness), "\(witness)")
      guard settles else { continue }
      guard case .sound(let now) = asked.read(row.reading) else {
        Issue.record("\(witness) settled nothing")
        continue
      }
      #expect(now >= row.reading.wall && now <= row.reading.wall.adding(ClockGuard.largestError))
      // A mark that the clock refutes is set right with it.
      if row.mark.highWater.since(row.reading.wall) > ClockGuard.largestError {
        #expect(asked.finding(now, at: row.reading) == .proved(now, ClockAnchor(row.reading, witness: witness)))
      }
    }
    // A person's word always does, for this boot.
    var confirmed = guardian
    let seconds = row.reading.wall.since(Self.noon).components.seconds
    confirmed.learn(
      Self.mark(seconds, anchor: row.reading.boot == nil ? nil : row.reading, witness: .person, confirmations: 1),
      at: row.reading)
    #expect(confirmed.read(row.reading) == .sound(row.reading.wall))
    let next = ClockReading(wall: row.reading.wall.adding(seconds: Self.day), boot: "next", bootTime: .seconds(30))
    if case .sound = confirmed.read(next) { Issue.record("a confirmation outlived its boot") }
  }

  @Test func `G-37: a clock that was wrong and is right again needs nobody, and small steps do not add up`() {
    var guardian = ClockGuard(mark: .none)
    guardian.learn(Self.sameBoot, at: Self.reading(0, 1000))
    guard case .inDoubt = guardian.read(Self.reading(20 * Self.day, 1010)) else {
      Issue.record("a jump was trusted")
      return
    }
    #expect(guardian.read(Self.reading(20, 1020)) == .sound(Self.noon.adding(seconds: 20)))
    // Forty seconds, and forty more.
    #expect(guardian.read(Self.reading(70, 1030)) == .sound(Self.noon.adding(seconds: 70)))
    guard case .inDoubt = guardian.read(Self.reading(120, 1040)) else {
      Issue.record("two steps of 40 s were trusted")
      return
    }
  }

  @Test func `G-37: a clock that is behind by an earlier boot's mark is not believed when it has crept up to it`() {
    var guardian = ClockGuard(mark: .none)
    guardian.learn(Self.mark(0), at: Self.reading(-3600, 5000))
    for minute in Int64(0)..<120 {
      guard case .inDoubt = guardian.read(Self.reading(-3600 + minute * 60, 5000 + minute * 60)) else {
        Issue.record("believed after \(minute) minutes")
        return
      }
    }
  }

  @Test func `G-37: a doubt says how far off the clock is, by what it was judged, and nothing that is not so`() {
    var guardian = ClockGuard(mark: .none)
    guardian.learn(Self.earlierBoot, at: Self.reading(21 * Self.day, 30))
    guard case .inDoubt(let doubt) = guardian.read(Self.reading(21 * Self.day, 30)) else {
      Issue.record("believed")
      return
    }
    #expect(doubt.detail.contains("20 days ahead") && doubt.detail.contains("2027-01-15T08:00:00Z"))
    #expect(doubt.detail.contains("started again"))
  }

  @Test func `what sends nothing goes by where the time probably is`() {
    var guardian = ClockGuard(mark: .none)
    guardian.learn(Self.sameBoot, at: Self.reading(0, 1000))
    #expect(guardian.estimate(at: Self.reading(20 * Self.day, 1010)) == Self.noon.adding(seconds: 10))
    guardian = ClockGuard(mark: .none)
    guardian.learn(Self.earlierBoot, at: Self.reading(20 * Self.day, 30))
    #expect(guardian.estimate(at: Self.reading(20 * Self.day, 30)) == Self.noon)
  }
}
