import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Glibc
import Logging
import Machine
import Publishing
import PublishingGate
import PublishingGate
import ServiceLifecycle
import Texts
import UnixSignals

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Runs the gate service, and tells whether one is working.",
    subcommands: [GateRun.self, GateHealth.self, GateConfirmClock.self])
}

struct GateRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Holds posts while their channel is closed, and sends them when it is open.",
    discussion: """
      One line for each decision on standard output, logs on standard error. SIGTERM and SIGINT end it within ten \
      seconds: what is being sent is finished, the rest is given back. It sees changed files by itself, and reads \
      them all at least once a minute and on SIGHUP: it takes over what only closes, leaves the rest to “portcullis \
      adopt”, and holds everything while a file cannot be read. Nobody has to read what it says: lines that nobody \
      reads are left out in the end, and counted. When the reader of its decisions goes away, it ends in the same \
      order, with exit code 73.

      EXAMPLES
        portcullis gate run
        portcullis gate run --once
        portcullis gate run --format json | tee decisions.jsonl
      """)

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Send all that is due and open, and end.") var once = false
  @Option(help: "How much to log: trace, debug, info, notice, warning, error.") var logLevel = "notice"

  func run() async throws {
    try await reporting {
      guard let level = Logger.Level(rawValue: logLevel) else {
        throw Failure(.usage, "“\(logLevel)” is no log level; it is trace, debug, info, notice, warning or error.")
      }
      let logs = GateOutput.logQueue()
      LoggingSystem.bootstrap { QueuedLog(label: $0, queue: logs) }
      var logger = Logger(label: "portcullis.gate")
      logger.logLevel = level
      let location = try StoreLocation(options.choice)
      let store = try location.open(.existing)
      let lock = try store.lockForGate()
      let open = try await OpenStore(options.choice, for: .sending, store: store)
      let output = GateOutput(DecisionPrinter(format: options.format, civil: open.civil), logs: logs)
      let gate = GateService(surroundings(store, output, logger), configuration: Self.gateConfiguration())
      if options.format == .text, !once { output.say(DecisionPrinter.banner(open)) }
      let watcher = FileWatcher(
        options: options.choice, store: store, gate: gate, logger: logger, decisions: { output.print($0) })
      do {
        // Nothing leaves before the files were looked at: they may have changed while no gate ran.
        await watcher.look()
        try await serve(gate, watcher, store, output, logger)
        if once, let doubt = await gate.clockDoubt { throw Failure(.unavailable, doubt.detail) }
      } catch {
        throw try output.finish(with: error)
      }
      store.settle()
      withExtendedLifetime(lock) {}
      try output.finish()
    }
  }

  /// Runs the gate until a signal, or until its decisions cannot be written; once: until nothing that is due is left.
  private func serve(
    _ gate: GateService, _ watcher: FileWatcher, _ store: any CouncilStore, _ output: GateOutput, _ logger: Logger
  ) async throws {
    var services: [any Service] = []
    if !once {
      services = [
        StoreWatcher(store: store, gate: gate), watcher,
        SystemdNotifier(gate: gate, watcher: watcher, environment: Portcullis.parts.environment),
      ]
    }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) } + [
          .init(
            service: GateRunning(gate: gate, once: once, output: output),
            successTerminationBehavior: .gracefullyShutdownGroup,
            failureTerminationBehavior: .cancelGroup)
        ],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Logger(
          label: "portcullis.services",
          factory: { _ in
            SwiftLogNoOpLogHandler()
          })))
    try await group.run()
  }

  private func surroundings(_ store: any CouncilStore, _ output: GateOutput, _ logger: Logger)
    -> GateService.Surroundings
  {
    let parts = Portcullis.parts
    return GateService.Surroundings(
      store: store, clock: SystemClock(),
      rules: { revision in
        let adopted = try await AdoptedRevision(revision, from: store, connectors: parts.connectors.list)
        let settings = try adopted.settings()
        let zone = settings.authority.zone
        // A revision may name another folder for the anchor.
        try await StoreAnchoring(store, settings: settings, folder: revision.governing.folder, parts: parts).require()
        return try adopted.ruleset(days: Workspace.days(around: Workspace.now, zone: zone))
      },
      connector: { channel, rules in try parts.connector(channel, rules, store) },
      decisions: { decision, _ in output.print(decision) }, logger: logger,
      witness: { rules in await parts.connectors.receiverClock(rules) })
  }

  private static func gateConfiguration() -> GateService.Configuration {
    var configuration = GateService.Configuration()
    configuration.host = ProcessInfo.processInfo.hostName
    configuration.process = Int(getpid())
    configuration.identity = RunningProcess.own
    // Only ever made with the lock in hand.
    configuration.isAlone = true
    return configuration
  }
}

