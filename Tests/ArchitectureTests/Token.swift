/// One word, string or mark of a Swift file. Comments are left out, and what a string says is no word of the code.
struct Token: Equatable {
  enum Kind: Equatable {
    case word(String)
    /// A string without what it interpolates, whose tokens come before it; or a name in backticks that is a sentence.
    case string(String)
    case mark(Character)
  }

  let kind: Kind
  let line: Int

  var word: String? {
    guard case .word(let word) = kind else { return nil }
    return word
  }

  func isMark(_ mark: Character) -> Bool { kind == .mark(mark) }

  /// The tokens of a file's text.
  static func all(of text: String) -> [Token] {
    var lexer = Lexer(text)
    return lexer.tokens()
  }
}

/// Cuts Swift code into tokens: enough to tell code from comments and strings, and no more.
///
/// A regular expression between bare slashes is taken for marks and words; a quotation mark in one ends with its line.
private struct Lexer {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private var found: [Token] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func tokens() -> [Token] {
    readCode(insideString: false)
    return found
  }

  private var here: UInt8? { at < bytes.count ? bytes[at] : nil }

  private func isHere(_ text: StaticString) -> Bool {
    bytes.dropFirst(at).starts(with: Array("\(text)".utf8))
  }

  private mutating func step(_ count: Int = 1) {
    for _ in 0..<count where at < bytes.count {
      if bytes[at] == UInt8(ascii: "\n") { line += 1 }
      at += 1
    }
  }

  /// Reads to the end of the file, or past the bracket that closes an interpolation.
  private mutating func readCode(insideString: Bool) {
    var depth = 0
    while let byte = here {
      switch byte {
      case UInt8(ascii: "/") where isHere("//"): skipLine()
      case UInt8(ascii: "/") where isHere("/*"): skipBlock()
      case UInt8(ascii: "\""), UInt8(ascii: "#"):
        if !readString() { readMark() }
      case UInt8(ascii: "`"): readQuotedName()
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): step()
      case _ where Self.isWordByte(byte): readWord()
      default:
        depth += byte == UInt8(ascii: "(") ? 1 : byte == UInt8(ascii: ")") ? -1 : 0
        readMark()
        if insideString, depth < 0 { return }
      }
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }

  private mutating func readMark() {
    guard let byte = here else { return }
    found.append(Token(kind: .mark(Character(UnicodeScalar(byte))), line: line))
    step()
  }

  private mutating func readWord() {
    let start = at
    while let byte = here, Self.isWordByte(byte) { step() }
    found.append(Token(kind: .word(String(decoding: bytes[start..<at], as: UTF8.self)), line: line))
  }

  /// A keyword in backticks is a word; the name of a test is a sentence.
  private mutating func readQuotedName() {
    step()
    let start = at
    while let byte = here, byte != UInt8(ascii: "`"), byte != UInt8(ascii: "\n") { step() }
    let name = bytes[start..<at]
    let text = String(decoding: name, as: UTF8.self)
    found.append(Token(kind: name.allSatisfy(Self.isWordByte) ? .word(text) : .string(text), line: line))
    step()
  }

  private mutating func skipLine() {
    while here != nil, here != UInt8(ascii: "\n") { step() }
  }

  private mutating func skipBlock() {
    var depth = 0
    repeat {
      if isHere("/*") { depth += 1; step(2) } else if isHere("*/") { depth -= 1; step(2) } else { step() }
    } while depth > 0 && here != nil
  }

  /// Whether a string begins here; if so, it is read to its end, and what it interpolates as code.
  private mutating func readString() -> Bool {
    let pounds = bytes[at...].prefix { $0 == UInt8(ascii: "#") }.count
    guard at + pounds < bytes.count, bytes[at + pounds] == UInt8(ascii: "\"") else { return false }
    let first = line
    step(pounds)
    let quotes = isHere("\"\"\"") ? 3 : 1
    step(quotes)
    let end = Array(repeating: UInt8(ascii: "\""), count: quotes) + Array(repeating: UInt8(ascii: "#"), count: pounds)
    let escape = [UInt8(ascii: "\\")] + Array(repeating: UInt8(ascii: "#"), count: pounds)
    var says: [UInt8] = []
    while let byte = here {
      if byte == UInt8(ascii: "\""), bytes[at...].starts(with: end) {
        step(end.count)
        break
      } else if byte == UInt8(ascii: "\\"), bytes[at...].starts(with: escape) {
        step(escape.count)
        if here == UInt8(ascii: "(") {
          readMark()
          readCode(insideString: true)
        } else {
          step()
        }
      } else if byte == UInt8(ascii: "\n"), quotes == 1 {
        break
      } else {
        says.append(byte)
        step()
      }
    }
    found.append(Token(kind: .string(String(decoding: says, as: UTF8.self)), line: first))
    return true
  }
}
