import Elections
import Foundation
import Publishing
import TestSupport
import Testing
import Texts

/// Which words go from the records beside the log, and from which.
@Suite struct RemovedWordsTests {
  private static let noon = ClockGuardTests.noon
  private static let words = "Mrs O’Neill asked"
  private static let removal = TextRemoval(
    ofEntry: 7, at: noon, reason: "erasure", by: "dee", under: .unregistered(RevisionNumber(1)))

  private static func entry(
    _ fact: AuditFact, post: Int64? = nil, channel: String? = nil, revision: Int64? = 1
  ) -> AuditEntry {
    let draft = AuditDraft(
      at: noon, actor: "ann", fact, post: post.map(PostID.init), channel: channel,
      revision: revision.map(RevisionNumber.init))
    return AuditEntry.sealing(draft, id: 7, previous: AuditChain.start) { TextKey(high: 1, low: 2) }
  }

  private static func removed(from entry: AuditEntry) throws -> RemovedWords? {
    let decision = try Decision.removal(removal, from: entry, epoch: RevisionNumber(1))
    #expect(decision.answer)
    guard case .textRemoved(from: 7, let draft)? = decision.writes.first, draft.event == .textRemoved else {
      Issue.record("\(decision.writes)")
      return nil
    }
    guard case .wordsRemoved(let removed)? = decision.writes.dropFirst().first else { return nil }
    return removed
  }

  private static let mark = "[removed by dee, \(UTCText.text(noon)): text of entry 7 of the audit log]"

  @Test(arguments: [
    (words, mark), ("\(words) ", "\(mark) "),
    ("It may have gone out already: \(words)", "It may have gone out already: \(mark)"),
    ("\(words) It was taken in hand 3 times.", "\(mark) It was taken in hand 3 times."),
    ("a: \(words) b, \(words)", "a: \(mark) b, \(mark)"), ("\(words) \(words)", "\(mark) \(mark)"),
    // Other words, of which these are a part.
    ("\(words)!", "\(words)!"), ("(\(words)", "(\(words)"), ("\(words)\(words)", "\(words)\(words)"),
    ("mrs O’Neill asked", "mrs O’Neill asked"), ("", ""), ("Something else", "Something else"),
  ])
  func `words go where they stand whole, and from sentences that were made of them`(reason: String, left: String) throws
  {
    let entry = Self.entry(.cancelled(AuditFact.Decided(Self.words, was: .queued)), post: 1, channel: "website")
    let removed = try #require(try Self.removed(from: entry))
    #expect(removed.without(reason) == left)
    #expect(removed.without(removed.without(reason)) == left)
  }

  @Test func `they go from the delivery, channel or revision that the entry is about`() throws {
    let reason = AuditFact.Reason(Self.words)
    let delivery = RemovedWords.Place.delivery(DeliveryName(post: PostID(1), channel: "website"))
    #expect(try Self.removed(from: Self.entry(.failed(reason), post: 1, channel: "website"))?.place == delivery)
    #expect(try Self.removed(from: Self.entry(.channelStopped(reason), channel: "hook"))?.place == .channel("hook"))
    #expect(try Self.removed(from: Self.entry(.pauseEnded(reason)))?.place == .channel(nil))
    let adopted = AuditFact.Adopted(
      ContentHash(of: []), isAutomatic: false, reason: Self.words, inFlight: [], setAside: [], change: nil)
    #expect(try Self.removed(from: Self.entry(.adopted(adopted), revision: 3))?.place == .revision(RevisionNumber(3)))
    // Whose words stand nowhere else.
    #expect(try Self.removed(from: Self.entry(.clockConfirmed(reason)))?.place == RemovedWords.Place.none)
    #expect(try Self.removed(from: Self.entry(.pauseEnded(AuditFact.Reason("")))) == nil)
  }

  @Test func `G-52: of a call that may have brought the words, or is answered with them, only its id is kept`() throws {
    var generator = SeededGenerator(seed: 5)
    let words = "a/b “\"” \\ é"
    let removed = try #require(try Self.removed(from: Self.entry(.pauseEnded(AuditFact.Reason(words)))))
    func kept(_ seconds: Int64, _ answer: [UInt8]) -> KeptOperation {
      KeptOperation(
        id: OperationID(at: Self.noon.adding(seconds: seconds), using: &generator), digest: 9, answer: answer)
    }
    let inJSON = try Array(JSONEncoder().encode(["reason": words]))
    for (operation, stays) in [
      (kept(0, []), false), (kept(-60, [1]), false), (kept(61, [1]), true), (kept(-61, Array("something".utf8)), true),
      (kept(4000, Array("so \(words)".utf8)), false), (kept(4000, inJSON), false),
      (kept(4000, Array(JSON.string(words).compactText.utf8)), false),
    ] {
      let left = operation.without(removed)
      #expect(left == (stays ? operation : KeptOperation(id: operation.id, digest: 0, answer: [])))
    }
  }

  @Test func `each state of a delivery loses the words and nothing else`() throws {
    let entry = Self.entry(.cancelled(AuditFact.Decided(Self.words, was: .queued)), post: 1, channel: "website")
    let removed = try #require(try Self.removed(from: entry))
    func delivery(_ state: DeliveryState, _ wish: Wish?) -> Delivery {
      Delivery(
        id: DeliveryID(1), post: PostID(1), channel: "website", contentClass: .routine,
        contentHash: ContentHash(of: []), key: DeliveryKey(high: 1, low: 2), due: Self.noon, state: state, wish: wish)
    }
    func states(_ words: String) -> [DeliveryState] {
      [
        .queued(nil), .uncertain(since: Self.noon, reason: words), .review(since: Self.noon, reason: words),
        .failed(at: Self.noon, reason: words), .cancelled(at: Self.noon, reason: words), .expired(at: Self.noon),
        .published(
          Receipt(remoteID: "confirmed by a person: \(words)", at: Self.noon, mayRepeat: true), confirmed: Self.noon),
      ]
    }
    for (before, after) in zip(states(Self.words), states(Self.mark)) {
      let wish = Wish(.cancel, at: Self.noon, by: "ann", reason: Self.words)
      let left = Wish(.cancel, at: Self.noon, by: "ann", reason: Self.mark)
      #expect(delivery(before, wish).without(removed) == delivery(after, left))
    }
    // An id that a network gave is no words of anybody.
    let receipt = DeliveryState.published(Receipt(remoteID: Self.words, at: Self.noon), confirmed: Self.noon)
    #expect(delivery(receipt, nil).without(removed) == delivery(receipt, nil))
  }
}
