package import ElectionCalendar
import Elections
package import Foundation
package import Publishing
package import Texts

/// What a candidate does beside what is in force, as `adopt` prints it and the audit log keeps it: one rendering for both.
package struct AdoptionJSON {
  package let comparison: RevisionComparison
  private let contract: ContractJSON
  private let released: DeliveryList

  package init(_ comparison: RevisionComparison, zone: TimeZone, released: DeliveryList) {
    self.comparison = comparison
    contract = ContractJSON(zone: zone)
    self.released = released
  }

  package var fields: [(String, JSON)] {
    func list(_ heading: SettingsDifference.Heading) -> [JSON] { comparison.differences(heading).map(\.json) }
    return [
      ("closes", .array(comparison.change.closes.map(contract.stretch) + list(.closes))),
      ("opens", .array(comparison.change.opens.map(contract.stretch) + freed + list(.opens))),
      ("changes_who", .array(list(.who))),
      ("changes_where", .array(list(.goesWhere))),
      ("replaces", .array(comparison.replaces.map(JSON.string))),
      (
        "loosened",
        .array(comparison.differences.filter { $0.weight == .loosens }.map { .string($0.sentence) })
      ),
    ]
  }

  /// Every queued post that is held and would leave, as far as they are named, and every lane of them.
  private var freed: [JSON] {
    let lanes = comparison.freed.map { freed -> JSON in
      .object([
        ("channel", .string(freed.lane.channel)),
        ("classes", .array([.string(freed.lane.contentClass.rawValue)])),
        ("starts", contract.instant(freed.starts)), ("ends", contract.instant(freed.ends)),
        ("causes", contract.causes(freed.causes)), ("queued", .bool(true)),
      ])
    }
    let posts = released.names.map { name -> JSON in
      .object([("delivery", .string(name.description)), ("channel", .string(name.channel))])
    }
    return lanes + posts
  }
}

extension ContractJSON {
  package func stretch(_ stretch: RevisionChange.Stretch) -> JSON {
    .object([
      ("channel", .string(stretch.channel)),
      ("classes", .array(stretch.classes.map { .string($0.rawValue) })),
      ("starts", instant(stretch.starts)),
      ("ends", instant(stretch.ends)),
      ("causes", causes(stretch.causes)),
    ])
  }

  package func problem(_ problem: CalendarProblem) -> JSON {
    .object([
      ("severity", .string(problem.severity.rawValue)), ("file", .string(problem.file)),
      ("line", .number(problem.line)), ("uid", JSON(problem.uid)), ("message", .string(problem.message)),
    ])
  }
}
