package import Elections

/// A person on the approved list that the Communications Team keeps (`people` in the settings).
package struct Person: Hashable, Sendable {
  /// What a person may do; several may be one person's.
  package enum Role: String, CaseIterable, Hashable, Sendable {
    /// Writes and queues posts.
    case author
    /// A head who approves what others wrote.
    case approver
    /// Decides on overrides during purdah.
    case director
    /// Looks after accounts, settings and calendars: the E-Communications Officer.
    case administrator
    /// Reads, for evidence and requests.
    case auditor
  }

  /// The operating system's login.
  package let login: String
  package let name: String
  package let email: String?
  package let roles: Set<Role>
  /// The day of the last training; nil: untrained.
  package let trainedOn: CivilDate?
  /// From this day on the person is gone.
  package let leftOn: CivilDate?
  /// Who took over the channels of a person who left.
  package let replacedBy: String?
  /// For whom the person may act.
  package let mayActFor: [String]

  package init(
    login: String, name: String, email: String? = nil, roles: Set<Role>, trainedOn: CivilDate? = nil,
    leftOn: CivilDate? = nil, replacedBy: String? = nil, mayActFor: [String] = []
  ) {
    self.login = login
    self.name = name
    self.email = email
    self.roles = roles
    self.trainedOn = trainedOn
    self.leftOn = leftOn
    self.replacedBy = replacedBy
    self.mayActFor = mayActFor
  }

  package func hasLeft(by day: CivilDate) -> Bool { leftOn.map { $0 <= day } ?? false }

  /// Whether the training holds on a day; `validFor` days from the day of the training, for ever when nil.
  package func isTrained(on day: CivilDate, validFor: Int?) -> Bool {
    guard let trainedOn, trainedOn <= day else { return false }
    return validFor.map { day.days(since: trainedOn) < $0 } ?? true
  }
}

/// Who acts: the operating system's login, and for whom where it is for another. Both are recorded.
package struct Actor: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  package let login: String
  package let actingFor: String?

  package init(_ login: String, actingFor: String? = nil) {
    self.login = login
    self.actingFor = actingFor == login ? nil : actingFor
  }

  package init(stringLiteral login: String) { self.init(login) }

  /// As the audit log writes it: `pa for head`.
  package init(recorded text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    let isForAnother = parts.count == 3 && parts[1] == "for"
    self.init(isForAnother ? String(parts[0]) : text, actingFor: isForAnother ? String(parts[2]) : nil)
  }

  package var description: String { actingFor.map { "\(login) for \($0)" } ?? login }

  /// Whose role counts.
  package var principal: String { actingFor ?? login }

  /// Everybody who had a hand in the act.
  package var hands: Set<String> { [login, principal] }
}
