import Elections
import Publishing
import Texts

/// An anchor as it lies on disk: lines of text of fixed lengths, so that one small write replaces all of it, and a
/// digest, so that one that was torn is known.
struct AnchorRecord {
  private static let head = Array("portcullis anchor 1\nstore ".utf8)
  private static let (entryMark, hashMark, atMark, sumMark) = (
    Array("\nentry ".utf8), Array("\nhash ".utf8), Array("\nat ".utf8), Array("\nsha256 ".utf8)
  )
  private static let idLength = 32
  private static let numberLength = 19
  private static let entryRange: Range<Int> = {
    let start = head.count + idLength + entryMark.count
    return start..<start + numberLength
  }()
  static let length =
    head.count + idLength + entryMark.count + numberLength + hashMark.count + 64 + atMark.count + numberLength
    + sumMark.count + 64 + 1

  static func bytes(_ anchor: StoreAnchor) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    bytes += head
    bytes += anchor.store.utf8
    bytes += entryMark
    append(anchor.head.entry, &bytes)
    bytes += hashMark
    bytes += anchor.head.hash.hex.utf8
    bytes += atMark
    append(anchor.at.millisecondsSince1970, &bytes)
    let sum = ContentHash(of: bytes)
    bytes += sumMark
    bytes += sum.hex.utf8
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// Nil for anything that was not written by `bytes`.
  static func anchor(_ bytes: [UInt8]) -> StoreAnchor? {
    guard bytes.count == length, let id = String(validating: bytes[head.count..<head.count + idLength], as: UTF8.self),
      let entry = number(bytes[entryRange])
    else { return nil }
    let hashStart = entryRange.upperBound + hashMark.count
    let atStart = hashStart + 64 + atMark.count
    guard let hashText = String(validating: bytes[hashStart..<hashStart + 64], as: UTF8.self),
      let hash = ContentHash(hex: hashText), let at = number(bytes[atStart..<atStart + numberLength])
    else { return nil }
    let anchor = StoreAnchor(
      store: id, head: LogHead(entry: entry, hash: hash), at: Instant(millisecondsSince1970: at))
    return Self.bytes(anchor) == bytes ? anchor : nil
  }

  /// Nil for what is no row of digits.
  static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var number: Int64 = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = product.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
      if isTooLarge || isOver { return nil }
      number = sum
    }
    return number
  }

  /// With zeros before it, in as many digits as the largest number has.
  private static func append(_ number: Int64, _ bytes: inout [UInt8]) {
    var rest = max(0, number)
    var digits = [UInt8](repeating: UInt8(ascii: "0"), count: numberLength)
    var place = numberLength - 1
    while rest > 0 {
      digits[place] += UInt8(rest % 10)
      rest /= 10
      place -= 1
    }
    bytes += digits
  }
}
