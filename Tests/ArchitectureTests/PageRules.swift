/// What is wrong with the pages of a tree.
enum PageRules {
  /// A path below Sources or Tests that a page names, and where nothing is any more.
  static func deadPaths(in tree: Tree) -> [Finding] {
    tree.pages.flatMap { page in
      page.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { line, text in
        paths(in: text).filter { !tree.places.contains($0) }.map {
          Finding(path: page.path, line: line + 1, says: "\($0) is not there.")
        }
      }
    }
  }

  private static func paths(in line: Substring) -> [String] {
    line.split { !($0.isLetter || $0.isNumber || "/.-_+".contains($0)) }.compactMap { word in
      guard word.hasPrefix("Sources/") || word.hasPrefix("Tests/") else { return nil }
      var path = word
      while let last = path.last, "./".contains(last) { path.removeLast() }
      return String(path)
    }
  }
}
