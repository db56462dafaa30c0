import GRDB
import Publishing

/// What SQLite says, in the store's words with a remedy.
enum StoreFailures {
  static func translate(_ error: any Error) -> StoreError {
    if let error = error as? StoreError { return error }
    guard let error = error as? DatabaseError else { return .unavailable("The store failed: \(error).") }
    let message = error.message ?? "no further words"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy
    case .SQLITE_FULL:
      return .cannotWrite("The disk of the store is full, so nothing was written and nothing is lost; make room.")
    case .SQLITE_READONLY:
      return .cannotWrite("The store cannot be written (\(message)); correct the permissions of its file and folder.")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return .damaged("The store is damaged (\(message)); restore a backup, and keep the damaged file for inspection.")
    case .SQLITE_CONSTRAINT:
      return .damaged("The store refused a change that would contradict its rules: \(message).")
    case .SQLITE_CANTOPEN:
      return .unavailable("The store cannot be opened (\(message)); correct its path or permissions.")
    default:
      return .unavailable("The store failed (\(error.extendedResultCode.rawValue), \(message)).")
    }
  }
}
