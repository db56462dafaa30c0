import Elections
import Publishing
import Texts

/// `backup.json`: of which store a folder is a copy, how far its log went, and every file by its SHA-256.
struct BackupManifest {
  static let format = "portcullis backup 1"
  static let name = "backup.json"
  /// The store within the folder.
  static let store = "store.sqlite"

  struct File: Hashable {
    /// Below the folder, and below the store's own where it is put back.
    let path: String
    let hash: ContentHash
    let bytes: Int
  }

  let madeAt: Instant
  let origin: String
  let lastEntry: Int64
  var files: [File]

  init(madeAt: Instant, origin: String, lastEntry: Int64, files: [File]) {
    self.madeAt = madeAt
    self.origin = origin
    self.lastEntry = lastEntry
    self.files = files
  }

  var json: JSON {
    .object([
      ("format", .string(Self.format)), ("made_at", .string(UTCText.text(madeAt))), ("store", .string(origin)),
      ("last_entry", .number(Int(lastEntry))),
      (
        "files",
        .array(
          files.map { file in
            .object([
              ("path", .string(file.path)), ("sha256", .string(file.hash.hex)), ("bytes", .number(file.bytes)),
            ])
          })
      ),
    ])
  }

  /// Nil for anything that this did not write: no path of it leads out of the folder.
  init?(_ text: String) {
    guard let json = JSON(parsing: text), json["format"]?.string == Self.format,
      let madeAt = json["made_at"]?.string.flatMap(UTCText.instant), let origin = json["store"]?.string,
      let lastEntry = json["last_entry"]?.number, let listed = json["files"]?.array
    else { return nil }
    var files: [File] = []
    for file in listed {
      guard let path = file["path"]?.string, Self.isInside(path),
        let hash = file["sha256"]?.string.flatMap(ContentHash.init(hex:)), let bytes = file["bytes"]?.number
      else { return nil }
      files.append(File(path: path, hash: hash, bytes: bytes))
    }
    guard files.contains(where: { $0.path == Self.store }) else { return nil }
    self.init(madeAt: madeAt, origin: origin, lastEntry: Int64(lastEntry), files: files)
  }

  private static func isInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return path == store
      || (StoreCompanion.allCases.contains { $0.rawValue[...] == parts.first })
        && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }
  }
}