/// Decisions on standard output, a line each.
struct DecisionPrinter: Sendable {
  let format: GlobalOptions.Format
  let civil: CivilText

  func line(_ decision: GateDecision) -> String {
    switch format {
    case .json: ContractJSON(zone: civil.zone).decision(decision).lineText
    case .text: words(decision)
    }
  }

  /// In the place of lines that nobody read in time.
  func notice(leftOut count: Int, at now: Instant) -> String {
    switch format {
    case .json:
      JSON.object([
        ("at", ContractJSON(zone: civil.zone).instant(now)), ("delivery", .null), ("channel", .null),
        ("event", .string("left-out")), ("causes", .array([])), ("left_out", .number(count)),
        ("detail", .string(Self.leftOut(count))),
      ]).lineText
    case .text: "\(civil.short(now))  \(Style.yellow("left out")): \(Self.leftOut(count))"
    }
  }

  private static func leftOut(_ count: Int) -> String {
    "\(count) line\(count == 1 ? "" : "s"), because nobody read them; they stand in “portcullis audit list”."
  }

  private func words(_ decision: GateDecision) -> String {
    let word =
      switch decision.event {
      case .published, .released, .clockSound: Style.green(decision.event.rawValue)
      case .failed, .held, .channelStopped, .clockInDoubt, .sourceUnreadable, .lateReport:
        Style.red(decision.event.rawValue)
      case .uncertain, .review, .notSent, .notAdopted, .differs, .notReadBack, .expired, .givenBack, .cancelled:
        Style.yellow(decision.event.rawValue)
      case .revision, .sourceReadable: decision.event.rawValue
      }
    let subject = decision.delivery?.description ?? decision.lane?.description ?? decision.channel
    let causes = decision.causes.map { CauseText(civil: civil).line($0) }
    // A detail is a sentence, or what a channel said; a condition says as its cause what it says as the detail.
    let detail = decision.detail?.visibleLine ?? ""
    let words = [causes.contains { $0.hasPrefix(detail) } ? "" : detail, causes.joined(separator: "; ")]
      .filter { !$0.isEmpty }.joined(separator: " ")
    return "\(civil.short(decision.at))  \(word)\(subject.map { " \($0)" } ?? "")\(words.isEmpty ? "" : ": \(words)")"
  }

  static func banner(_ open: OpenStore) -> String {
    let revision = open.revision.map { "revision \($0)" } ?? "no revision, so everything holds"
    return "The gate is running on \(open.location.path.visibleLine) with \(revision). Ctrl-C ends it; “portcullis "
      + "status” and “portcullis post list” in another terminal show what it does."
  }
}

struct GateHealth: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health",
    abstract: "Tells from the data alone whether a gate is working, and what waits.",
    discussion: """
      Exit codes: 0 all is well; 69 something due and open is overdue by more than a minute, no heartbeat came for 30 \
      seconds, a file of the rules cannot be read for more than 10 seconds (it holds everything from the first), the \
      gate has not read its files whole for 150 seconds, or it does not trust the machine's clock.

      EXAMPLES
        portcullis gate health
        portcullis gate health --format json
      """)

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let location = try StoreLocation(options.choice)
      let store = try location.openToLook()
      let workspace = try await Workspace.ofStore(options.choice)
      let health = try await Health(store, workspace, SystemClock().reading, parts: Portcullis.parts)
      switch options.format {
      case .json: Terminal.write(health.json(ContractJSON(zone: workspace.civil.zone)).text)
      case .text: Terminal.write(health.text(workspace.civil) + "\n" + health.council.line)
      }
      if !health.isWell { throw ExitStatus.unavailable.code }
    }
  }
}

struct GateConfirmClock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm-clock",
    abstract: "Vouches for the machine's clock after it stepped back or jumped ahead.",
    discussion: """
      Nothing is sent while the clock is in doubt. Look at another clock first: what is sent inside a blackout by a wrong \
      one cannot be taken back. A clock that was wrong and is right again needs nobody's word within one start of the \
      machine; what you say holds until the next.

      EXAMPLES
        portcullis gate confirm-clock --reason "The machine was off over the summer"
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: "Why; kept in the audit log.") var reason: String

  func run() async throws {
    try await reporting {
      let location = try StoreLocation(options.choice)
      let store = try location.open(.existing)
      let reason = try PostReason.checked(reason)
      let open = try await OpenStore(options.choice, for: .acting, store: store)
      let reading = SystemClock().reading
      let now = reading.wall
      try await store.confirmClock(at: reading, reason: reason, by: open.actor, under: open.rules.judgement)
      store.wakeGate()
      let civil = open.civil
      switch options.format {
      case .json: Terminal.write(JSON.object([("confirmed", .string(civil.rfc3339(now)))]).text)
      case .text: Terminal.write("Noted: it is \(civil.short(now)).")
      }
    }
  }
}
