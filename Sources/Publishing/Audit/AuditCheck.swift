/// Follows a whole log from its first entry, and finds what is wrong with it (G-45).
///
/// Besides the chain it proves every personal text that is there by its digest, and that the log says of each that is not
/// who had it taken away (G-44).
package struct AuditCheck: Sendable {
  package private(set) var last: AuditEntry?
  /// How many texts were taken away, each as an entry says.
  package private(set) var removals = 0
  /// Entries whose text is gone, with the entry that is said to record it, which was not read yet: it was written later.
  private var bare: [Int64: Int64] = [:]

  package init() {}

  /// What is wrong with the entry; nil where it follows.
  package mutating func take(_ entry: AuditEntry) -> AuditFault? {
    if let fault = AuditChain.fault(in: entry, after: last) { return fault }
    last = entry
    if case .removed(let removal) = entry.apart {
      guard let removal, removal.entry > entry.id else { return .textMissing(entry.id) }
      bare[entry.id] = removal.entry
    }
    if entry.draft.event == .textRemoved, case .textRemoved(let fact) = entry.draft.fact,
      let id = fact.entry.map(Int64.init), bare[id] == entry.id
    {
      bare[id] = nil
      removals += 1
    }
    return nil
  }

  /// What is wrong with the log as a whole once every entry was taken; `total`: how many were ever written.
  package func end(of total: Int64) -> AuditFault? {
    let last = last?.id ?? 0
    if last < total { return .cutOff(after: last, expected: total) }
    return bare.keys.min().map(AuditFault.textMissing)
  }
}
