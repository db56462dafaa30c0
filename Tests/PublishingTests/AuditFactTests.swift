import Elections
import Publishing
import TestSupport
import Testing
import Texts

/// How every event stands in the log. These texts are covered by the hashes of logs that exist: none of them may change.
@Suite struct AuditFactTests {
  private static let noon = ClockGuardTests.noon
  private static let hash = ContentHash(of: "content".utf8)
  private static let key = DeliveryKey(high: 1, low: 2)
  private static let other = DeliveryName(post: PostID(12), channel: "web/site")
  private static let delivery = Delivery(
    id: DeliveryID(1), post: PostID(1), channel: "website", contentClass: .service, contentHash: hash, key: key,
    due: noon, lateAfter: nil, expires: nil)
  private static let receipt = Receipt(remoteID: "110", url: "https://social.example.org/110", at: noon)
  private static let record = OverrideRecord(
    id: OverrideID(3), delivery: other, basis: .publicSafety, reason: "flood", until: noon.adding(.milliseconds(5)),
    requester: "ann", requestedAt: noon, contentHash: hash)
  private static let pause = Pause(channel: nil, reason: "“crisis”\n", until: nil, at: noon, actor: "ann")
  private static let start = ServiceStart(host: "north", process: 77, at: noon)
  private static let doubt = SourceDoubt(source: "a.ics", detail: "a.ics:3: cut off", since: noon)
  private static let due = UTCText.text(noon)
  private static let sha256 = hash.hex

  private static let edit = AuditFact.Edited(
    version: 2, due: noon, wasDue: noon, contentHash: hash, voidedApprovals: 2, voidedOverride: OverrideID(3),
    isFlagged: true)
  private static let plainEdit = AuditFact.Edited(
    version: 2, due: noon, wasDue: noon, contentHash: hash, voidedApprovals: nil, voidedOverride: nil,
    isFlagged: false)
  private static let act = AuditFact.OverrideAct(on: record, reason: nil)
  private static let actText =
    "{\"override\":\"3\",\"basis\":\"public-safety\",\"until\":\"\(UTCText.text(record.until))\",\"reason\":null,"
    + "\"requester\":\"ann\"}"
  private static let why = AuditFact.Reason("why")
  private static let whyText = "{\"reason\":\"why\"}"

  /// Every fact with its text.
  private static let facts: [(AuditFact, String)] =
    ruleFacts + postFacts + overrideFacts + tokenFacts + deliveryFacts + channelFacts + gateFacts

  private static let ruleFacts: [(AuditFact, String)] = [
    (
      .adopted(
        AuditFact.Adopted(hash, isAutomatic: false, reason: nil, inFlight: [], setAside: [], change: nil)),
      "{\"hash\":\"\(sha256)\",\"automatic\":false,\"reason\":null,\"in_flight\":[]}"
    ),
    (
      .adopted(
        AuditFact.Adopted(
          hash, isAutomatic: true, reason: "It only closes.", inFlight: [other], setAside: [other],
          change: "{\"closes\":[],\"opens\":[1]}")),
      "{\"hash\":\"\(sha256)\",\"automatic\":true,\"reason\":\"It only closes.\",\"in_flight\":[\"12/web/site\"],"
        + "\"set_aside\":[\"12/web/site\"],\"change\":{\"closes\":[],\"opens\":[1]}}"
    ),
    (
      .sourceUnreadable(AuditFact.DoubtfulSource(doubt)), "{\"source\":\"a.ics\",\"reason\":\"a.ics:3: cut off\"}"
    ),
    (.sourceReadable(AuditFact.DoubtfulSource(doubt)), "{\"source\":\"a.ics\",\"reason\":\"a.ics:3: cut off\"}"),
  ]

  private static let postFacts: [(AuditFact, String)] = [
    (
      .submitted(AuditFact.Submitted(due: noon, contentHash: hash, passages: [])),
      "{\"due\":\"\(due)\",\"sha256\":\"\(sha256)\"}"
    ),
    (
      .submitted(AuditFact.Submitted(due: noon, contentHash: hash, passages: ["«Sian» \"x\""])),
      "{\"due\":\"\(due)\",\"sha256\":\"\(sha256)\",\"flagged\":[\"«Sian» \\\"x\\\"\"]}"
    ),
    (
      .imported(AuditFact.Imported("posts.csv", count: 2, first: PostID(4), last: PostID(5))),
      "{\"file\":\"posts.csv\",\"posts\":2,\"first\":\"4\",\"last\":\"5\"}"
    ),
    (
      .edited(edit),
      "{\"post_revision\":2,\"due\":\"\(due)\",\"was_due\":\"\(due)\",\"sha256\":\"\(sha256)\",\"approvals_void\":2,"
        + "\"override_void\":\"3\",\"flagged\":true}"
    ),
    (
      .moved(plainEdit), "{\"post_revision\":2,\"due\":\"\(due)\",\"was_due\":\"\(due)\",\"sha256\":\"\(sha256)\"}"
    ),
    (.cancelled(AuditFact.Decided("off", was: .review)), "{\"reason\":\"off\",\"was\":\"review\"}"),
    (
      .cancelled(AuditFact.Decided("off", was: .sending, askedAt: noon)),
      "{\"reason\":\"off\",\"was\":\"sending\",\"asked_at\":\"\(due)\"}"
    ),
    (.cancelRequested(AuditFact.Decided("off", was: .sending)), "{\"reason\":\"off\",\"was\":\"sending\"}"),
    (.released(AuditFact.Decided("go", was: .review)), "{\"reason\":\"go\",\"was\":\"review\"}"),
    (.confirmedPublished(why), whyText),
    (
      .approved(AuditFact.Approved(due: noon, contentHash: hash, reason: nil, approvals: 1)),
      "{\"due\":\"\(due)\",\"sha256\":\"\(sha256)\",\"reason\":null,\"approvals\":1}"
    ),
    (
      .rejected(AuditFact.Rejected(contentHash: hash, reason: "why", was: nil)),
      "{\"sha256\":\"\(sha256)\",\"reason\":\"why\"}"
    ),
    (
      .rejected(AuditFact.Rejected(contentHash: hash, reason: "why", was: .sending)),
      "{\"sha256\":\"\(sha256)\",\"reason\":\"why\",\"was\":\"sending\"}"
    ),
  ]

