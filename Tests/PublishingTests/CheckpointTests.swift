import Elections
import Publishing
import Testing
import Texts

/// A-05: a log that was cut, exchanged or rewritten contradicts a checkpoint of it.
@Suite struct CheckpointTests {
  private static let start = Instant(secondsSince1970: 1_809_000_000)

  private static func head(_ entry: Int64, _ salt: String = "") -> LogHead {
    LogHead(entry: entry, hash: ContentHash(of: "\(entry)\(salt)".utf8))
  }

  private static func checkpoint(_ entry: Int64, _ salt: String = "") -> Checkpoint {
    Checkpoint(origin: "a", head: head(entry, salt), at: start.adding(seconds: entry))
  }

  /// What a log of some entries contradicts; from `changed` on it is another one.
  private static func fault(_ entries: Int64, changed: Int64 = .max, _ checkpoints: [Checkpoint]) -> CheckpointFault? {
    var check = CheckpointCheck(checkpoints)
    for entry in stride(from: 1, through: entries, by: 1) {
      check.take(head(entry, entry >= changed ? "other" : ""))
    }
    check.end()
    return check.contradictions.first
  }

  @Test func `what is signed says what was, line by line`() {
    let checkpoint = Checkpoint(
      origin: "0123456789abcdef0123456789abcdef", head: Self.head(7),
      at: Instant(millisecondsSince1970: 1_809_600_000_999))
    #expect(
      checkpoint.message == """
        portcullis checkpoint 1
        origin 0123456789abcdef0123456789abcdef
        entry 7
        hash \(ContentHash(of: "7".utf8).hex)
        at \(UTCText.text(Instant(secondsSince1970: 1_809_600_000)))

        """)
  }

  @Test func `only the key's own signature of the very checkpoint counts`() {
    let key = SigningKey()
    let signed = SignedCheckpoint(Self.checkpoint(3), by: key)
    #expect(SignedCheckpoint(signed.checkpoint, signature: signed.signature, key: signed.key) == signed)
    for other in [
      Self.checkpoint(4), Self.checkpoint(3, "x"), Checkpoint(origin: "b", head: Self.head(3), at: Self.start),
    ] {
      #expect(SignedCheckpoint(other, signature: signed.signature, key: signed.key) == nil)
    }
    #expect(SignedCheckpoint(signed.checkpoint, signature: signed.signature, key: SigningKey().verifyingKey) == nil)
  }

  @Test func `A-05: a log agrees with its checkpoints, in whatever order they are given`() {
    let checkpoints = [5, 2, 9, 9, 1].map { Self.checkpoint($0) }
    #expect(Self.fault(9, checkpoints) == nil && Self.fault(20, checkpoints) == nil && Self.fault(3, []) == nil)
  }

  @Test func `A-05: a log that was cut off is shorter than its checkpoint, and says where it ends`() {
    let kept = [Self.checkpoint(4), Self.checkpoint(9)]
    #expect(Self.fault(8, kept) == .shorter(ends: 8, kept[1]))
    #expect(Self.fault(0, kept)?.entry == 1)
    #expect(Self.fault(8, kept)?.entry == 9)
  }

  @Test(arguments: 1...9 as ClosedRange<Int64>)
  func `A-05: a log that was written anew differs from the next checkpoint on, and is sound up to the last before it`(
    changed: Int64
  ) {
    let kept = [3, 6, 9].map { Self.checkpoint($0) }
    let next = kept.first { $0.head.entry >= changed }
    let before = kept.last { $0.head.entry < changed }?.head.entry ?? 0
    #expect(Self.fault(12, changed: changed, kept) == next.map { .differs(after: before, $0) })
    #expect(Self.fault(12, changed: changed, kept)?.entry == before + 1)
  }

  @Test func `A-05: what is signed after a store was put back is compared all the same`() {
    // Entries 1 to 4 are those of the copy; 5 and 6 were lost, and are others now.
    var check = CheckpointCheck([3, 5, 6].map { Self.checkpoint($0) } + [Self.checkpoint(7, "back")])
    for entry in 1...4 as ClosedRange<Int64> { check.take(Self.head(entry)) }
    for entry in 5...8 as ClosedRange<Int64> { check.take(Self.head(entry, "back")) }
    check.end()
    #expect(check.contradictions == [.differs(after: 3, Self.checkpoint(5)), .differs(after: 3, Self.checkpoint(6))])
    #expect(check.count == 2 && check.agreed == Self.checkpoint(7, "back"))
  }

  @Test func `A-05: an entry that is left out shows at the next checkpoint`() {
    var check = CheckpointCheck([Self.checkpoint(3)])
    check.take(Self.head(2))
    #expect(check.contradictions == [])
    check.take(Self.head(4))
    #expect(check.contradictions == [.differs(after: 0, Self.checkpoint(3))])
  }
}
