/// Which folders of a target use types of which others, and the circles among them.
///
/// A folder uses another one when its files name a type that is declared at the top of a file there. Members that an
/// extension in another folder adds are not seen. Files that lie in no folder count as one, which is called `.`.
struct FolderCircles {
  struct Arrow: Hashable, Comparable, CustomStringConvertible {
    let target: String
    let from: String
    let to: String

    var description: String { "\(target): \(from) → \(to)" }
    static func < (one: Arrow, other: Arrow) -> Bool { one.description < other.description }
  }

  /// Where a file of one folder names a type of another: the first place for each type.
  private(set) var uses: [Arrow: [String: Finding]] = [:]

  init(of target: Manifest.Target, in tree: Tree) {
    let files = tree.files(of: target)
    var homes: [String: Set<String>] = [:]
    for file in files {
      for name in file.topTypes { homes[name, default: []].insert(Self.folder(of: file, in: target)) }
    }
    for file in files {
      let folder = Self.folder(of: file, in: target)
      let own = file.allTypes
      for (index, token) in file.tokens.enumerated() {
        guard let name = token.word, let home = homes[name]?.first, homes[name]?.count == 1 else { continue }
        guard home != folder, !own.contains(name), !file.isMember(at: index, of: target.name) else { continue }
        let arrow = Arrow(target: target.name, from: folder, to: home)
        let place = Finding(path: file.path, line: token.line, says: name)
        uses[arrow, default: [:]][name] = uses[arrow]?[name] ?? place
      }
    }
  }

  /// The arrows from which one can come back to where they begin.
  var circles: [Arrow] {
    let arrows = Set(uses.keys)
    return arrows.filter { arrow in
      var reached: Set<String> = [arrow.to]
      var rest = [arrow.to]
      while let folder = rest.popLast() {
        for next in arrows where next.from == folder && reached.insert(next.to).inserted { rest.append(next.to) }
      }
      return reached.contains(arrow.from)
    }.sorted()
  }

  /// An arrow with the types that make it and where each is first named.
  func report(_ arrow: Arrow) -> String {
    let types = (uses[arrow] ?? [:]).sorted { $0.key < $1.key }
    return "\(arrow), by " + types.map { "\($0.key) (\($0.value.path):\($0.value.line))" }.joined(separator: ", ")
  }

  private static func folder(of file: SourceFile, in target: Manifest.Target) -> String {
    let rest = file.path.dropFirst(target.folder.count + 1).split(separator: "/")
    return rest.count > 1 ? String(rest[0]) : "."
  }
}

extension SourceFile {
  private static let declaring: Set<String> = ["struct", "class", "enum", "actor", "protocol", "typealias"]

  /// The types that are declared outside of every brace.
  fileprivate var topTypes: Set<String> { types { $0 == 0 } }

  /// Also those inside of others, and what stands for a type in something generic: they hide what has their name elsewhere.
  fileprivate var allTypes: Set<String> { types { _ in true }.union(placeholders) }

  /// The names of generic parameters, as `Value` in `func same<Value: Hashable>(_ one: Value)`.
  private var placeholders: Set<String> {
    var found: Set<String> = []
    for index in tokens.indices.dropFirst() where tokens[index].isMark("<") && opensParameters(at: index) {
      var depth = 0
      for place in tokens[index...].indices {
        if tokens[place].isMark("<") { depth += 1 }
        if tokens[place].isMark(">") { depth -= 1 }
        guard depth > 0, place + 1 < tokens.count else { break }
        let begins = tokens[place].isMark(",") || place == index
        if begins, depth == 1, let name = tokens[place + 1].word { found.insert(name) }
      }
    }
    return found
  }

  /// Whether the bracket follows a name that is being declared, and not one that is used.
  private func opensParameters(at index: Int) -> Bool {
    if ["init", "subscript"].contains(tokens[index - 1].word) { return true }
    guard index > 1, tokens[index - 1].word != nil, let keyword = tokens[index - 2].word else { return false }
    return keyword == "func" || Self.declaring.contains(keyword)
  }

  private func types(at isWanted: (Int) -> Bool) -> Set<String> {
    var depth = 0
    var found: Set<String> = []
    for (index, token) in tokens.enumerated() {
      if token.isMark("{") { depth += 1 }
      if token.isMark("}") { depth -= 1 }
      guard let word = token.word, Self.declaring.contains(word), isWanted(depth), index + 1 < tokens.count else {
        continue
      }
      if let name = tokens[index + 1].word { found.insert(name) }
    }
    return found
  }

  /// Whether the word is a member of another one, as in `Delivery.State`; a module's name before it makes it none.
  fileprivate func isMember(at index: Int, of module: String) -> Bool {
    guard index > 0, tokens[index - 1].isMark(".") else { return false }
    return index < 2 || tokens[index - 2].word != module
  }
}
