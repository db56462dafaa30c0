package import Elections
import Foundation
package import Publishing
import Texts

/// Publishes on a WordPress site by its REST API, with an application password (REST API handbook; WordPress 5.6 and
/// later).
///
/// **At most once:** exact. The post is made as a draft whose id is stored; the one public request publishes that id,
/// and repeating it changes nothing. A draft whose answer was lost is found by its slug, or stays behind unseen.
/// Pictures are attached to the draft, which hides them from the site's lists; who guesses a file's address can fetch
/// it before the post is out. No date is ever sent: the site dates the post when it is published.
package struct WordPressConnector: SiteConnector {
  let channel: String
  let settings: WordPressSettings
  let client: APIClient
  let media: MediaSource
  let now: @Sendable () -> Instant
  private let password: SecretSource

  static let api = "/wp-json/wp/v2"

  /// - Parameters:
  ///   - channel: The channel's id.
  ///   - settings: Account and categories.
  ///   - client: The network, with the site as its base.
  ///   - password: An application password, with or without the blanks that WordPress shows in it.
  ///   - media: Where the bytes of pictures are.
  ///   - now: The clock.
  package init(
    channel: String, settings: WordPressSettings, client: APIClient, password: SecretSource,
    media: MediaSource, now: @escaping @Sendable () -> Instant
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
    problems(ofWordsIn: content)
      + problems(
        of: content.media, unless: Set(PageMedia.endings.keys), "a web page takes JPEG, PNG, GIF, WebP and PDF",
        thing: "file")
  }

  func page(of post: ReleasedPost) -> WordPressPlan {
    WordPressPlan(post, site: client.base, categories: settings.categories)
  }

  func notes(on page: WordPressPlan) -> [String] {
    let categories = page.categories.isEmpty ? [] : ["Categories: \(page.categories.joined(separator: ", "))"]
    return categories + ["Page: ends in /\(page.slug), or /\(page.slug)-2 where that is taken"]
  }

  // MARK: Requests

  var answers: SiteAnswers {
    SiteAnswers(
      host: client.host,
      loginRemedy: "the user or the application password is wrong, or the site drops the Authorization header; make a "
        + "new application password in the account's profile.",
      said: Self.said, now: now)
  }

  /// Error answers are `{"code", "message", "data"}`.
  static func said(_ response: WireResponse) -> String {
    guard let json = response.json, let code = json["code"]?.string, let message = json["message"]?.string else {
      return response.isPage ? "" : response.excerpt
    }
    return " (\(code))" + WireResponse.quoted(ShownHTML(message).text)
  }

  func login() throws(SecretProblem) -> Secret {
    let parts = try password.read()
    // WordPress shows a password as six groups of four, and takes it with blanks or without.
    let isGrouped = parts.count > 1 && parts.allSatisfy { $0.withText { $0.utf8.count == 4 } }
    let whole = isGrouped ? Secret(parts.map { $0.withText { $0 } }.joined()) : parts[0]
    return Secret.basic(user: settings.user, password: whole)
  }

  func get(_ path: String, _ login: Secret?) async -> WireOutcome {
    let outcome = await client.send(.get, Self.api + path, authorization: login, longestAnswer: SiteRequest.longestPage)
    guard case .response(let response) = outcome else { return outcome }
    return .response(Self.unwrapped(response))
  }

  /// Asking for drafts without a valid login answers 400 for the parameter, with the 401 inside.
  static func unwrapped(_ response: WireResponse) -> WireResponse {
    guard response.status == 400, let inner = response.json?["data"]?["details"]?["status"],
      let status = inner["data"]?["status"]?.number
    else { return response }
    return WireResponse(status: status, headers: response.headers, body: Array(inner.compactText.utf8))
  }
}
