/// A half-open stretch `starts ..< ends` in which one election, or a person's entry, closes channels.
///
/// It is also the cause that a hold names: it carries its election, law and source line.
package struct PurdahWindow: Hashable, Sendable {
  package enum Basis: String, Sendable {
    /// Counted back from polling day.
    case computed
    /// From the day on which notice was really published.
    case notice
    /// Written into a calendar exactly as it stands.
    case explicit
    /// Counted by the longest plausible rule, because nobody has classified the entry.
    case unclassified
  }

  package let election: ElectionID?
  package let kind: ElectionKind?
  package let nation: Nation?
  package let pollingDay: CivilDate?
  package let area: Area?
  package let starts: Instant
  package let ends: Instant
  /// The local day of `starts`.
  package let firstDay: CivilDate
  package let basis: Basis
  package let rule: String
  package let citation: String
  package let isEstimate: Bool
  package let summary: String
  package let source: SourceLine

  package init(
    election: ElectionID?, kind: ElectionKind?, nation: Nation?, pollingDay: CivilDate?, area: Area?, starts: Instant,
    ends: Instant, firstDay: CivilDate, basis: Basis, rule: String, citation: String, isEstimate: Bool, summary: String,
    source: SourceLine
  ) {
    self.election = election
    self.kind = kind
    self.nation = nation
    self.pollingDay = pollingDay
    self.area = area
    self.starts = starts
    self.ends = ends
    self.firstDay = firstDay
    self.basis = basis
    self.rule = rule
    self.citation = citation
    self.isEstimate = isEstimate
    self.summary = summary
    self.source = source
  }

  package func contains(_ instant: Instant) -> Bool { starts <= instant && instant < ends }
}
