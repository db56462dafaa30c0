package import Elections
package import Texts

/// How a released post reaches one channel: the only code that speaks to a network.
///
/// `commit` makes the one public mutation; whatever can be prepared invisibly comes before it, and everything
/// else only reads. A connector refuses to write without a permit for exactly what it was given (G-33).
package protocol Connector: Sendable {
  /// Its name in the settings: `feed`, `webhook`.
  var kind: String { get }

  /// How many deliveries of the channel may be under way at once.
  var simultaneousSends: Int { get }

  /// Whether `prepare` has anything to do; where it has not, the gate saves the way there.
  var preparesFirst: Bool { get }

  /// How long a permit may live: a second where one request is the whole send; longer where a conversation comes before
  /// the byte that makes it public. A closing change lists what is under way meanwhile (G-21).
  var longestPermit: Duration { get }

  /// How long the answer to the byte that makes it public may be awaited; nil where that is within the gate's usual time.
  var longestAnswer: Duration? { get }

  /// Whether `verify` looks where the public does, so that a post counts as seen once it says so (C-10).
  var readsBack: Bool { get }

  /// Reads what the server says of its limits, where it tells, for `check`. May be called at any time.
  func learnLimits() async

  /// What keeps this content from being published here; empty when nothing does. Pure.
  func check(_ content: PostContent) -> [ContentProblem]

  /// What will be sent. Pure and deterministic: the same post, revision and key give the same bytes.
  func plan(_ post: ReleasedPost) throws(ContentProblem) -> SendPlan

  /// Uploads and drafts that nobody sees. May be repeated: what an earlier preparation kept is in `preparation`.
  func prepare(_ plan: SendPlan, _ preparation: Preparation) async -> PrepareOutcome

  /// The one public mutation: one request, sent once, never repeated inside. It asks `permit.mayLeave` when nothing but
  /// the bytes is left, and lets none leave on false.
  func commit(_ prepared: Prepared, under permit: Permit) async -> CommitOutcome

  /// Did it go out? Never mutates.
  func find(_ prepared: Prepared) async -> FindOutcome

  /// Reads back what the public sees and compares it with what was approved.
  func verify(_ receipt: Receipt, against plan: SendPlan) async -> VerifyOutcome

  /// Exactly what will be sent, for a person to read before it is. Pure.
  func preview(_ plan: SendPlan) -> String

  /// Whether the channel could be used now: the credential, the account, the limits. Posts nothing.
  func test() async -> ChannelTest
}

extension Connector {
  package var preparesFirst: Bool { false }
  package var readsBack: Bool { false }
  package var longestPermit: Duration { PermitGrant.longest }
  package var longestAnswer: Duration? { nil }
  package func learnLimits() async {}

  package func prepare(_ plan: SendPlan, _ preparation: Preparation) async -> PrepareOutcome {
    .ready(Prepared(plan: plan))
  }

  package func preview(_ plan: SendPlan) -> String { String(decoding: plan.payload, as: UTF8.self) }
}

/// What `channel test` found.
package struct ChannelTest: Hashable, Sendable {
  package let isUsable: Bool
  /// Whole sentences: who is logged in, what the limits are, or what is wrong and what to do.
  package let findings: [String]

  package init(isUsable: Bool, findings: [String]) {
    self.isUsable = isUsable
    self.findings = findings
  }
}

/// Why content cannot be published on a channel, by how much, and what to do.
package struct ContentProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// Exactly what will be sent; stored with the first attempt and used by every later one.
package struct SendPlan: Hashable, Sendable {
  package let post: ReleasedPost
  package let contentHash: ContentHash
  /// The bytes that the connector sends or renders, in its own form.
  package let payload: [UInt8]

  package init(post: ReleasedPost, payload: [UInt8]) {
    self.post = post
    contentHash = post.content.hash
    self.payload = payload
  }
}

/// A plan with what `prepare` made for it, and where it is looked up, what is known of its lost attempt.
package struct Prepared: Hashable, Sendable {
  package let plan: SendPlan
  /// The ids that the network gave to drafts and uploads, in the connector's own form; never a secret.
  package let kept: [UInt8]?
  package let lost: LostAttempt?

  package init(plan: SendPlan, kept: [UInt8]? = nil, lost: LostAttempt? = nil) {
    self.plan = plan
    self.kept = kept
    self.lost = lost
  }
}

/// What the gate knows of an attempt whose answer was lost, for whoever looks for what it made.
package struct LostAttempt: Hashable, Sendable {
  /// When its permit was given; nothing older is its work.
  package let began: Instant
  /// Until when its request can have been under way; nothing newer is its work.
  package let ended: Instant
  /// The ids on the channel that are other deliveries' already.
  package let taken: Set<String>
  /// The channel's other deliveries whose answers were lost: what is found may be theirs.
  package let rivals: [Prepared]
  /// Why the answer was no answer, as its connector said.
  package let reason: String

  package init(
    began: Instant, ended: Instant, taken: Set<String>, rivals: [Prepared] = [], reason: String = ""
  ) {
    self.began = began
    self.ended = ended
    self.taken = taken
    self.rivals = rivals
    self.reason = reason
  }
}

package enum PrepareOutcome: Hashable, Sendable {
  case ready(Prepared)
  /// Refused for what the post itself says or carries, with what to change: it waits for a person.
  case rejected(String)
  /// Not now; not again before `after`, where the receiver names a time.
  case retry(String, after: Duration?)
  case needsLogin(String)
  /// Refused for the channel's sake, as `CommitOutcome.channelRefused`.
  case channelRefused(String)
}

package enum CommitOutcome: Hashable, Sendable {
  case published(Receipt)
  /// Refused for good, for what the post itself says or carries, with what to change. Nothing else is a reason, since a
  /// delivery that failed never changes.
  case rejected(String)
  /// Refused, and nothing says whether for the post's sake or the channel's: it waits for a person.
  case undecided(String)
  /// Certainly not sent; not again before `after`, where the receiver names a time.
  case notSent(String, after: Duration?)
  /// Refused for want of a valid credential: holds the channel.
  case needsLogin(String)
  /// Refused for the channel's sake, whatever the post says: what the account may do, the address, the list. Certainly
  /// not sent; holds the channel.
  case channelRefused(String)
  /// It may have been sent. Where it turns out that it was not, not again before `after`.
  case uncertain(String, after: Duration? = nil)
}

package enum FindOutcome: Hashable, Sendable {
  case found(Receipt)
  /// Not there, and sending the same plan again cannot make a second one.
  case absentForCertain
  /// Not there now, but a request may still be on its way.
  case absentPerhaps(String)
  case changedByOthers(String)
  case cannotTell(String)
}

package enum VerifyOutcome: Hashable, Sendable {
  case same
  /// Nothing differs as the channel's own account sees it; what strangers see could not be read, for this reason.
  case sameToOwner(String)
  case differs([String])
  case notVisibleYet
  case cannotRead(String)
}
