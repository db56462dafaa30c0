import Elections
package import Texts

/// The rule by which entries are chained: each hash covers the entry and the hash before it (G-45).
package enum AuditChain {
  /// What the first entry follows.
  package static let start = ContentHash(of: "portcullis audit log 1".utf8)

  /// SHA-256 over the hash before it and every field, each behind its length, so that no two entries read alike.
  ///
  /// `detail`: the fact as the chain covers it.
  package static func hash(
    of draft: AuditDraft, detail: String, id: Int64, previous: ContentHash
  ) -> ContentHash {
    var bytes = previous.bytes
    bytes.reserveCapacity(160 + draft.causes.utf8.count + detail.utf8.count)
    func append(_ number: Int64) { bytes.append(bigEndian: UInt64(bitPattern: number)) }
    func append(_ text: String) {
      append(Int64(text.utf8.count))
      bytes.append(contentsOf: text.utf8)
    }
    append(id)
    append(draft.at.millisecondsSince1970)
    append(draft.actor)
    append(draft.event.rawValue)
    append(draft.post?.rawValue ?? -1)
    append(draft.channel ?? "")
    append(draft.revision?.rawValue ?? -1)
    append(draft.causes)
    append(detail)
    return ContentHash(of: bytes)
  }

  /// What is wrong with an entry, seen from the one before it; nil when it follows.
  package static func fault(in entry: AuditEntry, after previous: AuditEntry?) -> AuditFault? {
    let expectedID = (previous?.id ?? 0) + 1
    if entry.id != expectedID { return .missing(expectedID, found: entry.id) }
    if entry.previous != (previous?.hash ?? start) { return .broken(entry.id) }
    return fault(of: entry)
  }

  /// What is wrong with an entry by itself.
  package static func fault(of entry: AuditEntry) -> AuditFault? {
    guard hash(of: entry.draft, detail: entry.chainedDetail, id: entry.id, previous: entry.previous) == entry.hash
    else { return .changed(entry.id) }
    switch entry.apart {
    case .none, .removed: return nil
    case .missing: return .textMissing(entry.id)
    case .kept(let key, let sealed):
      let personal = sealed.personal(in: entry.draft.detail)
      return personal.map(key.digest) == sealed.digest ? nil : .textChanged(entry.id)
    }
  }
}

/// Where an audit log is not what was written.
package enum AuditFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// An entry's content does not have its hash.
  case changed(Int64)
  /// An entry does not follow the one before it.
  case broken(Int64)
  case missing(Int64, found: Int64)
  /// The log ends before its last entry, whose number the store keeps.
  case cutOff(after: Int64, expected: Int64)
  /// The personal text of an entry is not the one of which the chain keeps a digest.
  case textChanged(Int64)
  /// It is gone, and nobody is recorded to have taken it away.
  case textMissing(Int64)

  package var entry: Int64 {
    switch self {
    case .changed(let id), .broken(let id), .missing(let id, _), .textChanged(let id), .textMissing(let id): id
    case .cutOff(let id, _): id + 1
    }
  }

  package var description: String {
    switch self {
    case .changed(let id): "Entry \(id) was changed after it was written: its content does not have its hash."
    case .broken(let id): "Entry \(id) does not follow the entry before it: one of them was changed or put in."
    case .missing(let id, let found): "Entry \(id) is missing: entry \(found) stands in its place."
    case .cutOff(let id, let expected):
      "The log ends after entry \(id), though \(expected) were written: its end was removed."
    case .textChanged(let id):
      "The text of entry \(id) was changed after it was written: it does not have the digest that the log keeps of it."
    case .textMissing(let id): "The text of entry \(id) is gone, and no entry records that anybody removed it."
    }
  }
}
