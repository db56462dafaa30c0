import Elections
import Foundation
import GRDB
import Publishing
import Texts

/// Revisions with their files, written.
enum RevisionRow {
  static func insert(_ revision: Revision, _ bytes: [ContentHash: [UInt8]], _ db: Database) throws {
    let number = revision.number.rawValue
    try db.execute(
      sql: "INSERT INTO revision (number, hash, adopted_at, adopted_by, reason, automatic) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        number, revision.hash.data, revision.adoptedAt.millisecondsSince1970, revision.actor, revision.reason,
        revision.isAutomatic,
      ])
    for (hash, bytes) in bytes {
      let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO file (hash, bytes) VALUES (?, ?)")
      try insert.execute(arguments: [hash.data, Data(bytes)])
    }
    for (position, snapshot) in revision.snapshots.enumerated() {
      try db.execute(
        sql: "INSERT INTO snapshot (revision, position, folder, calendars) VALUES (?, ?, ?, ?)",
        arguments: [number, position, snapshot.folder, snapshot.calendars])
      for file in snapshot.files {
        let insert = try db.cachedStatement(
          sql: "INSERT INTO snapshot_file (revision, position, role, path, hash) VALUES (?, ?, ?, ?, ?)")
        try insert.execute(arguments: [number, position, file.role.rawValue, file.path, file.hash.data])
      }
    }
  }
}
