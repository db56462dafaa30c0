/// Where a link leads. The code says the place; what comes from data is a segment of its path or a value of its query.
struct Address: Hashable {
  private(set) var text: String

  init(_ place: StaticString) { text = "\(place)" }

  init(_ asset: Asset) { text = asset.path }

  /// A place of the same page.
  init(toPart name: StaticString) { text = "#\(name)" }

  init(mail address: String) { text = "mailto:" + Self.encoded(address, also: "@+") }

  func appending(_ segment: String) -> Address {
    var longer = self
    longer.text += "/" + Self.encoded(segment)
    return longer
  }

  func asking(_ name: StaticString, _ value: String) -> Address {
    var asking = self
    asking.text += (text.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + "\(name)=" + Self.encoded(value)
    return asking
  }

  /// Everything but unreserved characters as percent signs (RFC 3986, section 2).
  private static func encoded(_ text: String, also allowed: String = "") -> String {
    let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8).union(allowed.utf8)
    let digits = Array("0123456789ABCDEF")
    return text.utf8.reduce(into: "") { encoded, byte in
      if kept.contains(byte) {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }
}
