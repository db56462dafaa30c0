package import Elections

/// Whether a channel has the people that it needs, for every day: pure.
package struct ChannelStaffing: Hashable, Sendable {
  private let register: Register
  private let channel: String
  private let governance: Governance
  private let startOfDay: [CivilDate: Instant]

  /// `startOfDay` gives the beginning of a day in the authority's zone.
  package init(
    _ register: Register, channel: String, governance: Governance, startOfDay: (CivilDate) -> Instant
  ) {
    self.register = register
    self.channel = channel
    self.governance = governance
    let days = Self.concerned(governance, register).compactMap { register.person($0)?.leftOn }
    self.startOfDay = Dictionary(days.map { ($0, startOfDay($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Those named for the channel and whoever takes over from them.
  private static func concerned(_ governance: Governance, _ register: Register) -> [String] {
    var logins = governance.administrators + (governance.owner.map { [$0] } ?? [])
    if let officer = register.officer { logins.append(officer) }
    var found: [String] = []
    while let login = logins.popLast() {
      guard !found.contains(login) else { continue }
      found.append(login)
      if let next = register.person(login)?.replacedBy { logins.append(next) }
    }
    return found
  }

  /// What is missing at an instant, as whole sentences; nothing when all is well.
  package func wants(at instant: Instant) -> [String] {
    var wants: [String] = []
    let administrators = governance.administrators.compactMap { present($0, at: instant) }
    if administrators.isEmpty {
      wants.append("The channel “\(channel)” has no current administrator; name one under administrator.")
    } else if let officer = register.officer, present(officer, at: instant).map(administrators.contains) != true {
      wants.append(
        "The E-Communications Officer, \(register.name(officer)), is not among the current administrators of “\(channel)”; "
          + "add them.")
    }
    if governance.owner.flatMap({ present($0, at: instant) }) == nil {
      wants.append("The channel “\(channel)” has no current owner; name one under owner.")
    }
    return wants
  }

  /// The person named, or who replaced them; nil when nobody of them is there.
  private func present(_ login: String, at instant: Instant) -> String? {
    var login = login
    var seen: Set<String> = []
    while let person = register.person(login), seen.insert(login).inserted {
      guard let left = person.leftOn, let day = startOfDay[left], day <= instant else { return login }
      guard let next = person.replacedBy else { return nil }
      login = next
    }
    return nil
  }

  package func cause(at instant: Instant) -> Cause? {
    let wants = wants(at: instant)
    return wants.isEmpty ? nil : .condition(HoldCondition(kind: .staff, detail: Sentence(wants.joined(separator: " "))))
  }

  /// The next day on which somebody leaves.
  package func nextEdge(after instant: Instant) -> Instant? { startOfDay.values.filter { $0 > instant }.min() }
}
