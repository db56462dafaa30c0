/// A value in a manifest: a string, a list, a call such as `.product(name: "Crypto", package: "swift-crypto")`, or
/// something else, of which no rule needs to know more.
indirect enum Expression {
  case string(String)
  case list([(value: Expression, line: Int)])
  case call(Call)
  case other
}

/// `.name(label: value, …)`.
struct Call {
  let name: String
  let line: Int
  let arguments: [(label: String, value: Expression)]

  subscript(label: String) -> Expression? { arguments.first { $0.label == label }?.value }
}

/// Reads calls and their arguments out of a manifest's tokens.
struct ExpressionReader {
  private let tokens: [Token]
  private var at = 0

  init(_ tokens: [Token]) { self.tokens = tokens }

  private var here: Token? { at < tokens.count ? tokens[at] : nil }

  private func isMark(_ mark: Character) -> Bool { here?.isMark(mark) ?? false }

  /// The next call of one of these names that stands in no other of them.
  mutating func nextCall(named names: [String]) throws(Manifest.Unreadable) -> Call? {
    while at + 2 < tokens.count {
      if isMark("."), let name = tokens[at + 1].word, names.contains(name), tokens[at + 2].isMark("(") {
        return try readCall()
      }
      at += 1
    }
    return nil
  }

  /// Stands at the dot, and then behind the closing bracket.
  private mutating func readCall() throws(Manifest.Unreadable) -> Call {
    let line = tokens[at].line
    let name = tokens[at + 1].word ?? ""
    at += 3
    var arguments: [(label: String, value: Expression)] = []
    while !isMark(")") {
      var label = ""
      if let word = here?.word, at + 1 < tokens.count, tokens[at + 1].isMark(":") {
        label = word
        at += 2
      }
      arguments.append((label, try readValue(until: ")", after: line)))
    }
    at += 1
    return Call(name: name, line: line, arguments: arguments)
  }

  /// Reads one value and the comma behind it; the closing bracket is left.
  private mutating func readValue(until end: Character, after line: Int) throws(Manifest.Unreadable) -> Expression {
    let start = at
    var value = Expression.other
    if case .string(let text)? = here?.kind {
      value = .string(text)
      at += 1
    } else if isMark("[") {
      value = try readList()
    } else if isMark("."), at + 2 < tokens.count, tokens[at + 1].word != nil, tokens[at + 2].isMark("(") {
      value = .call(try readCall())
    }
    // Whatever else belongs to this value makes it one that is not understood, as `"a" + suffix`.
    var depth = 0
    while let token = here, depth > 0 || !(token.isMark(",") || token.isMark(end)) {
      value = .other
      if case .mark(let mark) = token.kind { depth += "([{".contains(mark) ? 1 : ")]}".contains(mark) ? -1 : 0 }
      at += 1
    }
    guard let token = here else { throw Manifest.Unreadable(line: line, says: "This bracket is never closed.") }
    if token.isMark(",") { at += 1 }
    guard at > start else { throw Manifest.Unreadable(line: token.line, says: "A value is missing here.") }
    return value
  }

  private mutating func readList() throws(Manifest.Unreadable) -> Expression {
    let line = tokens[at].line
    at += 1
    var items: [(value: Expression, line: Int)] = []
    while !isMark("]") {
      guard let first = here else { throw Manifest.Unreadable(line: line, says: "This list is never closed.") }
      items.append((try readValue(until: "]", after: line), first.line))
    }
    at += 1
    return .list(items)
  }
}
