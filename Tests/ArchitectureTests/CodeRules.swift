/// What is wrong with the code of a tree, as far as single words show it.
enum CodeRules {
  /// Who may make a permit or a preparation: the gate, and tests.
  static func permitsMadeElsewhere(in tree: Tree) -> [Finding] {
    tree.files.filter { !$0.path.hasPrefix("Sources/PublishingGate/") && !$0.path.hasPrefix("Tests/") }.flatMap {
      file in
      file.tokens.indices.compactMap { index in
        guard let word = file.tokens[index].word, ["Permit", "Preparation"].contains(word) else { return nil }
        let next = file.tokens[(index + 1)...].prefix(2)
        let isMade = next.first?.isMark("(") == true || (next.first?.isMark(".") == true && next.last?.word == "init")
        guard isMade else { return nil }
        return Finding(
          path: file.path, line: file.tokens[index].line,
          says: "Only Sources/PublishingGate makes a \(word), from what the store granted (G-20, G-33).")
      }
    }
  }

  /// Documents in words for people, which name commands as they stand: two pages of an evidence pack, and what a new set-up
  /// is written with.
  private static let documents = [
    "Sources/Desk/Evidence/EvidencePage.swift", "Sources/Desk/Evidence/PackSeal.swift",
    "Sources/Desk/SetUp/SetUpTemplates.swift",
  ]

  /// Sentences that name a command below the command line, where another front end would say them too.
  static func commandsNamedBelow(in tree: Tree) -> [Finding] {
    tree.files.filter {
      $0.path.hasPrefix("Sources/") && !$0.path.hasPrefix("Sources/Commands/") && !documents.contains($0.path)
    }.flatMap { file in
      file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { number, line in
        guard line.contains("“portcullis ") else { return nil }
        return Finding(
          path: file.path, line: number + 1, says: "It names a command; name a Remedy, which each front end words.")
      }
    }
  }

  /// Names of clocks, chance, disk, network and the process's own surroundings: a pure target takes what they say as a
  /// parameter. Foundation has them all, so the import alone shows nothing.
  static let impure: Set<String> = [
    "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", "FileManager", "FileHandle", "ProcessInfo",
    "Process", "URLSession", "UUID", "autoupdatingCurrent", "DispatchQueue", "Thread", "Timer",
  ]

  static func impureNames(in tree: Tree) -> [Finding] {
    tree.manifest.targets.filter { tree.floors[$0.name]?.isPure == true }.flatMap { target in
      tree.files(of: target).flatMap { file in
        file.tokens.indices.compactMap { index in
          guard let word = impureWord(at: index, of: file.tokens) else { return nil }
          return Finding(
            path: file.path, line: file.tokens[index].line,
            says: "\(target.name) is pure and names \(word); let it come in as a parameter.")
        }
      }
    }
  }

  /// Also `Date()`, `Date.now` and `TimeZone.current`, whose types are sound by themselves.
  private static func impureWord(at index: Int, of tokens: [Token]) -> String? {
    guard let word = tokens[index].word else { return nil }
    if impure.contains(word) { return word }
    let next = tokens[(index + 1)...].prefix(2)
    guard let first = next.first, let second = next.last, next.count == 2 else { return nil }
    switch word {
    case "Date" where first.isMark("(") && second.isMark(")"): return "Date()"
    case "Date" where first.isMark(".") && second.word == "now": return "Date.now"
    case "TimeZone", "Locale", "Calendar":
      return first.isMark(".") && second.word == "current" ? "\(word).current" : nil
    default: return nil
    }
  }
}
