package import Publishing

/// What a channel says that is a Drupal site.
package struct DrupalSettings: ConnectorSettings {
  package static let kind = ConnectorKind(
    "drupal",
    keys: ["url", "user"] + SecretReference.keys("password")
      + ["bundle", "body-field", "format", "image-field", "moderated"] + NetworkReach.keys,
    readsBack: true)

  /// The site, under which `/jsonapi` lies.
  package let url: String
  package let user: String
  package let password: SecretReference
  package let reach: NetworkReach
  /// The content type, as `localgov_news_article`.
  package let bundle: String
  /// The field that holds the text, and its text format.
  package let bodyField: String
  package let format: String
  /// The image field and the field of alt text are one in Drupal; nil: pictures cannot be published here.
  package let imageField: String?
  /// Content moderation is on: publishing is a state of its workflow.
  package let isModerated: Bool

  package init(
    url: String, user: String, password: SecretReference, reach: NetworkReach = NetworkReach(), bundle: String,
    bodyField: String = "body", format: String = "basic_html", imageField: String? = nil, isModerated: Bool = false
  ) {
    self.url = url
    self.user = user
    self.password = password
    self.reach = reach
    self.bundle = bundle
    self.bodyField = bodyField
    self.format = format
    self.imageField = imageField
    self.isModerated = isModerated
  }

  package init?(_ keys: ConnectorKeys) {
    let url = keys.address("url", "name the site")
    let user = keys.text("user", "name the account that publishes")
    let password = keys.neededSecret("password", "give the account's password")
    let bundle = keys.text("bundle", "name the content type, such as localgov_news_article")
    guard let url, let user, let password, let bundle else { return nil }
    self.init(
      url: url, user: user, password: password, reach: keys.reach(), bundle: bundle,
      bodyField: keys["body-field"]?.text() ?? "body", format: keys["format"]?.text() ?? "basic_html",
      imageField: keys["image-field"]?.text(), isModerated: keys.flag("moderated"))
  }

  package var webAddress: String? { url }
  package var handling: Channel.Handling { Channel.Handling(atOnce: 4, preparation: .seconds(180)) }
}
