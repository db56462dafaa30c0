import ArgumentParser
import Desk
import DeskServer
import Elections
import Foundation
import Glibc
import Logging
import Machine
import Metrics
import Publishing
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
      let metrics = MetricsRegistry()
      MetricsSystem.bootstrap(metrics)
      var logger = Logger(label: "portcullis.gate")
      logger.logLevel = level
      // Whatever this process makes is its own account's; what others are to read, as feeds, is opened to them by name.
      umask(0o077)
      let location = try StoreLocation(options.choice)
      let store = try location.open(.existing)
      let lock = try store.lockForGate()
      let open = try await OpenStore(options.choice, for: .sending, store: store)
      if open.workspace.settings.register != nil { try store.closeToOthers() }
      let output = GateOutput(DecisionPrinter(format: options.format, civil: open.civil), logs: logs)
      let gate = GateService(surroundings(store, output, logger), configuration: Self.gateConfiguration())
      if options.format == .text, !once { output.say(DecisionPrinter.banner(open)) }
      let watcher = FileWatcher(
        options: options.choice, store: store, gate: gate, logger: logger, decisions: { output.print($0) })
      do {
        // Nothing leaves before the files were looked at: they may have changed while no gate ran.
        await watcher.look()
        let keeper = CheckpointKeeper(
          store: store, choice: options.choice, logger: logger, level: once ? .info : .notice)
        try await serve(gate, watcher, keeper, store, output, logger, answering: try answering(open, metrics, logger))
        if once { await keeper.look(isLast: true) }
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
    _ gate: GateService, _ watcher: FileWatcher, _ keeper: CheckpointKeeper, _ store: any CouncilStore,
    _ output: GateOutput, _ logger: Logger, answering: [any Service]
  ) async throws {
    var services: [any Service] = []
    if !once {
      services = [
        StoreWatcher(store: store, gate: gate), watcher, keeper,
        SystemdNotifier(gate: gate, watcher: watcher, environment: Portcullis.parts.environment),
      ]
      services += answering
    }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map {
          .init(
            service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
            failureTerminationBehavior: .gracefullyShutdownGroup)
        } + [
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

  /// What answers beside the gate: commands on a socket, and anybody on a page, where the settings in force name them.
  private func answering(_ open: OpenStore, _ metrics: MetricsRegistry, _ logger: Logger) throws -> [any Service] {
    let settings = open.workspace.settings
    let people = DeskHost(options.choice, store: open.store, at: .socket)
    let network = DeskHost(options.choice, store: open.store, at: .network)
    var services: [any Service] = []
    if let socket = settings.service.socket {
      let path = ServicePlace.path(socket, besideFile: open.workspace.governingFolder + "/")
      services.append(SocketService(people, metrics, path: path, logger: logger))
    } else if settings.register != nil, !once {
      logger.warning(
        "A register of people is in force, and no service.socket is named in the settings: nobody on it can act. Name one."
      )
    }
    if let listener = settings.service.listener {
      let folder = open.workspace.governingFolder + "/"
      let certificate = settings.service.certificate.map { files in
        CertificateFiles(
          certificate: ServicePlace.path(files.file, besideFile: folder),
          key: ServicePlace.path(files.keyFile, besideFile: folder))
      }
      services.append(try SiteService(network, on: listener, certificate: certificate, logger: logger))
    }
    if let listener = settings.service.metrics {
      services.append(MetricsService(network, metrics, on: listener, logger: logger))
    }
    return services
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
