/// What a person can do about something that is wrong or waits: an act or a place of Portcullis, not the words for it.
///
/// Each front end words it for its own readers: the command line names a command, a page a button or a link. What is
/// recorded, and read years later, has the plain words of ``description``.
package enum Remedy: Hashable, Sendable {
  /// Put calendars and settings into force.
  case adopt
  /// Look at what adopting would change.
  case previewAdoption
  /// Adopt though it replaces what is in force.
  case adoptReplacing
  /// Put the set-up into force in a store that is named.
  case adoptIntoStore
  /// Begin anew with a set-up and a store.
  case setUp
  case checkCalendars
  case checkSettings
  /// Check the store, as its owner, which brings it up to date.
  case checkStore
  case listPosts
  /// See the posts that wait for an approval of whoever asks.
  case listAwaiting
  case listOverrides
  case listTokens
  case listAudit
  /// Look at a post whole.
  case showPost(PostID)
  /// Look at a post whole; which one, the sentence says.
  case showPosts
  case editPost
  /// Decide about what waits for a person.
  case review
  case reviewDelivery(DeliveryName)
  /// Take up a channel whose receiver refused, once that is mended.
  case resumeChannel(String)
  /// End a pause of one channel, or of all.
  case endPause(String?)
  /// Vouch for the machine's clock.
  case confirmClock
}

extension Remedy: CustomStringConvertible {
  /// As a record has it, whoever reads it and whenever: a name for the act.
  package var description: String {
    switch self {
    case .adopt: "an adoption"
    case .previewAdoption: "the preview of an adoption"
    case .adoptReplacing: "an adoption that may replace"
    case .adoptIntoStore: "an adoption into a named store"
    case .setUp: "a new set-up"
    case .checkCalendars: "the check of the calendars"
    case .checkSettings: "the check of the settings"
    case .checkStore: "the check of the store"
    case .listPosts: "the list of posts"
    case .listAwaiting: "the list of posts that await an approval"
    case .listOverrides: "the list of overrides"
    case .listTokens: "the list of tokens"
    case .listAudit: "the audit log"
    case .showPost(let post): "the whole of post \(post)"
    case .showPosts: "the whole of the post"
    case .editPost: "an edit"
    case .review: "a review"
    case .reviewDelivery(let name): "a review of \(name)"
    case .resumeChannel(let channel): "a resumption of “\(channel)”"
    case .endPause(let channel?): "the end of the pause of “\(channel)”"
    case .endPause(nil): "the end of the pause of every channel"
    case .confirmClock: "a confirmation of the clock"
    }
  }
}
