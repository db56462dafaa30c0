import Elections
package import Publishing

extension GateService {
  /// What the gate remembers of the clock beside its guard.
  struct ClockWatch {
    var guardian = ClockGuard(mark: .none)
    /// Why nothing is sent; told once.
    var doubt: HoldCondition?
    /// When the receivers were asked last, and how far the two clocks were apart then.
    var asked: (at: Duration, apart: Duration)?
    /// What the witnesses said to the present doubt.
    var testimony = ""
  }

  /// How long until the receivers are asked again about a clock that nobody has touched.
  private static let betweenQuestions = Duration.seconds(300)

  /// Why the clock is not trusted; nil where it is.
  package var clockDoubt: HoldCondition? { watch.doubt }

  // MARK: Reading it

  func learn(_ mark: ClockMark) { watch.guardian.learn(mark, at: clock.reading) }

  private func readClock(_ reading: ClockReading) -> ClockGuard.Reading {
    let before = watch.guardian.anchor
    let verdict = watch.guardian.read(reading)
    // What begins on trust stands firmer where the kernel bears it out: asked once a boot.
    if case .sound = verdict, watch.guardian.anchor != before, let told = clock.synchronised {
      _ = watch.guardian.hear(ClockTestimony(.kernel, name: "the kernel", instant: told), at: reading)
    }
    return verdict
  }

  /// The instant to judge by; nil while the clock is in doubt.
  func soundNow() async throws(StoreError) -> Instant? {
    if watch.doubt != nil { learn(try await store.clockMark()) }
    var verdict = readClock(clock.reading)
    if case .inDoubt(let doubt) = verdict, doubt.until == nil, await isVouchedFor() {
      verdict = readClock(clock.reading)
      if watch.doubt == nil, case .sound(let now) = verdict { decide(sound(at: now, doubt.detail)) }
    }
    switch verdict {
    case .sound(let now):
      if watch.guardian.hasNews(at: clock.reading) {
        learn(try await store.heartbeat(signOfLife(), as: newOperation()))
      }
      if watch.doubt != nil {
        decide(sound(at: now, "The clock can be trusted again."))
        watch.doubt = nil
      }
      watch.testimony = ""
      return now
    case .inDoubt(let doubt):
      if watch.doubt == nil {
        let condition = condition(doubt)
        decide(
          GateDecision(
            at: clock.now, event: .clockInDoubt, causes: [.condition(condition)], detail: condition.detail))
        watch.doubt = condition
        // Whoever asks for the gate's health need not wait for the next sign of life.
        learn(try await store.heartbeat(signOfLife(), as: newOperation()))
      }
      return nil
    }
  }

  private func sound(at now: Instant, _ words: String) -> GateDecision {
    let told = watch.testimony.isEmpty ? "" : " \(watch.testimony)"
    return GateDecision(at: now, event: .clockSound, words: words + told)
  }

  private func condition(_ doubt: ClockDoubt) -> HoldCondition {
    let remedy: Sentence =
      doubt.until == nil
      ? "Set it right, and the gate goes on by itself; if it is right now, vouch for it by \(Remedy.confirmClock)."
      : "The gate goes on when it has caught up."
    let testimony = doubt.until == nil && !watch.testimony.isEmpty ? " \(watch.testimony)" : ""
    return HoldCondition(kind: .clockInDoubt, detail: "\(doubt.detail)\(testimony) \(remedy)", until: doubt.until)
  }

  /// The instant for what sends nothing: where the time probably is while the clock is in doubt.
  func effectiveNow() -> Instant {
    let reading = clock.reading
    if case .sound(let now) = readClock(reading) { return now }
    return watch.guardian.estimate(at: reading)
  }

  /// Nil while the clock is in doubt: nothing may be sent.
  func sendingNow() -> Instant? {
    if case .sound(let now) = readClock(clock.reading) { now } else { nil }
  }

  // MARK: Signs of life

  /// The mark takes only an instant that the guard calls sound; a gate in doubt says that it lives, and why it waits.
  func signOfLife() -> SignOfLife {
    let reading = clock.reading
    switch readClock(reading) {
    case .sound(let now): return SignOfLife(service, reading, watch.guardian.finding(now, at: reading))
    case .inDoubt(let doubt): return SignOfLife(service, reading, .doubt(condition(doubt).detail.stored))
    }
  }

  /// Whether the clock is trusted as it was at the last turn; else the loop has something to tell.
  var isClockUnchanged: Bool { (sendingNow() == nil) == (watch.doubt != nil) }

  // MARK: Witnesses

  /// Asks the kernel and, now and then, a receiver, whether the clock is right.
  private func isVouchedFor() async -> Bool {
    let reading = clock.reading
    var words: [String] = []
    if let told = clock.synchronised {
      let testimony = ClockTestimony(.kernel, name: "the kernel", instant: told)
      if watch.guardian.hear(testimony, at: reading) {
        watch.testimony = "The kernel calls it synchronised."
        return true
      }
      words.append("That the kernel calls its clock synchronised does not settle it.")
    } else {
      words.append("The kernel does not call it synchronised.")
    }
    let apart = Duration.milliseconds(reading.wall.millisecondsSince1970) - reading.bootTime
    if let asked = watch.asked, asked.apart - apart < .seconds(1), apart - asked.apart < .seconds(1),
      reading.bootTime - asked.at < Self.betweenQuestions
    {
      return false
    }
    watch.asked = (reading.bootTime, apart)
    guard let ruleset, let testimony = await surroundings.witness(ruleset) else {
      watch.testimony = (words + ["No receiver on another machine could be asked over https."]).joined(separator: " ")
      return false
    }
    let told = "\(testimony.name) says that it is \(UTCText.text(testimony.instant))."
    // Asking took its time, so both clocks are looked at again.
    if watch.guardian.hear(testimony, at: clock.reading) {
      watch.testimony = told
      return true
    }
    watch.testimony = (words + [told]).joined(separator: " ")
    return false
  }
}
