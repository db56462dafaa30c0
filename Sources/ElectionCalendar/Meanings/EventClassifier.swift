package import Elections

/// Says what an event in `elections/` is, by its UID, its CATEGORIES, and the authority's rules.
package struct EventClassifier: Sendable {
  enum Meaning: Hashable, Sendable {
    case election(Claim)
    /// The day on which notice was published, of the elections that these UIDs name.
    case notice(of: [String])
    /// A window as given, perhaps of the elections that these UIDs name; some say of themselves which election they are.
    case window(of: [String], naming: Claim?)
    case holiday
    /// By the rule of that place, the first being 0.
    case ignored(rule: Int)

    var isIgnored: Bool { if case .ignored = self { true } else { false } }
  }

  /// What an entry says of its election by itself; without kinds it is unclassified.
  struct Claim: Hashable, Sendable {
    enum ID: Hashable, Sendable {
      case whole(ElectionID)
      /// Each occurrence completes it with its day.
      case stem(ElectionIDStem)
    }

    var id: ID?
    /// The UID itself names the election, so that it can stand for no other.
    var isNamedByUID = false
    var kinds: [ElectionKind] = []
    var nation: Nation?
    var area: Area?
    /// What is odd about it, as a sentence.
    var remark: String?

    /// The election that it makes of a day.
    func description(on day: CivilDate) -> Description {
      let id: ElectionID? =
        switch id {
        case .whole(let id): id
        case .stem(let stem): ElectionID(stem: stem, pollingDay: day)
        case nil: nil
        }
      return Description(id: id, kinds: kinds, nation: nation, area: area, remark: remark)
    }
  }

  /// What an occurrence says of its election; without kinds it is unclassified.
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
    isRecurring: Bool
  ) -> Meaning {
    if categories.isNotice { return .notice(of: relatedTo) }
    if categories.isWindow {
      // Feeds of ours name in each window's UID what it was computed from.
      let claim = PurdahFeed.isOwn(uid) ? nil : Self.claim(uid: uid, categories, isRecurring: false)
      return .window(of: relatedTo, naming: claim)
    }
    if let claim = Self.claim(uid: uid, categories, isRecurring: isRecurring) { return .election(claim) }
    var claim = Claim()
    claim.nation = categories.nation
    if let place = rules.firstIndex(where: { $0.matches(file: file, summary: summary) }) {
      guard case .election(let kind, let area, let nation) = rules[place].treatment else {
        return .ignored(rule: place)
      }
      claim.kinds = [kind]
      claim.area = area
      claim.nation = claim.nation ?? nation
      claim.id = area.flatMap { ElectionIDStem($0.description) }.map { .stem($0) }
    }
    return .election(claim)
  }

  /// What an entry says of itself, by an id in its UID and the kinds in its CATEGORIES; nil where it has neither.
  private static func claim(uid: String, _ categories: CategoryMeaning, isRecurring: Bool) -> Claim? {
    let id = claimedID(in: uid, isRecurring: isRecurring)
    guard id != nil || !categories.kinds.isEmpty else { return nil }
    let stem: ElectionIDStem? =
      switch id {
      case .whole(let id): id.stem
      case .stem(let stem): stem
      case nil: nil
      }
    var claim = Claim(id: id, isNamedByUID: id != nil, nation: categories.nation, area: stem?.area)
    claim.kinds = categories.kinds.isEmpty ? stem?.kinds ?? [] : categories.kinds
    if categories.kinds.count > 1 {
      claim.remark =
        "CATEGORIES name several kinds (\(categories.kinds.map(\.rawValue).joined(separator: ", "))); the one that "
        + "starts earliest counts."
    }
    return claim
  }

  /// The id of a UID with its date.
  static func electionID(in uid: String) -> ElectionID? {
    if case .whole(let id)? = claimedID(in: uid, isRecurring: false) { id } else { nil }
  }

  /// The id that a UID carries up to its `@`: with its date, alone or after a hyphen as WhoCanIVoteFor
  /// writes it; on a recurring event also without, for each occurrence to complete.
  private static func claimedID(in uid: String, isRecurring: Bool) -> Claim.ID? {
    // On bytes: every event passes here, and an id is ASCII.
    let name = uid.utf8.prefix { $0 != UInt8(ascii: "@") }
    guard name.count <= 300, let text = Substring(name).trimmingBlanks else { return nil }
    if let id = ElectionID(text) { return .whole(id) }
    if isRecurring, let stem = ElectionIDStem(text) { return .stem(stem) }
    var rest = text.utf8
    while let hyphen = rest.firstIndex(of: UInt8(ascii: "-")) {
      rest = rest[rest.index(after: hyphen)...]
      // Only a type can begin an id, which spares most of a UID's hyphens the work.
      guard let first = rest.first, ElectionIDStem.firstLetters.contains(first),
        let part = Substring(rest).trimmingBlanks
      else { continue }
      if let id = ElectionID(part) { return .whole(id) }
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
