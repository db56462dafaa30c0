package import Elections
import Foundation
package import Publishing
package import PublishingGate
import Texts

/// The entries of `audit.json`, one a line, without the commas between them.
package struct PackLines {
  private let zip: ZipReader
  private let entry: ZipReader.Entry
  private var offset: UInt64 = 0
  private var buffer: [UInt8] = []
  private var start = 0
  private var isOpened = false
  private var isOver = false

  private static let longest = 16 << 20

  package init(_ zip: ZipReader, _ entry: ZipReader.Entry) {
    self.zip = zip
    self.entry = entry
  }

  package mutating func next() throws -> String? {
    let odd = ZipProblem("audit.json is not laid out as a pack's is.")
    if isOver { return nil }
    if !isOpened {
      guard try line() == "[" else { throw odd }
      isOpened = true
    }
    guard var text = try line() else { throw odd }
    if text == "]" || text.isEmpty {
      isOver = true
      return nil
    }
    if text.hasSuffix(",") { text.removeLast() }
    return text
  }

  private mutating func line() throws -> String? {
    while true {
      if let end = buffer[start...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        guard let text = String(validating: buffer[start..<end], as: UTF8.self) else {
          throw ZipProblem("audit.json is no UTF-8 text.")
        }
        return text
      }
      guard offset < entry.size, buffer.count - start <= Self.longest else { return nil }
      buffer.removeSubrange(..<start)
      start = 0
      let piece = try zip.piece(of: entry, at: offset)
      offset += UInt64(piece.count)
      buffer += piece
    }
  }
}

/// The store's entries in a range, a page at a time, up to the one that was the last.
package struct RangeEntries {
  package let store: any CouncilStore
  private var query: AuditQuery
  private let last: Int64
  private var page: ArraySlice<AuditEntry> = []
  private var isOver = false

  package init(store: any CouncilStore, range: Range<Instant>, upTo last: Int64) {
    self.store = store
    self.last = last
    query = AuditQuery(from: range.lowerBound, to: range.upperBound, limit: 2000)
  }

  package mutating func next() async throws -> AuditEntry? {
    if page.isEmpty, !isOver {
      let entries = try await store.audit(query)
      isOver = entries.count < query.limit
      if let end = entries.last { query.after = end.id }
      page = entries.prefix { $0.id <= last }[...]
    }
    return page.popFirst()
  }
}
