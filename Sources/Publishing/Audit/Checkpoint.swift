package import Elections
package import Texts

/// How far the audit log of a store went at one time: what is signed and kept outside of the store, so that a log which is
/// cut, exchanged or written anew contradicts it.
package struct Checkpoint: Hashable, Sendable {
  /// The store's name, which it has had from its beginning.
  package let origin: String
  package let head: LogHead
  /// In whole seconds.
  package let at: Instant

  package init(origin: String, head: LogHead, at: Instant) {
    self.origin = origin
    self.head = head
    self.at = Instant(secondsSince1970: at.secondsSince1970)
  }

  /// What is signed. Lines of text, so that other programs can make and check it.
  package var message: String {
    "portcullis checkpoint 1\norigin \(origin)\nentry \(head.entry)\nhash \(head.hash.hex)\nat \(UTCText.text(at))\n"
  }
}

/// A checkpoint with its signature and the key that proves it.
package struct SignedCheckpoint: Hashable, Sendable {
  package let checkpoint: Checkpoint
  package let signature: [UInt8]
  package let key: VerifyingKey

  /// Nil where the signature is not the key's of this checkpoint.
  package init?(_ checkpoint: Checkpoint, signature: [UInt8], key: VerifyingKey) {
    guard key.isValid(signature, for: Array(checkpoint.message.utf8)) else { return nil }
    self.checkpoint = checkpoint
    self.signature = signature
    self.key = key
  }

  package init(_ checkpoint: Checkpoint, by key: SigningKey) {
    self.checkpoint = checkpoint
    signature = key.signature(of: Array(checkpoint.message.utf8))
    self.key = key.verifyingKey
  }
}

/// A log against checkpoints of it, entry by entry.
package struct CheckpointCheck: Sendable {
  /// Those that are still to come, the last first.
  private var waiting: [Checkpoint]
  /// The last that the log agreed with.
  package private(set) var agreed: Checkpoint?
  /// How many it agreed with.
  package private(set) var count = 0
  /// Those that it does not agree with, in the order of their entries. The first says from where on; after a store was put
  /// back from a copy the later ones may agree again.
  package private(set) var contradictions: [CheckpointFault] = []
  private var last: Int64 = 0

  package init(_ checkpoints: some Sequence<Checkpoint>) {
    waiting = checkpoints.sorted { ($0.head.entry, $0.at) > ($1.head.entry, $1.at) }
  }

  /// The next entry of the log.
  package mutating func take(_ entry: LogHead) {
    last = entry.entry
    while let next = waiting.last, next.head.entry <= entry.entry {
      waiting.removeLast()
      if next.head == entry {
        agreed = next
        count += 1
      } else {
        contradictions.append(.differs(after: agreed?.head.entry ?? 0, next))
      }
    }
  }

  /// Every entry was taken.
  package mutating func end() {
    contradictions += waiting.reversed().map { .shorter(ends: last, $0) }
    waiting = []
  }
}

/// How a log contradicts a checkpoint of it.
package enum CheckpointFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// Its entry has another hash: something at or before it was changed, and after the last that agreed.
  case differs(after: Int64, Checkpoint)
  /// The log ends before it.
  case shorter(ends: Int64, Checkpoint)

  /// The first entry that cannot be relied on.
  package var entry: Int64 {
    switch self {
    case .differs(let agreed, _): agreed + 1
    case .shorter(let last, _): last + 1
    }
  }

  package var description: String {
    switch self {
    case .differs(let agreed, let checkpoint):
      "The log is not the one of which a checkpoint was kept: entry \(checkpoint.head.entry) has another hash than at "
        + "\(UTCText.text(checkpoint.at)). What stands from entry \(agreed + 1) on was written or put in later."
    case .shorter(let last, let checkpoint):
      "The log ends after entry \(last), though it had \(checkpoint.head.entry) entries at "
        + "\(UTCText.text(checkpoint.at)), as a checkpoint says: its end was removed."
    }
  }
}
