import Elections
import GateTesting
import Publishing
import Texts
import TestSupport
import Testing

/// Ids of operations, and the form in which stores keep answers.
@Suite struct OperationTests {
  @Test func `an operation's id is a UUID of version 7, and ids have the order of their times`() {
    var generator = SeededGenerator(seed: 7)
    let noon = Instant(millisecondsSince1970: 1_800_000_000_000)
    var last = OperationID.lowest(at: noon)
    for step in 0..<2000 as Range<Int64> {
      let at = noon.adding(.milliseconds(step))
      let id = OperationID(at: at, using: &generator)
      #expect(id.at == at && id > last && id >= .lowest(at: at) && id < .lowest(at: at.adding(.milliseconds(1))))
      let text = id.description
      #expect(text.utf8.count == 36 && text.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
      #expect(Array(text)[14] == "7" && "89ab".contains(Array(text)[19]))
      last = id
    }
    #expect(
      OperationID(high: 0x0194_1F29_7C00_7ABC, low: 0x8DEF_0123_4567_89AB).description
        == "01941f29-7c00-7abc-8def-0123456789ab")
  }

  @Test(arguments: [0, 1, -1, 63, 64, -64, -65, 8191, 8192, .max, .min, .max - 1, .min + 1] as [Int64])
  func `a number of any size is read back`(number: Int64) throws {
    var bytes = AnswerBytes()
    bytes.add(number)
    var reader = AnswerReader(bytes.bytes)
    #expect(try reader.number() == number)
    #expect(bytes.bytes.count <= 10 && (number.magnitude > 63 || bytes.bytes.count == 1))
    #expect(throws: StoreError.self) { try reader.number() }
  }

  private func roundTrip<Answer: KeptAnswer & Equatable>(_ answer: Answer) throws {
    #expect(try Answer(keptBytes: answer.keptBytes) == answer)
  }

  private let noon = Instant(millisecondsSince1970: 1_800_000_000_000)

  @Test func `every answer that is kept is read back as it was`() throws {
    try roundTrip(true)
    try roundTrip(ServiceID(900))
    try roundTrip([DeliveryName(post: PostID(3), channel: "Rathaus-Kanal ü")])
    try roundTrip([] as [Submission])
    let submissions: [(Int64, Bool)] = [
      (4, false), (5, false), (6, false), (2, true), (7, false), (8, true), (9, true), (1, true),
    ]
    try roundTrip(submissions.map { Submission(post: PostID($0), isRepetition: $1) })
    var permits = PermitAnswer()
    permits.refused = [DeliveryID(4): .stale, DeliveryID(5): .changed, DeliveryID(6): .notNow]
    for number in 1...3 as ClosedRange<Int64> {
      permits.granted.append(
        PermitGrant(
          delivery: DeliveryID(number), fence: 7, revision: RevisionNumber(2), issued: noon,
          notAfter: noon.adding(.milliseconds(999)), leaseEnds: noon.adding(seconds: 30),
          override: number == 2 ? OverrideID(8) : nil))
    }
    try roundTrip(permits)
    permits.clockBehind = ClockMark(
      highWater: noon, confirmations: 2,
      anchor: ClockAnchor(ClockReading(wall: noon, boot: "b", bootTime: .milliseconds(7)), witness: .server),
      doubt: "Why.")
    permits.isSuperseded = true
    try roundTrip(permits)
    try roundTrip(
      Adoption(revision: RevisionNumber(2), inFlight: [], setAside: [DeliveryName(post: PostID(1), channel: "a")]))
  }

  @Test func `deliveries in every state are read back as they were`() throws {
    let claim = Claim(service: ServiceID(3), leaseEnds: noon)
    let states: [DeliveryState] = [
      .queued(nil), .queued(claim), .sending(claim), .uncertain(since: noon, reason: "lost"),
      .review(since: noon, reason: "late"),
      .published(Receipt(remoteID: "r", url: "https://example.org/1", at: noon, mayRepeat: true), confirmed: noon),
      .failed(at: noon, reason: "no"), .cancelled(at: noon, reason: "off"), .expired(at: noon),
    ]
    let deliveries = states.enumerated().map { index, state in
      Delivery(
        id: DeliveryID(Int64(index)), post: PostID(1), channel: "website", contentClass: .statutory,
        contentHash: ContentHash(of: "text".utf8), key: DeliveryKey(high: .max, low: 1), due: noon,
        lateAfter: .milliseconds(1), expires: noon.adding(seconds: 9), state: state, fence: 4, wasUncertain: true,
        override: OverrideGrant(id: OverrideID(1), until: noon), approvals: 2, isFlagged: true,
        wish: Wish(.reject, at: noon, by: "hal", reason: "not now"))
    }
    try roundTrip(deliveries)
  }

  @Test func `bytes that are no answer are refused`() {
    for bytes in [[], [1], [0x80, 0x80], [9, 1, 2]] as [[UInt8]] {
      #expect(throws: StoreError.self) { try [DeliveryName](keptBytes: bytes) }
      #expect(throws: StoreError.self) { try PermitAnswer(keptBytes: bytes) }
    }
  }
}
