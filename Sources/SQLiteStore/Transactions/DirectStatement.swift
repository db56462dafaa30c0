import Elections
import GRDB
import GRDBSQLite
import Publishing
import Texts

/// A statement whose values are bound straight to SQLite, and read straight from it.
///
/// GRDB boxes each argument, collects them and checks their number, and copies a row before it is read, which costs more
/// than the row itself. So what runs often, or for many rows, is done here, and what is rare by GRDB.
struct DirectStatement {
  private let statement: Statement
  private let database: Database

  /// GRDB keeps a prepared statement for each connection and text.
  init(_ database: Database, _ sql: String) throws {
    self.database = database
    statement = try database.cachedStatement(sql: sql)
  }

  /// Runs what returns nothing, with the values that `bind` gives.
  func run(_ bind: (inout ParameterBinder) -> Void = { _ in }) throws {
    try step(bind) { _ in preconditionFailure("a row of \(statement.sql)") }
  }

  /// What `read` makes of the first row; nil when there is none.
  func first<Result>(
    _ bind: (inout ParameterBinder) -> Void = { _ in }, _ read: (ColumnReader) throws -> Result
  ) throws -> Result? {
    var result: Result?
    try step(bind) { row in
      result = try read(row)
      return false
    }
    return result
  }

  /// Gives every row to `read`, in their order.
  func each(_ bind: (inout ParameterBinder) -> Void = { _ in }, _ read: (ColumnReader) throws -> Void) throws {
    try step(bind) { row in
      try read(row)
      return true
    }
  }

  /// What `read` makes of every row, in their order.
  func all<Result>(
    _ bind: (inout ParameterBinder) -> Void = { _ in }, _ read: (ColumnReader) throws -> Result
  ) throws -> [Result] {
    var results: [Result] = []
    try each(bind) { results.append(try read($0)) }
    return results
  }

  /// `read` says whether it wants another row.
  private func step(_ bind: (inout ParameterBinder) -> Void, _ read: (ColumnReader) throws -> Bool) throws {
    let handle = unsafe statement.sqliteStatement
    precondition(unsafe sqlite3_stmt_busy(handle) == 0, "inside its own rows: \(statement.sql)")
    defer {
      unsafe sqlite3_reset(handle)
      unsafe sqlite3_clear_bindings(handle)
    }
    var binder = unsafe ParameterBinder(handle)
    bind(&binder)
    if binder.failure != SQLITE_OK { throw error(binder.failure) }
    precondition(
      unsafe binder.count == sqlite3_bind_parameter_count(handle), "a value for each parameter of \(statement.sql)")
    while true {
      switch unsafe sqlite3_step(handle) {
      case SQLITE_DONE: return
      case SQLITE_ROW: if try unsafe !read(ColumnReader(handle)) { return }
      case let code: throw error(code)
      }
    }
  }

  private func error(_ code: Int32) -> DatabaseError {
    let message = unsafe database.sqliteConnection.map { unsafe String(cString: sqlite3_errmsg($0)) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
  }
}

/// A row's columns, numbered from 0, for as long as the row stands.
@safe struct ColumnReader {
  private let handle: OpaquePointer

  fileprivate init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// 0 for a null.
  func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

  func integerOrNil(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  func flag(_ column: Int32) -> Bool { integer(column) != 0 }

  func instant(_ column: Int32) -> Instant { Instant(millisecondsSince1970: integer(column)) }

  func instantOrNil(_ column: Int32) -> Instant? { isNull(column) ? nil : instant(column) }

  /// Empty for a null.
  func text(_ column: Int32) -> String {
    unsafe String(
      decoding: UnsafeBufferPointer(
        start: sqlite3_column_text(handle, column), count: Int(sqlite3_column_bytes(handle, column))), as: UTF8.self)
  }

  func textOrNil(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  func bytesOrNil(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : unsafe Array(blob(column)) }

  func hash(_ column: Int32) throws -> ContentHash {
    guard let hash = unsafe ContentHash(exactly: blob(column)) else {
      throw StoreError.damaged("The store holds a hash that is none; restore a backup.")
    }
    return hash
  }

  func key(_ column: Int32) throws -> DeliveryKey {
    let bytes = unsafe blob(column)
    guard bytes.count == 16 else {
      throw StoreError.damaged("The store holds a delivery's key that is none; restore a backup.")
    }
    func word(_ offset: Int) -> UInt64 {
      UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    return DeliveryKey(high: word(0), low: word(8))
  }

  private func blob(_ column: Int32) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(
      start: sqlite3_column_blob(handle, column), count: Int(sqlite3_column_bytes(handle, column)))
  }
}

/// Gives a statement's parameters their values, from the first on.
@safe struct ParameterBinder {
  private let handle: OpaquePointer
  private(set) var count: Int32 = 0
  /// Why a value could not be bound: too large, or no memory.
  private(set) var failure = SQLITE_OK

  init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  /// SQLite copies what it is given, since nothing here outlives the call.
  private static let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private mutating func check(_ code: Int32) { if code != SQLITE_OK { failure = code } }

  mutating func append(_ value: Int64) {
    count += 1
    unsafe check(sqlite3_bind_int64(handle, count, value))
  }

  mutating func append(_ value: Int64?) {
    if let value { append(value) } else { appendNull() }
  }

  mutating func append(_ value: Int) { append(Int64(value)) }

  mutating func append(_ value: Instant) { append(value.millisecondsSince1970) }

  mutating func append(_ value: Instant?) { append(value?.millisecondsSince1970) }

  mutating func append(_ flag: Bool) { append(flag ? 1 as Int64 : 0) }

  mutating func append(_ text: String) {
    count += 1
    var text = text
    let (handle, index) = unsafe (handle, count)
    let code = text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        // Without an address it would be a null.
        guard let address = characters.baseAddress else {
          return unsafe sqlite3_bind_text(handle, index, "", 0, Self.copied)
        }
        return unsafe sqlite3_bind_text64(
          handle, index, address, UInt64(characters.count), Self.copied, UInt8(SQLITE_UTF8))
      }
    }
    check(code)
  }

  mutating func append(_ text: String?) {
    if let text { append(text) } else { appendNull() }
  }

  mutating func append(_ hash: ContentHash) { append(bytesOf: hash.bigEndianWords) }

  mutating func append(_ hash: ContentHash?) {
    if let hash { append(hash) } else { appendNull() }
  }

  mutating func append(_ key: DeliveryKey) { append(bytesOf: (key.high.bigEndian, key.low.bigEndian)) }

  mutating func append(_ id: OperationID) { append(bytesOf: (id.high.bigEndian, id.low.bigEndian)) }

  mutating func append(_ bytes: [UInt8]) {
    count += 1
    // An empty blob has no address, and none would mean null.
    unsafe check(
      bytes.isEmpty
        ? sqlite3_bind_zeroblob(handle, count, 0)
        : sqlite3_bind_blob64(handle, count, bytes, UInt64(bytes.count), Self.copied))
  }

  /// A plain value's bytes as they lie in memory.
  private mutating func append<Value: BitwiseCopyable>(bytesOf value: Value) {
    count += 1
    let (handle, index) = unsafe (handle, count)
    let code = unsafe Swift.withUnsafeBytes(of: value) { bytes in
      unsafe sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), Self.copied)
    }
    check(code)
  }

  mutating func appendNull() {
    count += 1
    unsafe check(sqlite3_bind_null(handle, count))
  }
}
