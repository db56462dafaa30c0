package import Contract
import Elections

extension CivilText {
  /// `Wed 31 Mar 2027, 00:00`; as it stands where it is no instant, which no desk of this version writes.
  package func short(_ moment: Contract.Moment) -> String {
    (try? instant(moment.text)).map { short($0) } ?? moment.text
  }

  /// `Wed 31 Mar 2027`.
  package func short(_ day: Contract.Day) -> String { CivilDate(day.text).map { short($0) } ?? day.text }
}
