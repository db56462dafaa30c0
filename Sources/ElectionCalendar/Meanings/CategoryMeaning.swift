import Elections

/// What a list of CATEGORIES says, read without regard to case.
struct CategoryMeaning: Hashable, Sendable {
  /// NOTICE-OF-ELECTION stands in it.
  let isNotice: Bool
  /// PURDAH stands in it.
  let isWindow: Bool
  let nation: Nation?
  /// Each once, in the order of their names.
  let kinds: [ElectionKind]

  init(_ categories: [String]) {
    let names = categories.map { $0.lowercased() }
    isNotice = names.contains("notice-of-election")
    isWindow = names.contains("purdah")
    nation = names.lazy.compactMap(Nation.init).first
    kinds = Set(names.compactMap(ElectionKind.init)).sorted { $0.rawValue < $1.rawValue }
  }
}
