/// One thing in which a candidate differs from what is in force, for people and for the audit log.
package struct SettingsDifference: Hashable, Sendable {
  /// Under which heading people read it.
  package enum Heading: String, CaseIterable, Hashable, Sendable {
    case closes, opens
    /// Who may act, for whom, and who decides.
    case who = "changes_who"
    /// Where posts go, where dates come from, and what runs.
    case goesWhere = "changes_where"
  }

  /// How much it asks for.
  package enum Weight: Int, Comparable, Hashable, Sendable {
    /// Proved to close only: the gate takes it by itself.
    case tightens
    /// A person's plain `adopt` takes it; the gate does not take it by itself.
    case routine
    /// Nothing proves that it only closes: a person agrees to it, with a reason.
    case loosens

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  package let heading: Heading
  package let weight: Weight
  /// The key in the settings, or what it is about.
  package let subject: String
  /// A whole sentence.
  package let sentence: String

  package init(_ heading: Heading, _ weight: Weight, _ subject: String, _ sentence: String) {
    self.heading = heading
    self.weight = weight
    self.subject = subject
    self.sentence = sentence
  }
}
