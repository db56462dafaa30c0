package import Elections
package import Publishing
import Texts

/// Publishes on a Drupal site, such as LocalGov Drupal, by its JSON:API module (Drupal 9 and later; JSON:API 1.0).
///
/// **At most once:** exact by the module's documentation. The node's UUID is made from the delivery's key: posting it
/// again answers 409, and publishing the node again changes nothing. Unproved on a live site: it is tested with
/// answers that follow the documentation. The site must allow JSON:API all operations and have HTTP Basic switched on.
package struct DrupalConnector: SiteConnector {
  let channel: String
  let settings: DrupalSettings
  let client: APIClient
  let media: MediaSource
  let now: @Sendable () -> Instant
  private let password: SecretSource

  static let mediaType = "application/vnd.api+json"

  /// - Parameters:
  ///   - channel: The channel's id.
  ///   - settings: Account, content type and fields.
  ///   - client: The network, with the site as its base.
  ///   - password: The account's.
  ///   - media: Where the bytes of pictures are.
  ///   - now: The clock.
  package init(
    channel: String, settings: DrupalSettings, client: APIClient, password: SecretSource, media: MediaSource,
    now: @escaping @Sendable () -> Instant
  ) {
    self.channel = channel
    self.settings = settings
    self.client = client
    self.password = password
    self.media = media
    self.now = now
  }

  // MARK: Pure

  package func check(_ content: PostContent) -> [ContentProblem] {
    var problems = problems(ofWordsIn: content)
    if Headline.title(of: content).count > 255 {
      problems.append(ContentProblem("The title is longer than the 255 characters that Drupal keeps; shorten it."))
    }
    if !content.media.isEmpty, settings.imageField == nil {
      problems.append(
        ContentProblem(
          "The channel “\(channel)” has no field for pictures; set image-field, or leave the pictures out."))
    }
    return problems
      + self.problems(
        of: content.media, unless: ["image/jpeg", "image/png", "image/gif", "image/webp"],
        "pictures are JPEG, PNG, GIF or WebP", thing: "picture")
  }

  func page(of post: ReleasedPost) -> DrupalPlan { DrupalPlan(post, site: client.base) }

  func notes(on page: DrupalPlan) -> [String] { ["Content type: \(settings.bundle)"] }

  /// The node as a document of JSON:API, to make it or to change all of it.
  func document(_ planned: DrupalPlan, _ items: [MediaItem], _ kept: DrupalKept, isPublic: Bool) -> JSON {
    var attributes: [(String, JSON)] = [
      ("title", .string(planned.title)),
      (
        settings.bodyField,
        .object([("value", .string(planned.html)), ("format", .string(settings.format))])
      ),
    ]
    // Under content moderation the status follows from the state, and may not be set.
    attributes.append(
      settings.isModerated
        ? ("moderation_state", .string(isPublic ? "published" : "draft")) : ("status", .bool(isPublic)))
    var data: [(String, JSON)] = [
      ("type", .string("node--\(settings.bundle)")), ("id", .string(planned.node)),
      ("attributes", .object(attributes)),
    ]
    if let field = settings.imageField {
      let pictures = zip(items, kept.files).map { item, file in
        JSON.object([
          ("type", .string("file--file")), ("id", .string(file)),
          ("meta", .object([("alt", .string(PostHTML.oneLine(item.alt)))])),
        ])
      }
      if !pictures.isEmpty {
        data.append(("relationships", .object([(field, .object([("data", .array(pictures))]))])))
      }
    }
    return .object([("data", .object(data))])
  }

  // MARK: Requests

  var nodes: String { "/jsonapi/node/\(settings.bundle)" }

  var answers: SiteAnswers {
    SiteAnswers(
      host: client.host,
      loginRemedy: "the user or the password is wrong, or HTTP Basic is switched off on the site; correct them.",
      said: Self.said, now: now)
  }

  /// Error answers are `{"errors": [{"status", "title", "detail", "source": {"pointer"}}]}`.
  static func said(_ response: WireResponse) -> String {
    guard let error = response.json?["errors"]?.array?.first, let detail = error["detail"]?.string else {
      return response.isPage ? "" : response.excerpt
    }
    // The site's own words, where JSON:API only reads, do not say where that is changed.
    let remedy =
      response.status == 405 ? " (JSON:API only reads: accept all operations at /admin/config/services/jsonapi)" : ""
    return remedy + WireResponse.quoted(detail)
  }

  func login() throws(SecretProblem) -> Secret {
    Secret.basic(user: settings.user, password: try password.read()[0])
  }

  func get(_ path: String, _ login: Secret?) async -> WireOutcome {
    await client.send(
      .get, path, headers: [("accept", Self.mediaType)], authorization: login, longestAnswer: SiteRequest.longestPage)
  }

  func request(_ method: WireRequest.Method, _ path: String, _ json: JSON) -> SiteRequest {
    SiteRequest(
      method: method, path: path, headers: [("accept", Self.mediaType)],
      body: .bytes(Array(json.compactText.utf8), type: Self.mediaType))
  }

  /// Our own node; nil for whatever else a site answers with.
  func node(_ response: WireResponse, _ planned: DrupalPlan) -> DrupalNode? {
    DrupalNode(response.json, settings, site: client.base).flatMap { $0.id == planned.node.lowercased() ? $0 : nil }
  }
}
