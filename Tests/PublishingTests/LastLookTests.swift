import Elections
import Publishing
import Testing
import Texts

/// All that the last look asks, one by one.
@Suite struct LastLookTests {
  static let now = Instant(millisecondsSince1970: 1_800_000_000_000)
  static let hash = PostContent(text: "a").hash
  static let grant = OverrideGrant(id: OverrideID(3), until: now.adding(.milliseconds(1)))

  static func found(
    isBeingSent: Bool = true, fence: Int64 = 2, contentHash: ContentHash = hash, override: OverrideGrant? = grant,
    expires: Instant? = now.adding(.milliseconds(1)), epoch: Int64 = 5, isPaused: Bool = false, isStopped: Bool = false,
    isInDoubt: Bool = false, isWithdrawn: Bool = false
  ) -> LastLook.Found {
    LastLook.Found(
      isBeingSent: isBeingSent, fence: fence, contentHash: contentHash, override: override, expires: expires,
      epoch: RevisionNumber(epoch), isPaused: isPaused, isStopped: isStopped, isInDoubt: isInDoubt,
      isWithdrawn: isWithdrawn)
  }

  static let look = LastLook(
    delivery: DeliveryID(1), fence: 2, revision: RevisionNumber(5), contentHash: hash, override: OverrideID(3))

  static let refused: [(LastLook.Found?, LastLook.Refusal)] = [
    (nil, .notOurs), (found(isBeingSent: false), .notOurs), (found(fence: 3), .notOurs),
    (found(isWithdrawn: true), .withdrawn), (found(epoch: 6), .superseded),
    (found(contentHash: PostContent(text: "b").hash), .contentChanged),
    (found(isPaused: true), .paused), (found(isStopped: true), .stopped), (found(isInDoubt: true), .inDoubt),
    (found(override: nil), .overrideEnded),
    (found(override: OverrideGrant(id: OverrideID(3), until: now)), .overrideEnded),
    (found(override: OverrideGrant(id: OverrideID(4), until: now.adding(seconds: 9))), .overrideEnded),
    (found(expires: now), .expired),
  ]

  @Test func `G-20: what stands lets it leave, and each thing that closed meanwhile does not`() {
    #expect(Self.look.refusal(Self.found(), at: Self.now) == nil)
    let unheld = LastLook(
      delivery: DeliveryID(1), fence: 2, revision: RevisionNumber(5), contentHash: Self.hash, override: OverrideID(3),
      isHeldInDoubt: false)
    #expect(unheld.refusal(Self.found(isInDoubt: true), at: Self.now) == nil)
    for (found, refusal) in Self.refused {
      #expect(Self.look.refusal(found, at: Self.now) == refusal)
      #expect(refusal.description.contains("nothing left"))
    }
  }
}
