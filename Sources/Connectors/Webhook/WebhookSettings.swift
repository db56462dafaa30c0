package import Publishing

/// What a channel says whose posts go to a receiver of webhooks.
package struct WebhookSettings: ConnectorSettings {
  package static let kind = ConnectorKind(
    "webhook", keys: ["url"] + SecretReference.keys("secret") + ["receiver-dedupes"] + NetworkReach.keys)

  package let url: String
  package let secret: SecretReference?
  package let reach: NetworkReach
  /// The receiver tells copies apart by their webhook-id, so that an attempt whose answer was lost may be repeated.
  package let receiverDedupes: Bool

  package init(
    url: String, secret: SecretReference?, reach: NetworkReach = NetworkReach(), receiverDedupes: Bool = false
  ) {
    self.url = url
    self.secret = secret
    self.reach = reach
    self.receiverDedupes = receiverDedupes
  }

  package init?(_ keys: ConnectorKeys) {
    let (url, secret) = (keys.address("url", "name where its posts are sent"), keys.secret("secret"))
    guard let url else { return nil }
    self.init(url: url, secret: secret, reach: keys.reach(), receiverDedupes: keys.flag("receiver-dedupes"))
  }

  package var webAddress: String? { url }
}
