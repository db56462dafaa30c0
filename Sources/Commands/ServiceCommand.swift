import ArgumentParser
import Contract
import Desk
import DeskClient
import Foundation
import Publishing
import Texts

struct ServiceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service", abstract: "Tells which service answers, and who you are to it.",
    subcommands: [ServiceStatus.self])
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
