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
