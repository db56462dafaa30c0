import Desk
import Foundation
import Publishing

extension GlobalOptions {
  /// The set-up that is meant, with what the program is put together from.
  var choice: SetUpChoice {
    SetUpChoice(
      settings: Self.value(settings, environment: "PORTCULLIS_SETTINGS"),
      calendars: Self.value(calendars, environment: "PORTCULLIS_CALENDARS"),
      store: Self.value(store, environment: "PORTCULLIS_STORE"), actor: actor, parts: Portcullis.parts)
  }

  /// Who acts: the operating system's login, which nobody can choose on the command line, and for whom by --as.
  var actor: Actor {
    Actor(NSUserName(), actingFor: Self.value(actingFor, environment: "PORTCULLIS_AS"))
  }
}
