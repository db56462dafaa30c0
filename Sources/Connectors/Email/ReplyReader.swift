/// Puts a server's bytes together to replies, and stops at what no server needs.
struct ReplyReader {
  /// RFC 5321 allows 512; some servers' offers are longer.
  static let longestLine = 2048
  static let mostLines = 100

  private var line: [UInt8] = []
  private var code: Int?
  private var lines: [String] = []

  /// Nothing of a further reply has come.
  var isBetweenReplies: Bool { line.isEmpty && code == nil }

  mutating func read(_ bytes: some Sequence<UInt8>) throws(ReplyProblem) -> [MailReply] {
    var replies: [MailReply] = []
    for byte in bytes {
      guard byte == 0x0A else {
        guard line.count < Self.longestLine else { throw .tooLong }
        line.append(byte)
        continue
      }
      if line.last == 0x0D { line.removeLast() }
      if let reply = try finishLine() { replies.append(reply) }
    }
    return replies
  }

  /// Three digits, then a hyphen where more lines follow (RFC 5321, section 4.2.1).
  private mutating func finishLine() throws(ReplyProblem) -> MailReply? {
    defer { line.removeAll(keepingCapacity: true) }
    let digits = line.prefix(3)
    guard digits.count == 3, digits.allSatisfy({ (48...57).contains($0) }), (50...53).contains(digits[0]),
      line.count == 3 || line[3] == 0x20 || line[3] == 0x2D
    else { throw .notSMTP }
    let number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    guard code == nil || code == number else { throw .notSMTP }
    guard lines.count < Self.mostLines else { throw .tooLong }
    code = number
    lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
    if line.count > 3, line[3] == 0x2D { return nil }
    defer { (code, lines) = (nil, []) }
    return MailReply(code: number, lines: lines)
  }
}

enum ReplyProblem: Error {
  case notSMTP, tooLong
}
