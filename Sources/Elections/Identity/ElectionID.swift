/// An election's identifier in Democracy Club's format,
/// `type[.subtype][.organisation][.division][.by].YYYY-MM-DD`.
///
/// Source: DemocracyClub/uk-election-ids. The id names neither nation nor, for referendums, the kind.
package struct ElectionID: Hashable, Sendable {
  package let stem: ElectionIDStem
  package let pollingDay: CivilDate

  package init(stem: ElectionIDStem, pollingDay: CivilDate) {
    self.stem = stem
    self.pollingDay = pollingDay
  }

  /// `nil` unless the text is an id with its date.
  package init?(_ text: some StringProtocol) {
    let text = String(text)
    guard let dot = text.utf8.lastIndex(of: UInt8(ascii: ".")),
      let day = CivilDate(text[text.utf8.index(after: dot)...]),
      let stem = ElectionIDStem(text[..<dot])
    else { return nil }
    self.init(stem: stem, pollingDay: day)
  }
}

extension ElectionID: CustomStringConvertible {
  package var description: String { "\(stem).\(pollingDay)" }
}

/// An election id without its date: what the occurrences of a recurring event share.
package struct ElectionIDStem: Hashable, Sendable {
  package enum VoteType: String, CaseIterable, Sendable {
    case parl, sp, senedd, naw, nia, europarl, gla, local, pcc, mayor, ref
  }

  package let type: VoteType
  /// `c` for constituencies, `r` for regions, `a` for London's additional members.
  package let subtype: String?
  package let organisation: String?
  package let division: String?
  package let isByElection: Bool

  package init?(_ text: some StringProtocol) {
    var parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }[...]
    guard let type = parts.popFirst().flatMap(VoteType.init), parts.allSatisfy(isSlug) else { return nil }
    let shape = Shape(of: type)
    self.type = type
    isByElection = parts.last == "by"
    if isByElection { parts.removeLast() }
    if let first = parts.first, shape.subtypes.contains(first) {
      subtype = parts.removeFirst()
    } else {
      subtype = nil
      // Without its required subtype only the group of all its ballots can be meant.
      guard !shape.needsSubtype || parts.isEmpty else { return nil }
    }
    organisation = shape.hasOrganisation ? parts.popFirst() : nil
    division = shape.hasDivision(subtype: subtype) ? parts.popFirst() : nil
    guard parts.isEmpty, organisation != "by", division != "by" else { return nil }
    // `by` stands on single ballots alone, never on a group and never on a referendum.
    let isBallot = shape.hasDivision(subtype: subtype) ? division != nil : organisation != nil
    guard !isByElection || (isBallot && type != .ref) else { return nil }
  }

  /// The dotted path of where the vote is held.
  package var area: Area {
    Area(components: [type.rawValue] + [subtype, organisation, division].compactMap(\.self))
  }

  /// The kinds that the id allows; more than one where it cannot tell.
  package var kinds: [ElectionKind] {
    switch type {
    case .parl: isByElection ? [.ukParliamentByElection] : [.ukParliament]
    case .sp: [.scottishParliament]
    case .senedd, .naw: [.senedd]
    case .nia: [.northernIrelandAssembly]
    case .europarl: [.europeanParliament]
    case .gla: [.greaterLondonAuthority]
    case .local: organisation == "city-of-london" ? [.cityOfLondon] : [.local]
    case .pcc: [.policeAndCrimeCommissioner]
    case .mayor: organisation == "london" ? [.greaterLondonAuthority] : [.mayor]
    case .ref: ElectionKind.referendums
    }
  }

  /// The letters with which an id can begin.
  package static let firstLetters = Set(VoteType.allCases.compactMap(\.rawValue.utf8.first))

  /// Which parts an id of each type has.
  private struct Shape {
    var subtypes: [String] = []
    var needsSubtype = false
    var hasOrganisation = false
    private var divisions = Divisions.any

    private enum Divisions { case any, none, onlyConstituencies }

    init(of type: VoteType) {
      switch type {
      case .parl, .nia, .europarl: break
      case .sp, .naw:
        subtypes = ["c", "r"]
        needsSubtype = true
      case .senedd: subtypes = ["c", "r"]
      case .gla:
        subtypes = ["c", "a"]
        needsSubtype = true
        divisions = .onlyConstituencies
      case .local: hasOrganisation = true
      case .pcc, .mayor, .ref:
        hasOrganisation = true
        divisions = .none
      }
    }

    func hasDivision(subtype: String?) -> Bool {
      switch divisions {
      case .any: true
      case .none: false
      case .onlyConstituencies: subtype == "c"
      }
    }
  }
}

extension ElectionIDStem: CustomStringConvertible {
  package var description: String { (area.components + (isByElection ? ["by"] : [])).joined(separator: ".") }
}
