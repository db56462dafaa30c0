/// The connectors: what they reach, their limits, and how sure they are to publish once.
package struct ListConnectors: Request {
  package init() {}

  package static let path = "connectors"
  package static let summary =
    "Lists the connectors: what they reach, their limits, and how sure they are to publish once."

  package struct Answer: ListAnswer {
    package let list: [Connector]

    /// Words need nothing else.
    package var aside: Bool? { nil }

    package init(list: [Connector], aside: Bool? = nil) { self.list = list }
  }

  package enum Promise: String, Codable, CaseIterable, Sendable {
    /// Whatever happens, one post.
    case exact
    /// One post; after a lost answer sometimes a person has to look.
    case good
    /// At most one post by itself; after a lost answer a person decides.
    case weak
  }

  package struct Connector: Codable, Hashable, Sendable {
    package let connector: String
    package let reaches: String
    package let atMostOnce: Promise
    /// What becomes of a lost answer.
    package let afterDoubt: String
    package let limits: String
    package let testedAgainst: String

    package init(
      connector: String, reaches: String, atMostOnce: Promise, afterDoubt: String, limits: String, testedAgainst: String
    ) {
      self.connector = connector
      self.reaches = reaches
      self.atMostOnce = atMostOnce
      self.afterDoubt = afterDoubt
      self.limits = limits
      self.testedAgainst = testedAgainst
    }

    private enum CodingKeys: String, CodingKey {
      case connector, reaches
      case atMostOnce = "at_most_once"
      case afterDoubt = "after_doubt"
      case limits
      case testedAgainst = "tested_against"
    }
  }
}
