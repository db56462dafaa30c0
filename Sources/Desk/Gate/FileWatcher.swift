import Dispatch
import Elections
package import Logging
package import Publishing
package import PublishingGate
import ServiceLifecycle
import Synchronization
import Texts
import UnixSignals

/// Notices changed calendars and settings: what cannot be read holds, what only closes is taken over, and what waits for
/// a person is told.
///
/// It looks once a minute at least, and at once when the kernel tells of a change at any place that a look went to, or
/// on SIGHUP. A look reads everything by content, in a process of its own (`LookProcess`).
package actor FileWatcher: Service {
  package let options: SetUpChoice
  package let store: any CouncilStore
  package let gate: GateService
  package let logger: Logger
  package let decisions: @Sendable (GateDecision) -> Void

  /// What was last taken over, so that the same need not be parsed again.
  private struct Known {
    let hash: ContentHash
    /// The revision in force beside which it was judged.
    let epoch: RevisionNumber?
    let doubts: [DiskLook.Doubt]
  }

  private var known: Known?
  private var places: [WatchedPlaces.Place] = []
  /// Whether the last look came to nothing.
  private var isFailing = false
  /// Doubts that somebody was called for.
  private var told: Set<String> = []
  private var lastLook = SuspendingClock.now
  private nonisolated let lastSign = Mutex(SuspendingClock.now)

  package init(
    options: SetUpChoice, store: any CouncilStore, gate: GateService, logger: Logger,
    decisions: @escaping @Sendable (GateDecision) -> Void
  ) {
    self.options = options
    self.store = store
    self.gate = gate
    self.logger = logger
    self.decisions = decisions
  }

  package static let interval = Duration.seconds(60)
  /// After a look that came to nothing.
  package static let retry = Duration.seconds(30)
  /// How often names, sizes and times are compared where the kernel cannot tell of changes.
  package static let comparison = Duration.seconds(2)
  /// A file is seldom saved by one write.
  package static let calm = Duration.milliseconds(100)

  /// Whether looks still come to an end, be it a bad one.
  package nonisolated var isAlive: Bool { lastSign.withLock { SuspendingClock.now - $0 } < Health.longestBlindness }

  package func run() async throws {
    let hangUps = await UnixSignalsSequence(trapping: .sighup)
    let attention = Attention()
    let notifications = FileNotifications()
    let source = notifications?.source { attention.call() }
    let how = notifications == nil ? ", by comparing every two seconds" : ""
    logger.notice("Watching \(places.count) places for changes\(how).")
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await self.watch(notifications, attention) }
        group.addTask { for await _ in hangUps { attention.call() } }
      }
    }
    source?.cancel()
  }

  // MARK: When to look

  private func watch(_ notifications: FileNotifications?, _ attention: Attention) async {
    var rounds = 0
    while !Task.isCancelled {
      let arming = notifications?.arm(places)
      if arming?.isNew == true, rounds < 3 {
        // What happened before the kernel was asked to tell of it.
        rounds += 1
        await look()
        continue
      }
      rounds = 0
      await untilNeeded(attention, tellsAll: arming?.isComplete ?? false)
      if Task.isCancelled { return }
      await look()
    }
  }

  private func untilNeeded(_ attention: Attention, tellsAll: Bool) async {
    let due = lastLook + (isFailing ? Self.retry : Self.interval)
    let stamps = tellsAll ? [] : PlaceStamp.all(places)
    while !Task.isCancelled, SuspendingClock.now < due {
      let alarm = await tellAlarms()
      var wait = min(due - SuspendingClock.now, alarm ?? Self.interval)
      if !tellsAll { wait = min(wait, Self.comparison) }
      await attention.wait(atMost: max(wait, .milliseconds(1)))
      if attention.take() {
        try? await Task.sleep(for: Self.calm)
        _ = attention.take()
        return
      }
      if !tellsAll, PlaceStamp.all(places) != stamps { return }
    }
  }

  /// Calls somebody for what is in doubt for longer than a file is half saved; gives how long until the next such call.
  private func tellAlarms() async -> Duration? {
    guard let doubts = try? await store.doubts() else { return nil }
    let now = Workspace.now
    var next: Duration?
    for doubt in doubts where !told.contains(doubt.source) {
      guard doubt.isAlarm(at: now) else {
        let rest = SourceDoubt.patience + .milliseconds(1) - now.since(doubt.since)
        next = min(next ?? rest, rest)
        continue
      }
      told.insert(doubt.source)
      logger.error("\(doubt.source) cannot be read, so everything holds: \(doubt.detail)")
      decisions(GateDecision(at: now, event: .sourceUnreadable, causes: [doubt.cause], words: doubt.detail))
    }
    for source in told.sorted() where !doubts.contains(where: { $0.source == source }) {
      told.remove(source)
      logger.notice("\(source) can be read again.")
      decisions(GateDecision(at: now, event: .sourceReadable, detail: "\(source) can be read again."))
    }
    return next
  }

  // MARK: Looking

  /// Looks at the files once; returns when what it found holds, closes or waits.
  package func look() async {
    defer {
      lastLook = SuspendingClock.now
      lastSign.withLock { $0 = SuspendingClock.now }
    }
    do {
      let epoch = try await store.epoch()
      var current: AdoptedRevision?
      if let epoch, let revision = try await store.revision(epoch) {
        current = try await AdoptedRevision(revision, from: store, connectors: options.parts.connectors.list)
      }
      let known = known.flatMap { $0.epoch == epoch ? $0 : nil }
      let arguments = try arguments(known, current)
      switch await LookProcess.run(arguments) {
      case .failed where Task.isCancelled: return
      case .failed(let source, let reason): try await hold(source, reason)
      case .look(let look): try await take(look, known, current)
      }
    } catch {
      let words = options.parts.words(of: error).joined(separator: " ")
      decisions(
        GateDecision(
          at: Workspace.now, event: .notAdopted, detail: "The files on disk cannot be adopted: \(words)"))
    }
  }

  private func arguments(_ known: Known?, _ current: AdoptedRevision?) throws -> [String] {
    let inForce = try current?.settings()
    let options = looking(current)
    let terms = inForce?.contentChecks?.termsFile
    return [
      ("--settings", options.settings), ("--calendars", options.calendars), ("--known", known?.hash.hex),
      ("--otherwise-calendars", inForce?.calendars), ("--otherwise-terms", terms),
    ].compactMap { name, value in value.map { "\(name)=\($0)" } }
  }

  /// Where no settings are at hand, those that the revision in force was adopted from are looked at.
  private func looking(_ current: AdoptedRevision?) -> SetUpChoice {
    guard let current, SettingsPlace(options).path == nil else { return options }
    return options.following(current.revision)
  }

  /// Nobody knows what is there.
  private func hold(_ source: String, _ reason: String) async throws {
    known = nil
    let now = Workspace.now
    let doubt = SourceDoubt(
      source: source,
      detail: "\(source): Nobody knows what is there: \(reason). Correct it; it is tried again by itself.", since: now)
    let doubts = SourceDoubt.joined([doubt], try await store.doubts())
    if try await store.setDoubts(doubts, at: now, as: Workspace.newOperation()) {
      gate.wakeUp.call()
    }
    if !isFailing { logger.error("The files cannot be looked at, so everything holds: \(doubt.detail)") }
    isFailing = true
  }

  private func take(_ look: DiskLook, _ known: Known?, _ current: AdoptedRevision?) async throws {
    let now = Workspace.now
    places = look.places
    let found = look.isKnown ? known?.doubts ?? [] : look.doubts
    let doubts = found.map { SourceDoubt(source: $0.source, detail: $0.detail, since: now) }
    if !look.isKnown {
      // What is in doubt holds from here on; what can be read again goes on holding until it was judged.
      let all = SourceDoubt.joined(doubts, try await store.doubts())
      if try await store.setDoubts(all, at: now, as: Workspace.newOperation()) {
        gate.wakeUp.call()
      }
      if let current { try await adopt(look, over: current, now) }
      self.known = Known(hash: look.hash, epoch: try await store.epoch(), doubts: look.doubts)
    }
    if try await store.setDoubts(doubts, at: now, as: Workspace.newOperation()) { gate.wakeUp.call() }
    try await gate.noteLook(at: now)
    if isFailing { logger.notice("The files can be looked at again.") }
    isFailing = false
  }

  private func adopt(_ look: DiskLook, over current: AdoptedRevision, _ now: Instant) async throws {
    let workspace = try Workspace(looking(current), adopted: current, reading: look)
    switch try await TighteningAdoption.run(workspace, store: store, current: current, actor: "gate", now: now) {
    case .nothingNew: return
    case .adopted(let adoption):
      logger.notice("Adopted the changed files, which only close, as revision \(adoption.revision).")
    case .adoptedInPart(let adoption, let words):
      decisions(GateDecision(at: now, event: .notAdopted, revision: adoption.revision, words: words))
    case .notAdopted(let words):
      decisions(GateDecision(at: now, event: .notAdopted, revision: current.revision.number, words: words))
    }
    gate.wakeUp.call()
  }
}
