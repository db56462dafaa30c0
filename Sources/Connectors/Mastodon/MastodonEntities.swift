/// The links and remote mentions of a text, as Mastodon sees them (its `StatusLengthValidator` and the
/// twitter-text library below it).
///
/// Wherever the two could see it differently, the reading that counts more is taken: a post is called too long
/// sooner than it is refused when it is due.
struct MastodonEntities {
  enum Kind: Hashable {
    case link
    /// It looks like a link, and may count as one or in full: a host without a public ending, for instance.
    case perhapsLink
    /// `@user@host`, of which this many scalars count.
    case mention(counted: Int)
  }

  struct Entity: Hashable {
    let kind: Kind
    let range: Range<Int>
  }

  let scalars: [Unicode.Scalar]
  private(set) var all: [Entity] = []

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      if let entity = link(at: index) ?? mention(at: index) {
        all.append(entity)
        index = entity.range.upperBound
      } else {
        index += 1
      }
    }
  }

  /// The links as they are typed.
  var links: [String] {
    all.filter { if case .mention = $0.kind { false } else { true } }.map { text(scalars[$0.range]) }
  }

  /// The text with its entities in another form.
  func rewritten(_ form: (Entity, _ typed: String) -> String) -> String {
    var result = String.UnicodeScalarView()
    var index = 0
    for entity in all {
      result.append(contentsOf: scalars[index..<entity.range.lowerBound])
      result.append(contentsOf: form(entity, text(scalars[entity.range])).unicodeScalars)
      index = entity.range.upperBound
    }
    result.append(contentsOf: scalars[index...])
    return String(result)
  }

  private func text(_ part: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: part)
    return String(view)
  }

  // MARK: Links

  /// Endings that are no public domain, and so make no link on an instance.
  private static let noDomain: Set<String> = ["example", "test", "localhost", "invalid", "local", "internal", "onion"]

  private func link(at start: Int) -> Entity? {
    guard let scheme = ["https://", "http://"].first(where: { matches($0, at: start) }) else { return nil }
    let hostStart = start + scheme.unicodeScalars.count
    var end = hostStart
    while end < scalars.count, Self.isAlphanumeric(scalars[end]) || "-._".unicodeScalars.contains(scalars[end]) {
      end += 1
    }
    // A full stop behind a host ends a sentence.
    while end > hostStart, !Self.isAlphanumeric(scalars[end - 1]) { end -= 1 }
    if end == hostStart {
      // A name in another script may make a link as well; what follows counts in any case.
      guard end < scalars.count, scalars[end].properties.isAlphabetic else { return nil }
      return Entity(kind: .perhapsLink, range: start..<end)
    }
    let labels = text(scalars[hostStart..<end]).lowercased().split(separator: ".", omittingEmptySubsequences: false)
    let ending = labels.last.map(String.init) ?? ""
    var isCertain =
      labels.count > 1 && !labels.contains("") && !Self.noDomain.contains(ending) && ending.count > 1
      && (ending.hasPrefix("xn--") || ending.allSatisfy(\.isLetter))
    if start > 0, Self.isAlphanumeric(scalars[start - 1]) || "@$#_".unicodeScalars.contains(scalars[start - 1]) {
      isCertain = false
    }
    if end < scalars.count, scalars[end] == "@" || !scalars[end].isASCII && scalars[end].properties.isAlphabetic {
      isCertain = false
    }
    end = pathEnd(from: portEnd(from: end))
    return Entity(kind: isCertain ? .link : .perhapsLink, range: start..<end)
  }

  private func portEnd(from start: Int) -> Int {
    guard start < scalars.count, scalars[start] == ":" else { return start }
    var end = start + 1
    while end < scalars.count, ("0"..."9").contains(scalars[end]) { end += 1 }
    return end > start + 1 ? end : start
  }

  private func pathEnd(from start: Int) -> Int {
    var end = start
    if end < scalars.count, scalars[end] == "/" {
      let (whole, kept) = run(from: end, ending: "_-/#+") {
        $0.isASCII && $0.value > 0x20 && $0.value < 0x7F && !"<>()?\"".unicodeScalars.contains($0)
      }
      guard whole == kept else { return kept }
      end = kept
    }
    guard end < scalars.count, scalars[end] == "?" else { return end }
    let (_, kept) = run(from: end, ending: "_-/#&=") {
      Self.isAlphanumeric($0) || "!?*';:&=+$/%#[]-_.,~|@^".unicodeScalars.contains($0)
    }
    return kept
  }

  /// As far as `isPart` says, and as far as the last that may end it.
  private func run(
    from start: Int, ending: String, _ isPart: (Unicode.Scalar) -> Bool
  ) -> (whole: Int, kept: Int) {
    var whole = start
    while whole < scalars.count, isPart(scalars[whole]) { whole += 1 }
    var kept = whole
    while kept > start, !Self.isAlphanumeric(scalars[kept - 1]), !ending.unicodeScalars.contains(scalars[kept - 1]) {
      kept -= 1
    }
    return (whole, kept)
  }

  // MARK: Mentions

  private func mention(at start: Int) -> Entity? {
    guard scalars[start] == "@" else { return nil }
    if start > 0 {
      let before = scalars[start - 1]
      if before == "=" || before == "/" || before == "_" || before.properties.isAlphabetic
        || before.properties.numericType != nil
      {
        return nil
      }
    }
    let userEnd = nameEnd(from: start + 1)
    guard userEnd > start + 1, userEnd < scalars.count, scalars[userEnd] == "@" else { return nil }
    let end = nameEnd(from: userEnd + 1)
    guard end > userEnd + 1 else { return nil }
    // Two more signs make it something else.
    if end < scalars.count, scalars[end] == "@" || matches("://", at: end) { return nil }
    return Entity(kind: .mention(counted: userEnd - start), range: start..<end)
  }

  private func nameEnd(from start: Int) -> Int {
    var end = start
    while end < scalars.count, Self.isAlphanumeric(scalars[end]) || "_.-".unicodeScalars.contains(scalars[end]) {
      end += 1
    }
    while end > start, !Self.isAlphanumeric(scalars[end - 1]), scalars[end - 1] != "_" { end -= 1 }
    return end
  }

  private func matches(_ word: String, at start: Int) -> Bool {
    let letters = Array(word.unicodeScalars)
    guard start + letters.count <= scalars.count else { return false }
    return letters.indices.allSatisfy { scalars[start + $0].properties.lowercaseMapping == String(letters[$0]) }
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
  }
}
