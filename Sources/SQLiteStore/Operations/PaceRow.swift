import Elections
import Publishing
import Texts

/// A channel's latest permits, kept as milliseconds, eight bytes each, the most significant first.
enum PaceRow {
  static func fetch(_ channel: String, _ transaction: Transaction) throws -> PaceLog {
    let statement = try DirectStatement(transaction.db, "SELECT permits FROM pace WHERE channel = ?")
    guard let bytes = try statement.first({ $0.append(channel) }, { $0.bytesOrNil(0) }) ?? nil else { return PaceLog() }
    return log(bytes)
  }

  static func log(_ bytes: [UInt8]) -> PaceLog {
    PaceLog(
      stride(from: 0, to: bytes.count, by: 8).map { start in
        let word = bytes[start..<min(start + 8, bytes.count)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Instant(millisecondsSince1970: Int64(bitPattern: word))
      })
  }

  static func save(_ log: PaceLog, _ channel: String, _ transaction: Transaction) throws {
    var bytes: [UInt8] = []
    for instant in log.permits { bytes.append(bigEndian: UInt64(bitPattern: instant.millisecondsSince1970)) }
    try DirectStatement(transaction.db, "INSERT OR REPLACE INTO pace (channel, permits) VALUES (?, ?)").run { values in
      values.append(channel)
      values.append(bytes)
    }
  }
}
