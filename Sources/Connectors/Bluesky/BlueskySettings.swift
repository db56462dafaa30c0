package import Publishing

/// What a channel says that is an account on Bluesky or another server of the AT Protocol.
package struct BlueskySettings: ConnectorSettings {
  package static let kind = ConnectorKind(
    "bluesky",
    keys: ["service", "account"] + SecretReference.keys("password") + ["languages", "threads"] + NetworkReach.keys,
    readsBack: true)

  /// The account's server, as `https://bsky.social`.
  package let service: String
  /// The handle or DID of the account.
  package let account: String
  /// An app password, not the login's.
  package let password: SecretReference
  package let reach: NetworkReach
  package let languages: [String]
  /// A post that is too long becomes a thread.
  package let threads: Bool

  package init(
    service: String, account: String, password: SecretReference, reach: NetworkReach = NetworkReach(),
    languages: [String] = ["en"], threads: Bool = false
  ) {
    self.service = service
    self.account = account
    self.password = password
    self.reach = reach
    self.languages = languages
    self.threads = threads
  }

  package init?(_ keys: ConnectorKeys) {
    let service = keys["service"] == nil ? "https://bsky.social" : keys.address("service", "")
    let account = keys.text("account", "name the handle, such as council.example.org")
    let password = keys.neededSecret("password", "make an app password in the account's settings")
    guard let service, let account, let password else { return nil }
    self.init(
      service: service, account: account, password: password, reach: keys.reach(),
      languages: keys.texts("languages") ?? ["en"], threads: keys.flag("threads"))
  }

  package var webAddress: String? { service }
  package var handling: Channel.Handling { Channel.Handling(atOnce: 4, preparation: .seconds(180)) }
}
