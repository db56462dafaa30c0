import Elections
import Publishing
import TestSupport
import Testing
import Texts

@Suite struct DeliveryTests {
  static let noon = Instant(millisecondsSince1970: 1_800_000_000_000)
  static let claim = Claim(service: ServiceID(1), leaseEnds: noon.adding(seconds: 30))
  static let receipt = Receipt(remoteID: "id", at: noon)

  static func delivery(_ state: DeliveryState = .queued(nil), fence: Int64 = 0, wasUncertain: Bool = false) -> Delivery
  {
    Delivery(
      id: DeliveryID(1), post: PostID(1), channel: "website", contentClass: .routine,
      contentHash: PostContent(text: "a").hash, key: DeliveryKey(high: 1, low: 2), due: noon, state: state,
      fence: fence,
      wasUncertain: wasUncertain)
  }

  static let edit = DeliveryEdit(
    revision: 2, contentClass: .service, contentHash: PostContent(text: "b").hash, key: DeliveryKey(high: 3, low: 4),
    due: noon.adding(seconds: 60), lateAfter: nil, expires: nil, isMoved: false)

  static let events: [DeliveryEvent] = [
    .claim(claim), .permit(fence: 1), .giveBack(fence: 1, next: nil), .publish(fence: 1, receipt, confirmed: noon),
    .fail(fence: 1, at: noon, reason: "r"), .loseAnswer(fence: 1, at: noon, reason: "r"),
    .giveUp(fence: 1, at: noon, reason: "r"), .abandon(fence: 1, at: noon), .tooLate(at: noon, reason: "r"),
    .expire(at: noon), .foundAfterDoubt(fence: 1, receipt, confirmed: noon),
    .absentAfterDoubt(fence: 1, next: noon), .stillInDoubt(fence: 1, next: noon), .edit(edit),
    .cancel(at: noon, reason: "r"), .release(at: noon), .confirm(at: noon, reason: "r"),
  ]

  static let states: [DeliveryState] = [
    .queued(nil), .queued(claim), .sending(claim), .uncertain(since: noon, reason: "r"),
    .review(since: noon, reason: "r"), .published(receipt, confirmed: noon), .failed(at: noon, reason: "r"),
    .cancelled(at: noon, reason: "r"), .expired(at: noon),
  ]

  /// The whole table: which state each event leads to; what is missing is refused.
  static let table: [DeliveryState.Name: [(from: Int, event: Int)]] = [
    .queued: [(0, 0), (1, 2), (2, 2), (3, 2), (1, 7), (3, 11), (0, 13), (1, 13), (4, 15), (3, 15)],
    .sending: [(1, 1)],
    .published: [(2, 3), (3, 3), (3, 10), (3, 16)],
    .failed: [(2, 4), (3, 4)],
    .uncertain: [(2, 5), (2, 7), (3, 12)],
    .review: [(1, 6), (2, 6), (3, 6), (0, 8), (4, 13)],
    .expired: [(0, 9), (4, 9)],
    .cancelled: [(0, 14), (1, 14), (3, 14), (4, 14)],
  ]

  @Test func `G-25, G-32: every state takes the events of its table, refuses the rest and then changes nothing`() {
    for (from, state) in Self.states.enumerated() {
      for (index, event) in Self.events.enumerated() {
        var delivery = Self.delivery(state, fence: 1)
        let before = delivery
        let expected = Self.table.first { $0.value.contains { $0 == (from, index) } }?.key
        do {
          try delivery.apply(event)
          #expect(delivery.state.name == expected, "\(state) took \(event)")
        } catch {
          #expect(expected == nil, "\(state) refused \(event): \(error)")
          #expect(delivery == before)
        }
      }
    }
  }

  @Test func `G-25: a write with another fence is stale`() {
    let events: [DeliveryEvent] = [
      .permit(fence: 1), .publish(fence: 1, Self.receipt, confirmed: Self.noon),
      .giveBack(fence: 1, next: nil), .loseAnswer(fence: 1, at: Self.noon, reason: "r"),
      .abandon(fence: 1, at: Self.noon),
    ]
    for state in [DeliveryState.queued(Self.claim), .sending(Self.claim), .uncertain(since: Self.noon, reason: "r")] {
      for event in events {
        for fence in [Int64(0), 2] {
          var delivery = Self.delivery(state, fence: fence)
          #expect(throws: DeliveryRefusal.stale) { try delivery.apply(event) }
        }
      }
    }
  }

