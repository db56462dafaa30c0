import Elections
import Publishing

/// A web site on which a post becomes a page: the way that posts go there, whichever software the site runs on.
///
/// A draft that nobody sees is made first, and read to see that it holds what was approved. One request then publishes it,
/// and carries the whole page again, so that whatever somebody did to the draft meanwhile is not published. What is out
/// is read as a stranger reads it. Here is what all such sites have in common; each connector adds its own requests and
/// what the answers to them mean.
protocol SiteConnector: Connector {
  associatedtype Page: SitePage

  var client: APIClient { get }
  var media: MediaSource { get }
  var now: @Sendable () -> Instant { get }
  /// What the site's answers mean.
  var answers: SiteAnswers { get }

  func login() throws(SecretProblem) -> Secret

  /// Reads, as a stranger where there is no login.
  func get(_ path: String, _ login: Secret?) async -> WireOutcome

  // MARK: Each connector's own

  /// The page that a post is to become.
  func page(of post: ReleasedPost) -> Page

  /// What a preview says of the page besides its words, its media and who sees it.
  func notes(on page: Page) -> [String]

  /// Makes what nobody sees, and gives what the site called it, as `Prepared` keeps it.
  func draft(
    _ page: Page, of plan: SendPlan, _ preparation: Preparation, _ login: Secret
  ) async throws(Unprepared) -> [UInt8]

  /// The one request that makes the page public; nil where its draft is not ready.
  func publication(of page: Page, _ prepared: Prepared) -> SiteRequest?

  /// What the answer to that request means.
  func committed(_ page: Page, _ prepared: Prepared, by response: WireResponse) -> CommitOutcome

  /// Whether the page went out; never changes anything.
  func find(_ page: Page, _ prepared: Prepared, _ login: Secret) async -> FindOutcome

  /// Where the page is read as the public sees it.
  func address(of page: Page, _ receipt: Receipt) -> String

  /// Whether the site itself refuses a stranger because this page is not public, rather than keeping strangers out of all.
  func refusesThisPageAlone(_ response: WireResponse) -> Bool

  /// What an answer shows of the page.
  func sight(
    _ response: WireResponse, of page: Page, _ receipt: Receipt, _ plan: SendPlan, asStranger: Bool
  ) async -> SiteSight

  /// Whether the channel could be used now; only reads.
  func test(_ login: Secret) async -> ChannelTest
}

/// What will stand on a site, as it is stored with the delivery.
protocol SitePage: Hashable {
  /// The software, as people call it.
  static var product: String { get }

  /// Ids are worth something on the site that gave them only.
  var site: String { get }
  /// The title as people read it.
  var shownTitle: String { get }
  var payload: [UInt8] { get }

  /// Reads `payload` back; nil for anything else.
  init?(payload: [UInt8])
}

/// A request that changes something on a site.
struct SiteRequest: Sendable {
  let method: WireRequest.Method
  let path: String
  var headers: [(name: String, value: String)] = []
  let body: APIClient.Body
  var longestAnswer = SiteRequest.longestPage
  /// For all of the request, where it takes longer than usual.
  var timeout: Duration?

  /// An answer about a page; it holds its text twice where a site adds fields of its own.
  static let longestPage = 4 * 1024 * 1024
  /// For the upload of a picture.
  static let uploadTime = Duration.seconds(120)
}

/// What was read of a page that should be public.
enum SiteSight {
  case notPublic
  /// The answer is not one about a page.
  case unreadable
  /// It is there, with whatever people would miss, in whole sentences.
  case shown(differences: [String])
}
