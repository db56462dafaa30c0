/// A Swift file of the package: what it imports and what its code says.
struct SourceFile {
  /// From the package's folder on, as `Sources/Elections/Election.swift`.
  let path: String
  let text: String
  let tokens: [Token]

  init(_ path: String, _ text: String) {
    self.path = path
    self.text = text
    tokens = Token.all(of: text)
  }

  struct Import {
    let module: String
    let line: Int
    let isExported: Bool
  }

  /// `import` is a keyword, so a word of this name that a module's name follows is an import.
  var imports: [Import] {
    tokens.indices.compactMap { index in
      guard tokens[index].word == "import", index == 0 || !tokens[index - 1].isMark(".") else { return nil }
      let rest = tokens[(index + 1)...].prefix { $0.line == tokens[index].line }.prefix(2).compactMap(\.word)
      guard let first = rest.first else { return nil }
      let isOfOneName = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"].contains(first)
      guard let module = isOfOneName ? rest.last : first else { return nil }
      let isExported = index > 0 && tokens[index - 1].word == "_exported"
      return Import(module: module, line: tokens[index].line, isExported: isExported)
    }
  }
}

/// Something in the tree that breaks a rule, and where.
struct Finding: CustomStringConvertible, Equatable {
  let path: String
  let line: Int
  let says: String

  var description: String { "\(path):\(line): \(says)" }
}

extension [Finding] {
  /// One to a line, for a test's message.
  var text: String { map(\.description).joined(separator: "\n") }
}
