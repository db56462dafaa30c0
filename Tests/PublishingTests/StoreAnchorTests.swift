import Elections
import Publishing
import Testing
import Texts

/// A store beside its anchor: what went back is told, and what may have left already goes to a person.
@Suite struct StoreAnchorTests {
  private static let now = Instant(millisecondsSince1970: 1_800_000_000_000)
  private static func hash(_ entry: Int64) -> ContentHash { ContentHash(of: "entry \(entry)".utf8) }

  private static func anchor(_ entry: Int64, hash other: ContentHash? = nil, at: Instant = now) -> FoundAnchor {
    .anchor(StoreAnchor(store: "s", head: LogHead(entry: entry, hash: other ?? hash(entry)), at: at))
  }

  /// Of a store whose log has ten entries.
  private static func way(_ found: FoundAnchor, isExpected: Bool = true) -> WentBack.Way? {
    let head = LogHead(entry: 10, hash: hash(10))
    let comparison = AnchorComparison(head, found: found, isExpected: isExpected) {
      (1...10).contains($0) ? hash($0) : nil
    }
    if case .wentBack(let finding) = comparison { return finding.way }
    return nil
  }

  @Test func `an anchor at the store's end, before it or at its beginning is sound`() {
    for entry in [0, 1, 9, 10] as [Int64] { #expect(Self.way(Self.anchor(entry)) == nil) }
  }

  @Test func `a store behind its anchor, with another story, or without the anchor that it had went back`() {
    #expect(Self.way(Self.anchor(11)) == .behind)
    #expect(Self.way(Self.anchor(.max)) == .behind)
    #expect(Self.way(Self.anchor(10, hash: Self.hash(0))) == .different)
    #expect(Self.way(Self.anchor(3, hash: Self.hash(0))) == .different)
    #expect(Self.way(.none) == .missing)
    #expect(Self.way(.unreadable) == .unreadable)
    // A store that never had an anchor.
    #expect(Self.way(.none, isExpected: false) == nil)
    #expect(Self.way(Self.anchor(11), isExpected: false) == .behind)
    #expect(Self.way(.unreadable, isExpected: false) == .unreadable)
  }

  private static func delivery(_ state: DeliveryState, due seconds: Int) -> Delivery {
    Delivery(
      id: DeliveryID(1), post: PostID(1), channel: "web", contentClass: .routine, contentHash: hash(0),
      key: DeliveryKey(high: 1, low: 1), due: now.adding(.seconds(seconds)), state: state)
  }

  @Test func `what was due by now or by the anchor's time is concerned, and what is due later is not`() {
    let claim = Claim(service: ServiceID(1), leaseEnds: Self.now)
    let behind = WentBack(
      .behind, entry: 1,
      anchor: StoreAnchor(store: "s", head: LogHead(entry: 9, hash: Self.hash(9)), at: Self.now.adding(.seconds(60))))
    let missing = WentBack(.missing, entry: 1, anchor: nil)
    for finding in [behind, missing] {
      #expect(finding.concerns(Self.delivery(.queued(nil), due: 0), at: Self.now))
      #expect(finding.concerns(Self.delivery(.queued(claim), due: -60), at: Self.now))
      #expect(finding.concerns(Self.delivery(.sending(claim), due: 600), at: Self.now))
      #expect(finding.concerns(Self.delivery(.uncertain(since: Self.now, reason: "x"), due: 600), at: Self.now))
      #expect(!finding.concerns(Self.delivery(.queued(nil), due: 61), at: Self.now))
      #expect(finding.concerns(Self.delivery(.review(since: Self.now, reason: "x"), due: 0), at: Self.now))
      #expect(!finding.concerns(Self.delivery(.review(since: Self.now, reason: "x"), due: 61), at: Self.now))
      #expect(!finding.concerns(Self.delivery(.cancelled(at: Self.now, reason: "x"), due: 0), at: Self.now))
    }
    #expect(behind.concerns(Self.delivery(.queued(nil), due: 60), at: Self.now))
    #expect(!missing.concerns(Self.delivery(.queued(nil), due: 60), at: Self.now))
  }

  @Test
  func `G-22: what may have left already keeps its key, and a person may call it published, send it or cancel it`()
    throws
  {
    var delivery = Self.delivery(.queued(Claim(service: ServiceID(1), leaseEnds: Self.now)), due: 0)
    let fence = delivery.fence
    try delivery.apply(.setBack(at: Self.now, reason: "went back"))
    #expect(delivery.state == .review(since: Self.now, reason: "went back"))
    // The gate of before reports in vain.
    #expect(throws: DeliveryRefusal.stale) { try delivery.apply(.permit(fence: fence)) }
    var (published, sent, cancelled) = (delivery, delivery, delivery)
    try published.apply(.confirm(at: Self.now, reason: "seen"))
    #expect(published.state.name == .published)
    try sent.apply(.release(at: Self.now))
    #expect(sent.state == .queued(nil) && sent.key == delivery.key && sent.wasUncertain)
    try cancelled.apply(.cancel(at: Self.now, reason: "out"))
    #expect(cancelled.state.name == .cancelled)
  }

  @Test func `what waited for a person says so still, and since when`() throws {
    var delivery = Self.delivery(.review(since: Self.now.adding(.seconds(-9)), reason: "Rejected."), due: 0)
    try delivery.apply(.setBack(at: Self.now, reason: "Went back."))
    #expect(
      delivery.state
        == .review(since: Self.now.adding(.seconds(-9)), reason: "Went back. It waited before: Rejected."))
  }

  @Test func `what waits for another reason cannot be called published`() throws {
    var delivery = Self.delivery(.queued(nil), due: 0)
    try delivery.apply(.tooLate(at: Self.now, reason: "late"))
    #expect(throws: DeliveryRefusal.self) { try delivery.apply(.confirm(at: Self.now, reason: "seen")) }
  }
}
