package import Publishing

/// Which council's set-up a caller means, who the caller is, and what the desk is put together from.
///
/// It is worked out once, by the front end, from what was asked; nothing below it looks at the process's own environment.
package struct SetUpChoice: Sendable {
  /// The settings file that was named; nil where none was.
  package var settings: String?
  /// The folder of calendars that was named.
  package let calendars: String?
  /// The store that was named, `sqlite:PATH`.
  package let store: String?
  /// Who asks, as the kernel or a login proved it, and for whom.
  package var actor: Actor
  package var parts: Parts

  /// The caller's own process opens the store; nil where a service does, for a caller whom it knows.
  package var atStore: Actor.AtStore?

  package init(
    settings: String?, calendars: String?, store: String?, actor: Actor, atStore: Actor.AtStore? = nil, parts: Parts
  ) {
    self.atStore = atStore
    self.settings = settings
    self.calendars = calendars
    self.store = store
    self.actor = actor
    self.parts = parts
  }

  /// Who acts where this register is in force, or none is.
  package func actor(under register: Register?) -> Actor {
    guard let atStore, register != nil else { return actor }
    return actor.standing(atStore: atStore)
  }
}
