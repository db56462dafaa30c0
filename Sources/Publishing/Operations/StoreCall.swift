import Elections
import Texts

/// Every call of a store's contract that writes.
package enum StoreAct: String, CaseIterable, Sendable {
  case adopt, look, doubts, filesRead, submit, changePost, changeOverride, pause, endPause
  case register, heartbeat, unregister, confirmClock
  case claim, keep, permit, record, see, renew, recover, edges, stop, start, setBack, audit, removeText, changeToken
}

/// What a call asks for, as far as is needed to know it from another one: the same id with another call is a mistake.
package struct StoreCall: Hashable, Sendable {
  package let act: StoreAct
  /// Of what is asked, the same in every process.
  package let digest: UInt64

  package init(_ act: StoreAct, _ facts: (inout CallDigest) -> Void) {
    self.act = act
    var digest = CallDigest()
    digest.add(act.rawValue)
    facts(&digest)
    self.digest = digest.value
  }
}

/// FNV-1a over 64 bits: no shield against anybody, and made in no time.
package struct CallDigest: Sendable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  private mutating func add(byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

  mutating func add(_ word: UInt64) {
    var word = word
    for _ in 0..<8 {
      add(byte: UInt8(truncatingIfNeeded: word))
      word >>= 8
    }
  }

  mutating func add(_ number: Int64?) {
    add(byte: number == nil ? 0 : 1)
    if let number { add(UInt64(bitPattern: number)) }
  }

  /// With its length, so that no two lists of texts read alike.
  mutating func add(_ text: String?) {
    add(text.map { Int64($0.utf8.count) })
    for byte in (text ?? "").utf8 { add(byte: byte) }
  }

  mutating func add(_ instant: Instant?) { add(instant?.millisecondsSince1970) }
  mutating func add(_ hash: ContentHash) { add(hash.bigEndianWords.0) }
}