  @Test func `G-31: an edit takes a new key, voids the claim and sends nothing; after a doubt it is refused`() throws {
    var delivery = Self.delivery(.queued(Self.claim), fence: 1)
    try delivery.apply(.edit(Self.edit))
    #expect(delivery.state == .queued(nil) && delivery.key == Self.edit.key && delivery.revision == 2)
    #expect(throws: DeliveryRefusal.stale) { try delivery.apply(.permit(fence: 1)) }
    var doubted = Self.delivery(.queued(nil), fence: 1, wasUncertain: true)
    #expect(throws: DeliveryRefusal.uncertain) { try doubted.apply(.edit(Self.edit)) }
    var lost = Self.delivery(.sending(Self.claim), fence: 1)
    try lost.apply(.loseAnswer(fence: 1, at: Self.noon, reason: "r"))
    try lost.apply(.absentAfterDoubt(fence: 1, next: Self.noon))
    #expect(lost.wasUncertain && lost.state == .queued(nil))
    #expect(throws: DeliveryRefusal.uncertain) { try lost.apply(.edit(Self.edit)) }
  }

  @Test func `after a doubt no refusal is final, and what somebody asked for meanwhile is granted`() throws {
    let noon = Self.noon
    var doubted = Self.delivery(.sending(Self.claim), fence: 1, wasUncertain: true)
    var unwanted = doubted
    try doubted.apply(.fail(fence: 1, at: noon, reason: "a duplicate"))
    #expect(doubted.state == .review(since: noon, reason: "a duplicate") && doubted.wasUncertain)
    try unwanted.apply(.wish(Wish(.cancel, at: noon, by: "a", reason: "no longer")))
    try unwanted.apply(.fail(fence: 1, at: noon, reason: "a duplicate"))
    #expect(unwanted.state == .cancelled(at: noon, reason: "no longer"))
  }

  @Test func `lateness counts from the due time, or from a person's release`() throws {
    var delivery = Self.delivery(.review(since: Self.noon, reason: "late"))
    #expect(delivery.latest(channelAllows: .seconds(60)) == Self.noon.adding(seconds: 60))
    try delivery.apply(.release(at: Self.noon.adding(seconds: 1000)))
    #expect(delivery.latest(channelAllows: .seconds(60)) == Self.noon.adding(seconds: 1060))
    #expect(delivery.next == Self.noon.adding(seconds: 1000))
  }

  @Test func `C-05: a key is 26 characters of base32 and comes back from them`() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let key = DeliveryKey.random(using: &generator)
      #expect(key.text.count == 26 && DeliveryKey(text: key.text) == key)
    }
    // RFC 4648, section 10, "foobar" in the first six bytes.
    #expect(DeliveryKey(high: 0x666F_6F62_6172_0000, low: 0).text.hasPrefix("mzxw6ytboi"))
    #expect(DeliveryKey(text: "short") == nil && DeliveryKey(text: String(repeating: "1", count: 26)) == nil)
  }

  @Test func `content comes back from its stored text, and every part of it counts in its hash`() throws {
    let item = MediaItem(
      hash: ContentHash(of: [1]), fileName: "ŵ \"x\".png", mediaType: "image/png", alt: "Bins\n& more", byteCount: 3)
    let content = PostContent(
      text: "Ŵ — “quotes” \u{2028} \\ \" \u{1}", title: "T", link: "https://a.b", media: [item],
      contentClass: .statutory)
    #expect(PostContent(canonicalText: content.canonicalText) == content)
    var hashes: Set = [content.hash]
    var other = content
    other.title = nil
    hashes.insert(other.hash)
    other.link = "https://a.c"
    hashes.insert(other.hash)
    other.media = []
    hashes.insert(other.hash)
    other.contentClass = .routine
    hashes.insert(other.hash)
    #expect(hashes.count == 5)
  }
}
