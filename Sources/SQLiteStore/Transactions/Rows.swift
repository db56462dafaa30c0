import Elections
import Foundation
import GRDB
import Publishing
import Texts

extension Instant {
  init(_ row: Row, _ index: Int) { self.init(millisecondsSince1970: row[index]) }

  init?(optional row: Row, _ index: Int) {
    guard let value = row[index] as Int64? else { return nil }
    self.init(millisecondsSince1970: value)
  }
}

extension ContentHash {
  var data: Data { Data(bytes) }

  init(_ row: Row, _ index: Int) throws {
    guard let data = row[index] as Data?, let hash = ContentHash(exactly: [UInt8](data)) else {
      throw StoreError.damaged("The store holds a hash that is none; restore a backup.")
    }
    self = hash
  }
}
