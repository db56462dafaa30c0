import Contract
import Desk
import DeskClient
import Foundation
import Publishing

extension GlobalOptions {
  /// The set-up that is meant, with what the program is put together from.
  var choice: SetUpChoice {
    SetUpChoice(
      settings: Self.value(settings, environment: "PORTCULLIS_SETTINGS"),
      calendars: Self.value(calendars, environment: "PORTCULLIS_CALENDARS"),
      store: Self.value(store, environment: "PORTCULLIS_STORE"), actor: actor,
      atStore: Portcullis.peopleActAtStore ? nil : breakGlass ? .breakingGlass : .keeping, parts: Portcullis.parts)
  }

  /// Who acts: the operating system's login, which nobody can choose on the command line, and for whom by --as.
  var actor: Actor { Actor(NSUserName(), actingFor: actingForLogin) }

  private var actingForLogin: String? { Self.value(actingFor, environment: "PORTCULLIS_AS") }

  /// The desk in this process, over files that this account can open itself.
  var ownDesk: Desk { Desk(choice) }

  /// Whoever answers: the service that is named, the one of the set-up where something answers there, else the desk here.
  func desk() async throws -> any AnsweringDesk { try await service().map { $0 as any AnsweringDesk } ?? ownDesk }

  /// The service that is named, or that of the set-up where something answers there.
  func service() async throws -> ServiceDesk? {
    if let named = Self.value(service, environment: "PORTCULLIS_SERVICE") {
      guard !breakGlass else {
        throw Failure(.usage, "--break-glass is for the account that the store belongs to, on the store itself.")
      }
      return try serviceDesk(ServiceAddress(named))
    }
    guard let path = ServicePlace(choice)?.socket, SocketProbe.answers(path) else { return nil }
    // The account that the store belongs to opens it itself, and is recorded as what it is.
    if try StoreLocation(choice).isOwn { return nil }
    let desk = try serviceDesk(.socket(path))
    guard let store = choice.store else { return desk }
    // Whoever names a store means that one, and the service may own another.
    return try await desk.owns(store) ? desk : nil
  }

  private func serviceDesk(_ address: ServiceAddress) throws -> ServiceDesk {
    try ServiceDesk(address, actingFor: actingForLogin, parts: Portcullis.parts)
  }
}
