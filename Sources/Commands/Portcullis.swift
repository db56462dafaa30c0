package import ArgumentParser
import ElectionCalendar
import Elections
import Desk
import Foundation
import Glibc
import Machine
package import Publishing
package import PublishingGate
import Texts

/// The command line.
package struct Portcullis: AsyncParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    commandName: "portcullis",
    abstract: "Holds a council's scheduled posts while its channels are closed before elections, and says why.",
    discussion: """
      Portcullis reads election dates from iCalendar files, works out the pre-election periods ("purdah") in which \
      a council's publicity is restricted, and keeps posts in a queue that waits for them.

      EXAMPLES
        portcullis init                          settings, calendars, and revision 1
        portcullis post add website --at "2027-05-01 09:00" --text "…"
        portcullis gate run                      the service that holds and sends
        portcullis status                        what is closed now
        portcullis why website --at 2027-04-20   the days counted, and the law
        portcullis upcoming --within 6mo         what comes next, with a timeline
        portcullis adopt --preview               what changed calendars would close and open
        portcullis post review                   what waits for a person's decision

      Settings are the file that --settings or PORTCULLIS_SETTINGS names, else the first that is there of \
      ./portcullis.yaml, ~/.config/portcullis/portcullis.yaml ($XDG_CONFIG_HOME) and /etc/portcullis/portcullis.yaml; \
      where there is none, a folder ./calendars or --calendars with the built-in settings, or else the revision in the \
      store. Where nothing is found there is no answer: exit code 78. Each answer names the council that it is for.

      Exit codes: 0 done, or all channels are open; 3 a channel is closed; 4 none is closed but one is \
      unknown, which holds; 1 failed; 64 wrong usage; 65 bad input; 69 store or gate unavailable; 73 cannot \
      write; 75 try again; 77 not permitted; 78 no set-up found, or one that cannot work.

      Portcullis gives no legal advice: its dates are the latest that the law allows, and your returning \
      officer's notice counts.
      """,
    version: "0.1.0",
    subcommands: [
      Status.self, Upcoming.self, Why.self, PostCommand.self, OverrideCommand.self, PauseCommand.self,
      ResumeCommand.self, PeopleCommand.self, TokenCommand.self, GateCommand.self, Adopt.self, RevisionCommand.self,
      AuditCommand.self, ChannelCommand.self, ChannelsCommand.self, ConnectorsCommand.self, StoreCommand.self,
      ServiceCommand.self,
      CalendarCommand.self,
      SettingsCommand.self, Init.self, InternalCommand.self,
    ]
  )
}

extension Portcullis {
  /// What the commands work with; there from `run` on.
  static var parts: Parts {
    guard let assembled else { fatalError("A command runs only below Portcullis.run.") }
    return assembled
  }

  @TaskLocal private static var assembled: Parts?
  /// Whether whoever opens the store acts as the person of the register that their login names; only for tests that tell the
  /// stories of several people in one process's account.
  @TaskLocal static var peopleActAtStore = false

  /// Runs the command that the process was started with, on these stores and connectors.
  package static func run(
    openStore: @escaping @Sendable (String, StoreAccess) throws(StoreError) -> any CouncilStore,
    connectors: any ConnectorProvider, peopleActAtStore: Bool = false
  ) async {
    let parts = Parts(
      version: configuration.version, environment: ProcessEnvironment.variables(), openStore: openStore,
      connectors: connectors, words: RemedyWords.words, notice: Terminal.complain,
      progress: { label, total in Progress(label, total: total) })
    await $peopleActAtStore.withValue(peopleActAtStore) {
      await $assembled.withValue(parts) { await runCommand() }
    }
  }

  /// Looks at the command's name before the parser does, which would call a mistyped one an unexpected argument.
  private static func runCommand() async {
    // Who stops reading is told apart where it is written.
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let complaint = complaint(about: arguments) {
      Terminal.complain(complaint)
      Glibc.exit(ExitStatus.usage.rawValue)
    }
    do {
      var command = try parsed(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }

  /// The same commands, for a call that is right and asks for no completion script.
  ///
  /// Of every call to a root of its own the parser asks first, by building and parsing two commands, whether it wants such a
  /// script; to one that stands below another program it does not. That question took a twelfth of `status`.
  private struct PlainRoot: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "portcullis", _superCommandName: "portcullis", subcommands: Portcullis.configuration.subcommands)
  }

  /// A complaint of the parser repeats what was typed, so it is made about what a reader may see of that.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    if let command = try? PlainRoot.parseAsRoot(arguments) as? any AsyncParsableCommand { return command }
    do {
      return try parseAsRoot(arguments)
    } catch {
      let shown = arguments.map(\.visibleLine)
      if shown != arguments { _ = try parseAsRoot(shown) }
      throw error
    }
  }

  /// As the parser ends a command, but that its message passes the terminal's net.
  private static func end(with error: any Error) -> Never {
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if !message.isEmpty {
      // Help and completions say only what the program itself says.
      if code.isSuccess { Terminal.write(bytes: Array((message + "\n").utf8)) } else { Terminal.say(message + "\n") }
    }
    Glibc.exit(code.rawValue)
  }

  /// What to say of a command that does not exist; nil when it does, or none is named.
  static func complaint(about arguments: [String]) -> String? {
    var command: any ParsableCommand.Type = Portcullis.self
    var path = "portcullis"
    for argument in arguments {
      let subcommands = command.configuration.subcommands
      let shown = subcommands.filter { $0.configuration.shouldDisplay }.compactMap { $0.configuration.commandName }
      guard !subcommands.isEmpty, !argument.hasPrefix("-"), argument != "help" else { return nil }
      let names = subcommands.compactMap { $0.configuration.commandName }
      guard let place = names.firstIndex(of: argument) else {
        return "There is no command “\(argument.printable)” in \(path).\(NearMiss.question(argument, among: shown)) "
          + "The commands are: \(shown.joined(separator: ", ")). See \(path) --help."
      }
      command = subcommands[place]
      path += " " + argument
    }
    return nil
  }
}
