/// Which way a command takes, and who its caller is there.
package struct ServiceAnswer: Codable, Hashable, Sendable {
  package enum Way: String, Codable, CaseIterable, Sendable {
    /// To the service that owns the store.
    case service
    /// To the store's file.
    case store
  }

  package let way: Way
  /// Where the service answers, or would.
  package let socket: String?
  /// Of the program that answers there.
  package let version: String?
  package let login: String
  /// Why the caller may see only what is public; nil where they may see more.
  package let exclusion: String?
  package let store: String

  package init(
    way: Way, socket: String?, version: String?, login: String, exclusion: String?, store: String
  ) {
    self.way = way
    self.socket = socket
    self.version = version
    self.login = login
    self.exclusion = exclusion
    self.store = store
  }
}