  private static let token = AccessToken(
    id: TokenID(4), login: "ann", scope: .read, hash: hash, madeAt: noon, madeBy: "ada", expires: noon)

  private static let tokenFacts: [(AuditFact, String)] = [
    (
      .tokenAdded(AuditFact.TokenAct(token, reason: nil)),
      "{\"token\":\"4\",\"login\":\"ann\",\"scope\":\"read\",\"until\":\"\(due)\",\"hash\":\"\(sha256)\",\"reason\":null}"
    ),
    (
      .tokenAccepted(AuditFact.TokenAct(token, reason: nil)),
      "{\"token\":\"4\",\"login\":\"ann\",\"scope\":\"read\",\"until\":\"\(due)\",\"hash\":\"\(sha256)\",\"reason\":null}"
    ),
    (
      .tokenRevoked(AuditFact.TokenAct(token, reason: "lost")),
      "{\"token\":\"4\",\"login\":\"ann\",\"scope\":\"read\",\"until\":\"\(due)\",\"hash\":\"\(sha256)\",\"reason\":\"lost\"}"
    ),
  ]

  private static let overrideFacts: [(AuditFact, String)] = [
    (.overrideRequested(act), actText), (.overrideApproved(act), actText), (.overrideRefused(act), actText),
    (.overrideWithdrawn(act), actText), (.overrideUsed(AuditFact.OverrideUsed(OverrideID(3))), "{\"override\":\"3\"}"),
    (
      .overrideEnded(AuditFact.OverrideEnded(OverrideGrant(id: OverrideID(3), until: noon))),
      "{\"override\":\"3\",\"until\":\"\(due)\"}"
    ),
  ]

  private static let deliveryFacts: [(AuditFact, String)] = [
    (
      .sending(AuditFact.Sending(delivery, plan: Array("plan".utf8))),
      "{\"attempt\":0,\"class\":\"service\",\"sha256\":\"\(sha256)\",\"key\":\"\(key.text)\","
        + "\"plan_sha256\":\"\(ContentHash(of: "plan".utf8))\"}"
    ),
    (
      .published(AuditFact.Published(receipt)), "{\"remote_id\":\"110\",\"url\":\"https://social.example.org/110\"}"
    ),
    (
      .published(AuditFact.Published(Receipt(remoteID: "110", at: noon), how: "looked up")),
      "{\"remote_id\":\"110\",\"url\":null,\"how\":\"looked up\"}"
    ),
    (.notSent(AuditFact.NotSent("why")), whyText),
    (.notSent(AuditFact.NotSent("why", next: noon)), "{\"reason\":\"why\",\"next\":\"\(due)\"}"),
    (.failed(why), whyText), (.uncertain(why), whyText), (.stillUncertain(why), whyText),
    (.review(.because("why")), whyText),
    (.review(.tooLate("late", due: noon, lateAfter: nil)), "{\"reason\":\"late\",\"due\":\"\(due)\"}"),
    (
      .review(.tooLate("late", due: noon, lateAfter: .seconds(90))),
      "{\"reason\":\"late\",\"due\":\"\(due)\",\"late_after_ms\":90000}"
    ),
    (.review(.changed("x", contentHash: hash)), "{\"reason\":\"x\",\"sha256\":\"\(sha256)\"}"),
    (.expired, ""),
    (
      .lateReport(
        AuditFact.LateAnswer(
          LateReport(delivery: other, fence: 1, at: noon, outcome: "published", remoteID: "110"), was: .review)),
      "{\"outcome\":\"published\",\"remote_id\":\"110\",\"url\":null,\"reason\":null,\"was\":\"review\"}"
    ),
    (
      .differs(AuditFact.Differing(["It is private.", "It has no link."])),
      "{\"differences\":[\"It is private.\",\"It has no link.\"]}"
    ),
    (.notReadBack(why), whyText),
    (.flagged(AuditFact.Flagged(["«Sian»"])), "{\"flagged\":[\"«Sian»\"]}"),
  ]

