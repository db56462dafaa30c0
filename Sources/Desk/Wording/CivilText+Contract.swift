package import Contract
package import Elections

/// Times as the contract writes them, worded: each stands as it is where it is none, which no desk of this version writes.
extension CivilText {
  /// Nil where it is none.
  package func instant(_ moment: Contract.Moment) -> Instant? { try? instant(moment.text) }

  /// `Wed 31 Mar 2027, 00:00`.
  package func short(_ moment: Contract.Moment) -> String { instant(moment).map { short($0) } ?? moment.text }

  /// `17:00`, with seconds where there are some.
  package func clock(_ moment: Contract.Moment) -> String { instant(moment).map { clock($0) } ?? moment.text }

  /// The day on which it lies: `Wed 31 Mar 2027`.
  package func shortDay(_ moment: Contract.Moment) -> String {
    instant(moment).map { short(zone.date(at: $0)) } ?? moment.text
  }

  /// `Wed 31 Mar 2027`.
  package func short(_ day: Contract.Day) -> String { CivilDate(day.text).map { short($0) } ?? day.text }

  /// `Wednesday 31 March 2027`.
  package func long(_ day: Contract.Day) -> String { CivilDate(day.text).map { long($0) } ?? day.text }
}
