package import Elections

/// Says what an event in `elections/` is, by its UID, its CATEGORIES, and the authority's rules.
package struct EventClassifier: Sendable {
  package enum Meaning: Hashable, Sendable {
    case election(Description)
    /// The day on which notice was published, of the elections that these UIDs name.
    case notice(of: [String])
    /// A window exactly as given, perhaps in place of those of the elections that these UIDs name.
    case window(of: [String])
    case ignored
  }

  /// What an entry says of its election; without kinds it is unclassified.
  package struct Description: Hashable, Sendable {
    package var id: ElectionID?
    package var kinds: [ElectionKind] = []
    package var nation: Nation?
    package var area: Area?
    /// What is odd about it, as a sentence.
    package var remark: String?
  }

  private let rules: [SourceRule]

  package init(rules: [SourceRule]) { self.rules = rules }

  func meaning(
    uid: String,
    categories: CategoryMeaning,
    relatedTo: [String],
    summary: String,
    file: String,
    isRecurring: Bool,
    day: CivilDate
  ) -> Meaning {
    if categories.isNotice { return .notice(of: relatedTo) }
    if categories.isWindow { return .window(of: relatedTo) }

    var description = Description()
    description.nation = categories.nation
    let categoryKinds = categories.kinds

    if let id = Self.electionID(in: uid, isRecurring: isRecurring, day: day) {
      description.id = id
      description.area = id.stem.area
      description.kinds = categoryKinds.isEmpty ? id.stem.kinds : categoryKinds
    } else if !categoryKinds.isEmpty {
      description.kinds = categoryKinds
    } else if let rule = rules.first(where: { $0.matches(file: file, summary: summary) }) {
      guard case .election(let kind, let area, let nation) = rule.treatment else { return .ignored }
      description.kinds = [kind]
      description.area = area
      description.nation = description.nation ?? nation
      description.id = area.flatMap { ElectionIDStem($0.description) }.map { ElectionID(stem: $0, pollingDay: day) }
    }
    if categoryKinds.count > 1 {
      description.remark =
        "CATEGORIES name several kinds (\(categoryKinds.map(\.rawValue).joined(separator: ", "))); the one that "
        + "starts earliest counts."
    }
    return .election(description)
  }

  /// The id that a UID carries up to its `@`: with its date, alone or after a hyphen as WhoCanIVoteFor
  /// writes it; on a recurring event also without, for each occurrence to complete.
  static func electionID(in uid: String, isRecurring: Bool, day: CivilDate) -> ElectionID? {
    // On bytes: every event passes here, and an id is ASCII.
    let name = uid.utf8.prefix { $0 != UInt8(ascii: "@") }
    guard name.count <= 300, let text = Substring(name).trimmingBlanks else { return nil }
    if let id = ElectionID(text) { return id }
    if isRecurring, let stem = ElectionIDStem(text) { return ElectionID(stem: stem, pollingDay: day) }
    var rest = text.utf8
    while let hyphen = rest.firstIndex(of: UInt8(ascii: "-")) {
      rest = rest[rest.index(after: hyphen)...]
      // Only a type can begin an id, which spares most of a UID's hyphens the work.
      guard let first = rest.first, ElectionIDStem.firstLetters.contains(first),
        let part = Substring(rest).trimmingBlanks
      else { continue }
      if let id = ElectionID(part) { return id }
    }
    return nil
  }
}

extension Substring {
  /// Without blanks at its ends; nil when nothing is left.
  fileprivate var trimmingBlanks: Substring? {
    var bytes = utf8
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes.isEmpty ? nil : Substring(bytes)
  }
}