  private static let channelFacts: [(AuditFact, String)] = [
    (.laneClosed(AuditFact.LaneChange(.routine)), "{\"class\":\"routine\"}"),
    (.laneOpened(AuditFact.LaneChange(.statutory)), "{\"class\":\"statutory\"}"),
    (.channelStopped(why), whyText), (.channelStarted(why), whyText),
    (.paused(AuditFact.Paused(pause, inFlight: [])), "{\"reason\":\"“crisis”\\n\",\"until\":null}"),
    (
      .paused(AuditFact.Paused(pause, inFlight: [other])),
      "{\"reason\":\"“crisis”\\n\",\"until\":null,\"in_flight\":[\"12/web/site\"]}"
    ),
    (.pauseEnded(why), whyText),
  ]

  private static let gateFacts: [(AuditFact, String)] = [
    (
      .textRemoved(AuditFact.TextRemoved(from: 12, "why")), "{\"entry\":12,\"reason\":\"why\"}"
    ),
    (
      .gateStarted(AuditFact.GateStarted(ServiceID(7), start)),
      "{\"service\":\"7\",\"host\":\"north\",\"process\":77}"
    ),
    (.gateStopped(AuditFact.GateStopped(ServiceID(7))), "{\"service\":\"7\"}"),
    (.clockConfirmed(why), whyText),
    (
      .storeWentBack(AuditFact.SetBack(WentBack(.missing, entry: 9, anchor: nil))),
      "{\"way\":\"missing\",\"entry\":9,\"anchor\":null,\"anchor_hash\":null}"
    ),
    (
      .storeWentBack(
        AuditFact.SetBack(
          WentBack(
            .behind, entry: 9,
            anchor: StoreAnchor(store: "s", head: LogHead(entry: 12, hash: hash), at: noon)))),
      "{\"way\":\"behind\",\"entry\":9,\"anchor\":12,\"anchor_hash\":\"\(sha256)\"}"
    ),
  ]

  @Test func `every event stands in the log as it always has, and is read back as what it was`() {
    for (fact, text) in Self.facts {
      #expect(fact.written.text == text)
      #expect(AuditFact(fact.event, reading: text) == fact, "\(text)")
    }
    #expect(Set(Self.facts.map(\.0.event)) == Set(AuditEvent.allCases))
  }

  @Test func `an entry of an earlier version is read: what is missing is nil, what nobody knows is passed over`() {
    for event in AuditEvent.allCases {
      for text in ["", "{}", "{\"colour\":\"red\",\"shades\":[{\"a\":1}]}"] {
        if case .unreadable = AuditFact(event, reading: text) { Issue.record("\(event) of \(text)") }
      }
    }
    guard case .paused(let fact) = AuditFact(.paused, reading: "{\"reason\":\"why\",\"colour\":1}") else {
      Issue.record("no pause")
      return
    }
    #expect(fact.reason == "why" && fact.until == nil && fact.inFlight.isEmpty)
  }

  @Test func `what is no fact of its event is kept as it stands, and never taken for half a fact`() {
    let texts = [
      "{", "[]", "\"due\"", "{\"due\":\"tomorrow\",\"sha256\":\"\(Self.sha256)\"}", "{\"due\":12}",
      "{\"flagged\":\"yes\"}", "{\"flagged\":[1]}", "{\"sha256\":\"12\"}",
    ]
    for text in texts {
      let fact = AuditFact(.submitted, reading: text)
      #expect(fact == .unreadable(.submitted, text: text))
      #expect(fact.written.text == text && fact.event == .submitted && fact.reason == nil && fact.due == nil)
    }
  }

  @Test func `G-44: what somebody wrote in their own words, and only that, is marked as personal`() {
    for (fact, text) in Self.facts {
      let own = fact.written.personal.map { range in
        String(decoding: Array(text.utf8)[range], as: UTF8.self)
      }
      let expected: String? =
        switch fact {
        case .submitted(let fact): fact.passages.isEmpty ? nil : JSON.array(fact.passages.map(JSON.string)).compactText
        case .flagged(let fact): JSON.array(fact.passages.map(JSON.string)).compactText
        case .differs(let fact): JSON.array(fact.differences.map(JSON.string)).compactText
        case .imported(let fact): JSON(fact.file).compactText
        case .review(.tooLate), .review(.changed): nil
        default: fact.reason.map { JSON.string($0).compactText }
        }
      #expect(own == expected, "\(text)")
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `an instant is read back as it was written`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let instant = Instant(
        millisecondsSince1970: Int64.random(in: -10_000_000_000_000...100_000_000_000_000, using: &generator))
      #expect(UTCText.instant(UTCText.text(instant)) == instant)
    }
    for text in [
      "", "2026-05-01", "2026-05-01T12:00:00", "2026-13-01T12:00:00Z", "2026-05-01T25:00:00Z", "2026-05-01T12:00:00.5Z",
    ] {
      #expect(UTCText.instant(text) == nil, "\(text)")
    }
  }
}
