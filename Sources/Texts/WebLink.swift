/// The address of a page that a post leads to: an http or https IRI (RFC 3987, RFC 9110 section 4.2).
package enum WebLink {
  /// Why `text` is none, with the remedy; nil when it is one.
  package static func problem(in text: String) -> String? {
    let shown = "“\(text.printable)”"
    guard let rest = afterScheme(text) else { return "\(shown) is no link; write it as https://example.org/page." }
    if let scalar = text.unicodeScalars.first(where: { !mayStand($0) }) { return shown + words(for: scalar) }
    if hasBrokenEscape(text) {
      return "\(shown) has a % that two hexadecimal digits do not follow; write it as %25."
    }
    if rest.prefix(while: { !isEndOfHost($0) }).contains("@") {
      return "\(shown) has a name or password before its host, which everybody would read; take it out."
    }
    guard hasHost(rest) else { return "\(shown) names no host; write it as https://example.org/page." }
    let path = rest.drop { !isEndOfHost($0) }
    if path.contains(where: { $0 == "[" || $0 == "]" }) {
      return "\(shown) has square brackets behind its host; write them as %5B and %5D."
    }
    if path.count(where: { $0 == "#" }) > 1 { return "\(shown) has two number signs; write the second as %23." }
    return nil
  }

  /// The link with whatever may not stand in one as percent signs: for links that were stored before they were looked at
  /// so closely. Nil where even that makes none.
  package static func encoded(_ text: String) -> String? {
    if problem(in: text) == nil { return text }
    let text = text.trimmed
    var link = ""
    var signs = 0
    let scalars = Array(text.unicodeScalars)
    let head = afterScheme(text).map { scalars.count - $0.count + $0.prefix { !isEndOfHost($0) }.count } ?? 0
    for (index, scalar) in scalars.enumerated() {
      if scalar == "#" { signs += 1 }
      let isBracket = index >= head && (scalar == "[" || scalar == "]")
      let isLonePercent = scalar == "%" && !isEscape(scalars[index...])
      if !mayStand(scalar) || isBracket || isLonePercent || scalar == "#" && signs > 1 {
        link += String(scalar).utf8.map { byte in
          "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
      } else {
        link.unicodeScalars.append(scalar)
      }
    }
    return problem(in: link) == nil ? link : nil
  }

  // MARK: Parts

  private static func afterScheme(_ text: String) -> ArraySlice<Unicode.Scalar>? {
    let scalars = Array(text.unicodeScalars)
    for scheme in ["https://", "http://"] {
      let letters = Array(scheme.unicodeScalars)
      guard scalars.count > letters.count else { continue }
      if zip(scalars, letters).allSatisfy({ $0 == $1 || $0.properties.lowercaseMapping == String($1) }) {
        return scalars[letters.count...]
      }
    }
    return nil
  }

  private static func isEndOfHost(_ scalar: Unicode.Scalar) -> Bool { scalar == "/" || scalar == "?" || scalar == "#" }

  private static func hasHost(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    let authority = rest.prefix { !isEndOfHost($0) }
    var port: ArraySlice<Unicode.Scalar> = []
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else { return false }
      let inside = authority[(authority.startIndex + 1)..<end]
      guard inside.contains(":"), inside.allSatisfy({ isHexadecimal($0) || $0 == ":" || $0 == "." }) else {
        return false
      }
      let behind = authority[(end + 1)...]
      guard behind.isEmpty || behind.first == ":" else { return false }
      port = behind.dropFirst()
    } else {
      let host = authority.prefix { $0 != ":" }
      guard let first = host.first, let last = host.last, isHostEnd(first), isHostEnd(last) || last == ".",
        host.allSatisfy({ isHostEnd($0) || $0 == "." || $0 == "-" || $0 == "_" || $0 == "%" })
      else { return false }
      guard !zip(host, host.dropFirst()).contains(where: { $0 == "." && $1 == "." }) else { return false }
      port = authority[host.endIndex...].dropFirst()
    }
    guard port.allSatisfy({ ("0"..."9").contains($0) }) else { return false }
    return port.isEmpty || (Int(String(String.UnicodeScalarView(port))).map { $0 <= 65535 } ?? false)
  }

  private static func isHostEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) : !scalar.properties.isWhitespace
  }

  private static func isHexadecimal(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.properties.isASCIIHexDigit
  }

  private static func isEscape(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    rest.count > 2 && isHexadecimal(rest[rest.startIndex + 1]) && isHexadecimal(rest[rest.startIndex + 2])
  }

  private static func hasBrokenEscape(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.contains { scalars[$0] == "%" && !isEscape(scalars[$0...]) }
  }

  /// Whether it is a sign of an IRI. Quotation marks beyond ASCII are signs to the standard, but nobody means them: they
  /// were pasted with the link.
  private static func mayStand(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar.value > 0x20 && scalar.value < 0x7F && !"<>\"\\^`{|}".unicodeScalars.contains(scalar)
    }
    return !scalar.properties.isWhitespace && !scalar.isUnseen && !scalar.properties.isNoncharacterCodePoint
      && !"“”„‟«»".unicodeScalars.contains(scalar)
  }

  private static func words(for scalar: Unicode.Scalar) -> String {
    if scalar.properties.isWhitespace {
      return " has a blank in it; write %20 where one belongs to it, or take it out."
    }
    if scalar.isUnseen {
      return " holds \(scalar.codePointMark), which is not seen; copy the address anew, or take it out."
    }
    let hex = String(scalar).utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
    return " holds “\(scalar)”, which stands in no address; write it as \(hex), or take it out."
  }
}
