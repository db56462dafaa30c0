/// Which channels nobody answers for, and whose training has run out.
package struct CheckPeople: Request {
  package init() {}

  package static let path = "people/check"
  package static let summary = "Says which channels nobody answers for, and whose training has run out."

  package struct Answer: Codable, Hashable, Sendable {
    /// A register of people is kept; without one anyone with access may publish.
    package let register: Bool
    @LeftOutIfNil package private(set) var people: Int?
    /// What is missing, in whole sentences.
    package let problems: [String]
    /// The logins of those who may not queue or approve.
    @LeftOutIfNil package private(set) var untrained: [String]?
    package let authority: Authority
    /// The same with their names; for words alone.
    @ForWords package private(set) var untrainedNames: [String] = []

    package init(
      register: Bool, people: Int?, problems: [String], untrained: [String]?, authority: Authority,
      untrainedNames: [String]
    ) {
      self.register = register
      self.people = people
      self.problems = problems
      self.untrained = untrained
      self.authority = authority
      self.untrainedNames = untrainedNames
    }

    private enum CodingKeys: String, CodingKey {
      case register, people, problems, untrained, authority
      case untrainedNames = "_untrainedNames"
    }
  }
}

/// The approved people with their roles.
package struct ListPeople: Request {
  package init() {}

  package static let path = "people"
  package static let summary = "Lists the approved people with their roles."
  package typealias Answer = [PersonAnswer]
}

/// One person of the register.
package struct PersonAnswer: Codable, Hashable, Sendable {
  package let login: String
  package let name: String
  package let email: String?
  package let roles: [String]
  package let trainedOn: Day?
  package let leftOn: Day?
  /// The training holds today.
  package let trained: Bool
  /// For words alone.
  @ForWords package private(set) var hasLeft = false

  package init(
    login: String, name: String, email: String?, roles: [String], trainedOn: Day?, leftOn: Day?, trained: Bool,
    hasLeft: Bool
  ) {
    self.login = login
    self.name = name
    self.email = email
    self.roles = roles
    self.trainedOn = trainedOn
    self.leftOn = leftOn
    self.trained = trained
    self.hasLeft = hasLeft
  }

  private enum CodingKeys: String, CodingKey {
    case login, name, email, roles
    case trainedOn = "trained_on"
    case leftOn = "left_on"
    case trained
    case hasLeft = "_hasLeft"
  }
}
