import ArgumentParser
import Contract
import Desk
import DeskClient
import Foundation
import Publishing
import Texts

struct ServiceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service",
    abstract: "Sets the service up or removes it, and tells which one answers and who you are to it.",
    subcommands: [ServiceStatus.self, ServiceSetUp.self, ServiceRemove.self])
}

struct ServiceStatus: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Says which way commands take: to a service, or to the store itself.",
    discussion: """
      A service owns the store and judges by the account that asks, which the kernel names. Where none answers, a command \
      opens the store itself; with a register of people in force only the account that the store belongs to can.

      Exit codes: 0 a service answers, or there is none and commands open the store; 69 a service is named that does not \
      answer.

      EXAMPLES
        portcullis service status
        portcullis service status --service unix:/run/portcullis/portcullis.sock
      """)

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let choice = options.choice
      guard let service = try await options.service() else {
        let store = Workspace.absolute(try StoreLocation(choice).path)
        let answer = ServiceAnswer(
          way: .store, socket: ServicePlace(choice)?.socket, version: nil, login: options.actor.login, exclusion: nil,
          store: store)
        return options.show(answer) { answer in
          let socket = answer.socket.map { "Nothing answers on \($0.visibleLine). " } ?? "No service is named. "
          return socket + "Commands open the store \(store.visibleLine) themselves, as \(answer.login)."
        }
      }
      let found = try await service.introduction()
      let answer = ServiceAnswer(
        way: .service, socket: "\(service.address)", version: found.version, login: found.login,
        exclusion: found.exclusion, store: found.store)
      options.show(answer) { answer in
        let may = answer.exclusion ?? "You may ask and act by your roles."
        return """
          A service answers on \(service.address): Portcullis \(found.version), which owns \(found.store.visibleLine).
          To it you are \(found.login). \(may)
          """
      }
    }
  }
}

struct ServiceSetUp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-up", abstract: "Makes this machine's service: account, folders, settings, and starts it.",
    discussion: """
      For root, once. It makes the account portcullis, which alone may read the store; /etc/portcullis with settings and \
      calendars; /var/lib/portcullis for the store; and starts the unit where systemd runs. What is there already is left \
      as it is: after an interruption do it again.

      Then list your people in /etc/portcullis/portcullis.yaml and put that into force. Until a register is in force only root \
      and the service's own account may do more than look.

      EXAMPLES
        sudo portcullis service set-up
        sudoedit /etc/portcullis/portcullis.yaml && sudo portcullis adopt
        portcullis service status
      """)

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try reporting {
      options.show(try options.ownDesk.setUpService()) { answer in
        let steps = answer.steps.map { "  \($0.wasThere ? "was there" : "made     ")  \($0.what)" }
        let next =
          answer.started
          ? "The service runs, and answers on \(answer.socket)."
          : "systemd does not run here: start it by “runuser -u portcullis -- portcullis gate run --settings \(answer.settings)”."
        return (steps + [next, "Settings: \(answer.settings). List your people there, then: sudo portcullis adopt"])
          .joined(separator: "\n")
      }
    }
  }
}

struct ServiceRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Stops this machine's service for good, and leaves its records.",
    discussion: """
      For root. The unit is stopped and not started again. The store, its audit log, settings, calendars and checkpoints stay: how \
      long a council keeps them its retention schedule says, and no program. It names what stays; make a backup before you \
      delete any of it (“portcullis store backup FOLDER/”).

      EXAMPLES
        sudo portcullis service remove
      """)

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try reporting {
      options.show(try options.ownDesk.removeService(SocketProbe.answers)) { answer in
        let first = answer.stopped ? "The service is stopped, and will not start again." : "No service runs here."
        guard !answer.kept.isEmpty else { return first + " Nothing of it is left." }
        return ([first + " These records stay:"] + answer.kept.map { "  \($0.path)  \($0.what)" }).joined(
          separator: "\n")
      }
    }
  }
}
