package import Elections

/// Who answers for a channel, and what its posts need before they may leave.
package struct Governance: Hashable, Sendable {
  /// Logins of those who look after the account.
  package var administrators: [String] = []
  /// The login of who answers for it.
  package var owner: String?
  package var handOver: HandOver?
  /// What a class of content needs; nothing where a class is missing.
  package var approvals: [ContentClass: ApprovalRule] = [:]

  package init(
    administrators: [String] = [], owner: String? = nil, handOver: HandOver? = nil,
    approvals: [ContentClass: ApprovalRule] = [:]
  ) {
    self.administrators = administrators
    self.owner = owner
    self.handOver = handOver
    self.approvals = approvals
  }

  /// How many approvals a class needs, in purdah and out of it.
  package func tiers(for contentClass: ContentClass, inPurdah: Bool) -> Int {
    guard let rule = approvals[contentClass] else { return 0 }
    return switch rule.when {
    case .always: rule.tiers
    case .duringPurdah: inPurdah ? rule.tiers : 0
    case .never: 0
    }
  }
}

/// When posts need approvals, and how many different people must give one.
package struct ApprovalRule: Hashable, Sendable {
  package enum When: String, CaseIterable, Sendable { case always, duringPurdah = "during-purdah", never }

  package let when: When
  package let tiers: Int

  package static let mostTiers = 3

  package init(when: When, tiers: Int = 1) {
    self.when = when
    self.tiers = tiers
  }
}

/// An account that a partner runs: during purdah somebody of the council must have taken it over, or it holds everything.
package struct HandOver: Hashable, Sendable {
  package let partner: String
  /// Who takes it over.
  package let to: String
  /// The day on which that was done; nil: not yet.
  package let confirmedOn: CivilDate?

  package init(partner: String, to: String, confirmedOn: CivilDate? = nil) {
    self.partner = partner
    self.to = to
    self.confirmedOn = confirmedOn
  }
}

/// When flagged words send a post to approval.
package struct ContentChecks: Hashable, Sendable {
  package let terms: [String]
  /// A CSV file with further terms in its first column, relative to the settings file.
  package let termsFile: String?
  /// Never `.never`: without checks there is none of this.
  package let when: ApprovalRule.When

  package init(terms: [String], termsFile: String? = nil, when: ApprovalRule.When = .duringPurdah) {
    self.terms = terms
    self.termsFile = termsFile
    self.when = when
  }
}
