package import Publishing

/// What a channel says that is a WordPress site.
package struct WordPressSettings: ConnectorSettings {
  package static let kind = ConnectorKind(
    "wordpress", keys: ["url", "user"] + SecretReference.keys("password") + ["categories"] + NetworkReach.keys,
    readsBack: true)

  /// The site, under which `/wp-json/` lies.
  package let url: String
  package let user: String
  /// An application password, not the login's.
  package let password: SecretReference
  package let reach: NetworkReach
  /// Names of categories that the site has; every post gets them.
  package let categories: [String]

  package init(
    url: String, user: String, password: SecretReference, reach: NetworkReach = NetworkReach(),
    categories: [String] = []
  ) {
    self.url = url
    self.user = user
    self.password = password
    self.reach = reach
    self.categories = categories
  }

  package init?(_ keys: ConnectorKeys) {
    let url = keys.address("url", "name the site")
    let user = keys.text("user", "name the account that publishes")
    let password = keys.neededSecret("password", "make an application password in the account's profile")
    guard let url, let user, let password else { return nil }
    self.init(
      url: url, user: user, password: password, reach: keys.reach(), categories: keys.texts("categories") ?? [])
  }

  package var webAddress: String? { url }
  package var handling: Channel.Handling { Channel.Handling(atOnce: 4, preparation: .seconds(180)) }
}
