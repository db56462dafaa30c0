import Elections
import Foundation
@testable import Publishing
import Synchronization
import Texts
@testable import Connectors

/// The real WordPress, as the gate, the public and its editors see it.
struct WordPressServer {
  let direct: APIClient

  init() throws { direct = APIClient(base: try Servers.value("WORDPRESS_URL"), transport: Servers.transport()) }

  /// `transport` decides what reaches the site; `cut` goes by the proxy.
  func connector(
    cut: Bool = false, role: String = "AUTHOR", categories: [String] = [], transport: (any Transport)? = nil,
    password: SecretSource? = nil
  ) throws -> WordPressConnector {
    let base = try Servers.value(cut ? "WORDPRESS_CUT_URL" : "WORDPRESS_URL")
    return WordPressConnector(
      channel: "website",
      settings: WordPressSettings(
        url: base, user: try Servers.value("WORDPRESS_\(role)_USER"), password: .environment("P"),
        categories: categories),
      client: APIClient(
        base: base, transport: transport ?? Servers.transport(),
        timeouts: PhaseTimeouts(read: .seconds(2), overall: .seconds(2))),
      password: try password ?? Servers.secret("WORDPRESS_\(role)_PASSWORD"),
      media: MediaSource { _ in Self.picture }, now: Servers.now)
  }

  // MARK: Posts

  /// One pixel.
  static let picture = [UInt8](
    Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
      ?? Data())

  static func item(alt: String) -> MediaItem {
    MediaItem(
      hash: ContentHash(of: picture), fileName: "bins.png", mediaType: "image/png", alt: alt,
      byteCount: picture.count)
  }

  /// A post whose words no other test has, and the word by which it is found.
  static func post(_ text: String = "Bins move to Friday", alt: String? = nil, title: String? = nil) -> (
    ReleasedPost, word: String
  ) {
    var generator = SystemRandomNumberGenerator()
    let key = DeliveryKey.random(using: &generator)
    // Letters only: an x between digits is written as a number, and the site's search would not find it.
    let word = "w\(key.text.filter(\.isLetter))"
    return (
      ReleasedPost(
        name: DeliveryName(post: PostID(1), channel: "website"), revision: 1, key: key, due: Servers.now(),
        content: PostContent(text: "\(text) \(word)", title: title, media: alt.map { [item(alt: $0)] } ?? [])), word
    )
  }

  // MARK: As others see it

  struct Surprise: Error { let answer: WireOutcome }

  func response(_ outcome: WireOutcome) throws -> WireResponse {
    guard case .response(let response) = outcome else { throw Surprise(answer: outcome) }
    return response
  }

  /// The posts that the public finds by a word.
  func published(_ word: String) async throws -> [JSON] {
    let answer = await direct.send(
      .get, "/wp-json/wp/v2/posts?search=\(word)&_fields=id,link,title,content", longestAnswer: 1 << 20)
    guard let list = try response(answer).json?.array else { throw Surprise(answer: answer) }
    return list
  }

  func page(_ url: String) async throws -> String {
    let path = String(url.dropFirst(direct.base.count))
    return String(
      decoding: try response(await direct.send(.get, path, longestAnswer: 1 << 22)).body, as: UTF8.self)
  }

  /// What an editor or the administrator does by hand.
  @discardableResult
  func act(_ path: String, _ fields: [(String, JSON)] = [], role: String = "ADMINISTRATOR") async throws -> JSON {
    let user = try Servers.value("WORDPRESS_\(role)_USER")
    let password = try Servers.secret("WORDPRESS_\(role)_PASSWORD").read()[0]
    let answer = await direct.send(
      .post, "/wp-json/wp/v2\(path)", authorization: .basic(user: user, password: password),
      body: .json(.object(fields)), longestAnswer: 1 << 20)
    let response = try response(answer)
    guard (200...299).contains(response.status), let json = response.json else { throw Surprise(answer: answer) }
    return json
  }

  func uploads(_ key: DeliveryKey) async throws -> Int {
    let answer = await direct.send(
      .get, "/wp-json/wp/v2/media?slug=portcullis-\(key.text)-1,portcullis-\(key.text)-1-2&_fields=id")
    return try response(answer).json?.array?.count ?? 0
  }

  /// Waits until a request that the proxy held back has arrived.
  func waitForLateDelivery() async throws {
    let control = APIClient(base: try Servers.value("CUTTER_URL"), transport: Servers.transport())
    for _ in 0..<2000 {
      let log = try response(await control.send(.get, "/wordpress", longestAnswer: 1 << 20)).json?["log"]?.array
      if log?.contains(where: { $0["upstream_status"]?.number != nil }) == true { return }
      await Task.yield()
    }
    throw Servers.MissingServer(name: "late delivery")
  }
}

/// Lets a number of requests through, and then nothing: as if the process had died there.
final class DyingTransport: Transport {
  private let left: Mutex<Int>
  private let lastArrives: Bool
  private let real = Servers.transport()

  /// `lastArrives`: one more request reaches the site, and its answer reaches nobody.
  init(after count: Int, lastArrives: Bool) {
    left = Mutex(count)
    self.lastArrives = lastArrives
  }

  func send(_ request: WireRequest, timeouts: PhaseTimeouts) async -> WireOutcome {
    let left = left.withLock { left in
      left -= 1
      return left
    }
    if left >= 0 { return await real.send(request, timeouts: timeouts) }
    if left == -1, lastArrives { _ = await real.send(request, timeouts: timeouts) }
    return .maybeSent("The process died.")
  }
}

/// Keeps what was sent.
final class WatchingTransport: Transport {
  private let seen = Mutex<[WireRequest]>([])
  private let real = Servers.transport()
  var requests: [WireRequest] { seen.withLock { $0 } }

  func send(_ request: WireRequest, timeouts: PhaseTimeouts) async -> WireOutcome {
    seen.withLock { $0.append(request) }
    return await real.send(request, timeouts: timeouts)
  }
}
