package import Publishing

/// What a channel says that is an account on a Mastodon instance.
package struct MastodonSettings: ConnectorSettings {
  package static let kind = ConnectorKind(
    "mastodon",
    keys: ["url"] + SecretReference.keys("token") + ["visibility", "language", "content-warning"] + NetworkReach.keys,
    readsBack: true)

  package enum Visibility: String, CaseIterable, Sendable { case `public`, unlisted, `private` }

  /// The instance, as `https://mastodon.example`.
  package let url: String
  package let token: SecretReference
  package let reach: NetworkReach
  package let visibility: Visibility
  package let language: String
  /// Shown before the text, which is then hidden behind it.
  package let contentWarning: String?

  package init(
    url: String, token: SecretReference, reach: NetworkReach = NetworkReach(), visibility: Visibility = .public,
    language: String = "en", contentWarning: String? = nil
  ) {
    self.url = url
    self.token = token
    self.reach = reach
    self.visibility = visibility
    self.language = language
    self.contentWarning = contentWarning
  }

  package init?(_ keys: ConnectorKeys) {
    let url = keys.address("url", "name the instance")
    let token = keys.neededSecret(
      "token", "make an application with write:statuses, write:media, read:statuses and read:accounts there")
    guard let url, let token else { return nil }
    self.init(
      url: url, token: token, reach: keys.reach(), visibility: keys["visibility"]?.choice(Visibility.self) ?? .public,
      language: keys["language"]?.text() ?? "en", contentWarning: keys["content-warning"]?.text())
  }

  package var webAddress: String? { url }
  package var handling: Channel.Handling { Channel.Handling(atOnce: 4, preparation: .seconds(180)) }
}
