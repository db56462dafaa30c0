package import Texts

/// An entry's fact as the chain covers it: where a personal text stands in the fact, this has its keyed digest.
///
/// So the text can be taken away, and the chain stays as it is. All the rest of the fact stands there as it does in
/// the fact itself:
///
///     {"reason":"Her daughter asked us to.","was":"queued"}
///     {"reason":{"hmac-sha256":"5f0c…"},"was":"queued"}
///
/// Nothing else in a fact looks like a digest: in a text every quotation mark has a backslash before it, and no other
/// object of a fact has such a key. So entries of earlier versions, which the chain covers whole, need no mark.
package struct SealedDetail: Hashable, Sendable {
  package let text: String
  /// Nil: the chain covers the fact as it is shown.
  package let digest: ContentHash?
  /// Where the digest stands, in bytes of UTF-8.
  private let place: Range<Int>

  private static let name = "hmac-sha256"
  private static let opening = "{\"\(name)\":\""
  private static let closing = "\"}"
  private static let length = opening.utf8.count + 64 + closing.utf8.count

  /// Seals a fact that has a personal text there.
  package init(sealing detail: String, at personal: Range<Int>, under key: TextKey) {
    let digest = key.digest(of: detail.slice(personal))
    let before = detail.slice(0..<personal.lowerBound)
    text =
      before + Self.opening + digest.hex + Self.closing + detail.slice(personal.upperBound..<detail.utf8.count)
    self.digest = digest
    place = personal.lowerBound..<personal.lowerBound + Self.length
  }

  /// As a log keeps it.
  package init(_ text: String) {
    self.text = text
    let start = Self.start(in: text)
    let found = start.flatMap { start -> (ContentHash, Range<Int>)? in
      let place = start..<start + Self.length
      guard place.upperBound <= text.utf8.count else { return nil }
      let object = text.slice(place)
      guard object.hasPrefix(Self.opening), object.hasSuffix(Self.closing),
        let digest = ContentHash(hex: String(object.dropFirst(Self.opening.count).dropLast(Self.closing.count)))
      else { return nil }
      return (digest, place)
    }
    digest = found?.0
    place = found?.1 ?? 0..<0
  }

  static func isDigest(_ part: JSON) -> Bool { part.keys == [name] }

  /// Where an object stands in the fact that could be a digest.
  private static func start(in text: String) -> Int? {
    let bytes = text.utf8Span.span
    guard bytes.count > length else { return nil }
    for index in 1..<bytes.count - 1
    where bytes[index] == UInt8(ascii: "{") && bytes[index - 1] == UInt8(ascii: ":") {
      if text.slice(index..<min(index + opening.utf8.count, bytes.count)) == opening { return index }
    }
    return nil
  }

  /// The fact with the text in its place.
  package func opened(with personal: String) -> String {
    text.slice(0..<place.lowerBound) + personal + text.slice(place.upperBound..<text.utf8.count)
  }

  /// What stands in an opened fact in the place of the digest; nil where that is not this fact opened.
  package func personal(in detail: String) -> String? {
    let after = text.utf8.count - place.upperBound
    guard digest != nil, detail.utf8.count >= place.lowerBound + after else { return nil }
    let personal = detail.slice(place.lowerBound..<detail.utf8.count - after)
    return opened(with: personal).utf8.elementsEqual(detail.utf8) ? personal : nil
  }
}

extension String {
  /// By bytes of UTF-8.
  fileprivate func slice(_ bytes: Range<Int>) -> String {
    let start = utf8.index(startIndex, offsetBy: bytes.lowerBound)
    return String(decoding: utf8[start..<utf8.index(start, offsetBy: bytes.count)], as: UTF8.self)
  }
}
