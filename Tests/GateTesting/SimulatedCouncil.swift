package import Elections
import Foundation
package import Publishing
import TestSupport

/// A small council's approved list, and what it asks of its channels: for tests and for the simulation.
///
/// The day of all of them is 15 January 2027.
package enum SimulatedCouncil {
  package static let day = CivilDate.day("2027-01-15")
  package static let noon = Instant(millisecondsSince1970: 1_800_000_000_000)

  private static func person(
    _ login: String, _ roles: Set<Person.Role>, trained: String? = "2027-01-04", left: String? = nil,
    for others: [String] = []
  ) -> Person {
    Person(
      login: login, name: login.capitalized, roles: roles, trainedOn: trained.flatMap { CivilDate($0) },
      leftOn: left.flatMap { CivilDate($0) }, mayActFor: others)
  }

  /// Two of each role that decides, an assistant, and people who may do less.
  package static let people = [
    person("ann", [.author]), person("ben", [.author]), person("hal", [.approver]), person("hia", [.approver]),
    person("dee", [.director]), person("dan", [.director]), person("ada", [.administrator]),
    person("aud", [.auditor]), person("pat", [.author], for: ["hal"]),
    person("una", [.author, .approver], trained: nil),
    person("lef", [.author, .approver, .director], left: "2027-01-15"),
  ]

  package static func register(_ people: [Person] = people) -> Register {
    Register(people: people, trainingDays: 365, classRoles: [.emergency: [.approver, .director]])
  }

  package static func inForce(
    _ revision: Int64? = 1, people: [Person] = people, terms: [String] = []
  ) -> RulesInForce {
    RulesInForce(
      revision: revision.map(RevisionNumber.init), register: register(people), matcher: TermMatcher(terms),
      zone: .london)
  }

  /// `settings` with a register, and these rules for each channel that is named.
  package static func governed(
    _ settings: Settings = SimulatedRules.settings, people: [Person] = people,
    channels governance: [String: Governance] = [:], checks: ContentChecks? = nil
  ) -> Settings {
    var settings = settings
    settings.register = register(people)
    settings.contentChecks = checks
    settings.channels = settings.channels.map { channel in
      var own = governance[channel.id] ?? Governance()
      if own.administrators.isEmpty { own.administrators = ["ada"] }
      own.owner = own.owner ?? "ada"
      return Channel(
        id: channel.id, name: channel.name, connector: channel.connector.base, areas: channel.areas,
        closesFor: channel.closesFor, pace: channel.pace, lateAfter: channel.lateAfter, governance: own)
    }
    return settings
  }
}

extension Person {
  /// The same person with something changed.
  package func with(
    roles: Set<Role>? = nil, trainedOn: CivilDate?? = nil, leftOn: CivilDate? = nil, replacedBy: String? = nil
  ) -> Person {
    Person(
      login: login, name: name, email: email, roles: roles ?? self.roles, trainedOn: trainedOn ?? self.trainedOn,
      leftOn: leftOn ?? self.leftOn, replacedBy: replacedBy ?? self.replacedBy, mayActFor: mayActFor)
  }
}
