import Foundation
import Publishing

extension GlobalOptions {
  /// Who acts: the operating system's login, which nobody can choose on the command line, and for whom by --as.
  var actor: Actor {
    Actor(NSUserName(), actingFor: Self.value(actingFor, environment: "PORTCULLIS_AS"))
  }
}
