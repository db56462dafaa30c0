package import Elections
package import Foundation
import Publishing
package import Texts

/// `manifest.json`: what a pack is, from which log, and every file of it by its SHA-256.
package struct PackManifest {
  package static let format = "portcullis evidence 1"
  package static let name = "manifest.json"

  package struct File: Hashable {
    package let path: String
    package let hash: ContentHash
    package let bytes: UInt64
  }

  package struct Redactions {
    /// Places in the posts, as they are told.
    package var applied = 0
    /// Entries that are given without their facts.
    package var entries = 0
    /// Files of revisions that are left out.
    package var files = 0
  }

  package var madeAt: Instant
  package var by: String
  package var zone: TimeZone
  /// The store's last entry when the pack was made.
  package var head: (id: Int64, hash: ContentHash)?
  /// Where the log was broken already; nil: it was intact.
  package var logFault: String?
  package var range: Range<Instant>
  package var filters: [(name: String, value: String?)]
  package var redactions = Redactions()
  package var posts = 0
  package var entries = 0
  package var first: Int64?
  package var last: Int64?
  package var files: [File] = []

  package var json: JSON {
    let contract = ContractJSON(zone: zone)
    func id(_ id: Int64?) -> JSON { id.map { .number(Int($0)) } ?? .null }
    return .object([
      ("format", .string(Self.format)), ("made_at", contract.instant(madeAt)), ("by", .string(by)),
      ("zone", .string(zone.identifier)),
      ("store", .object([("last_entry", id(head?.id)), ("hash", JSON(head?.hash.hex)), ("fault", JSON(logFault))])),
      (
        "range",
        .object([("from", contract.instant(range.lowerBound)), ("to", contract.instant(range.upperBound))])
      ),
      ("filters", .object(filters.map { ($0.name, JSON($0.value)) })),
      (
        "redactions",
        .object([
          ("applied", .number(redactions.applied)), ("entries", .number(redactions.entries)),
          ("files", .number(redactions.files)),
        ])
      ),
      ("posts", .number(posts)), ("entries", .number(entries)), ("first_entry", id(first)), ("last_entry", id(last)),
      (
        "files",
        .array(
          files.map { file in
            .object([
              ("path", .string(file.path)), ("sha256", .string(file.hash.hex)), ("bytes", .number(Int(file.bytes))),
            ])
          })
      ),
    ])
  }

  /// Reads it back; nil when it is no manifest of this format.
  package init?(_ text: String) {
    guard let json = JSON(parsing: text), json["format"]?.string == Self.format, let by = json["by"]?.string,
      let madeAt = json["made_at"]?.string.flatMap(RecordedCause.instant),
      let zone = json["zone"]?.string.flatMap(ZoneCheck.zone(named:)),
      let from = json["range"]?["from"]?.string.flatMap(RecordedCause.instant),
      let to = json["range"]?["to"]?.string.flatMap(RecordedCause.instant), from < to,
      let files = json["files"]?.array, let entries = json["entries"]?.number
    else { return nil }
    self.init(madeAt: madeAt, by: by, zone: zone, range: from..<to, filters: [])
    self.entries = entries
    if let id = json["store"]?["last_entry"]?.number {
      guard let hash = json["store"]?["hash"]?.string.flatMap(ContentHash.init(hex:)) else { return nil }
      head = (Int64(id), hash)
    }
    for file in files {
      guard let path = file["path"]?.string, let hash = file["sha256"]?.string.flatMap(ContentHash.init(hex:)),
        let bytes = file["bytes"]?.number, bytes >= 0
      else { return nil }
      self.files.append(File(path: path, hash: hash, bytes: UInt64(bytes)))
    }
  }

  package init(
    madeAt: Instant, by: String, zone: TimeZone, range: Range<Instant>, filters: [(name: String, value: String?)]
  ) {
    self.madeAt = madeAt
    self.by = by
    self.zone = zone
    self.range = range
    self.filters = filters
  }
}
