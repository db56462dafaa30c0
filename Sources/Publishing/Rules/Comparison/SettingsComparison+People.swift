import Elections

/// Who may do what, and who answers for what.
extension SettingsComparison {
  mutating func comparePeople() {
    guard let before = old.register else {
      if new.register != nil {
        note(.closes, .tightens, "people", "A register is kept from now on: only the people on it may act.")
      }
      return
    }
    guard let after = new.register else {
      return note(.who, .loosens, "people", "No register would be kept any more: anyone with access could publish.")
    }
    for person in after.people {
      if let was = before.person(person.login) {
        compare(person, with: was)
      } else {
        compare(newPerson: person)
      }
    }
    for person in before.people where after.person(person.login) == nil {
      note(.who, .tightens, "people.\(person.login)", "\(before.name(person.login)) is taken off the list.")
    }
    compareTraining(before.trainingDays, after.trainingDays)
    if before.officer != after.officer, let officer = before.officer, !isSucceeded(officer, by: after.officer) {
      note(
        .who, .loosens, "policy.e-communications-officer",
        after.officer.map {
          "The E-Communications Officer would be \(after.name($0)), and was \(before.name(officer))."
        }
          ?? "No E-Communications Officer would be named any more.")
    }
    for contentClass in ContentClass.allCases {
      compare(before.classRoles[contentClass], after.classRoles[contentClass], contentClass)
    }
  }

  private mutating func compare(newPerson person: Person) {
    let powers = person.roles.subtracting([.auditor])
    let name = "\(person.name) (\(person.login))"
    guard !powers.isEmpty else {
      return note(.who, .routine, "people.\(person.login)", "\(name) is put on the list, and may change nothing.")
    }
    note(.who, .loosens, "people.\(person.login)", "\(name) would be put on the list as \(Self.list(powers)).")
  }

  private static func list(_ roles: Set<Person.Role>) -> String {
    Person.Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ", ")
  }

  private mutating func compare(_ person: Person, with before: Person) {
    let key = "people.\(person.login)"
    let name = "\(person.name) (\(person.login))"
    let gained = person.roles.subtracting(before.roles)
    if !gained.isEmpty {
      let weight: SettingsDifference.Weight = gained == [.auditor] ? .routine : .loosens
      note(.who, weight, "\(key).roles", "\(name) would be \(Self.list(gained)) as well.")
    }
    let lost = before.roles.subtracting(person.roles)
    if !lost.isEmpty { note(.who, .tightens, "\(key).roles", "\(name) is no longer \(Self.list(lost)).") }
    if person.trainedOn != before.trainedOn {
      let isLess = person.trainedOn.map { now in before.trainedOn.map { now <= $0 } ?? false } ?? true
      note(
        .who, isLess ? .tightens : .loosens, "\(key).trained-on",
        "\(name) would count as \(person.trainedOn.map { "trained on \($0)" } ?? "untrained").")
    }
    if person.leftOn != before.leftOn {
      let isLess = person.leftOn.map { now in before.leftOn.map { now <= $0 } ?? true } ?? false
      note(
        .who, isLess ? .tightens : .loosens, "\(key).left-on",
        person.leftOn.map { "\(name) leaves on \($0)." } ?? "\(name) would not have left.")
    }
    if person.replacedBy != before.replacedBy {
      // A successor takes over when the person goes; until then, or for somebody else, it changes nothing or who answers.
      let isRoutine = person.replacedBy == nil || person.leftOn != nil
      note(
        .who, isRoutine ? .tightens : .loosens, "\(key).replaced-by",
        person.replacedBy.map { "\(name) is replaced by \(new.register?.name($0) ?? $0)." }
          ?? "Nobody replaces \(name).")
    }
    let more = Set(person.mayActFor).subtracting(before.mayActFor).sorted()
    if !more.isEmpty {
      note(.who, .loosens, "\(key).may-act-for", "\(name) could act for \(more.joined(separator: ", ")).")
    }
    let fewer = Set(before.mayActFor).subtracting(person.mayActFor).sorted()
    if !fewer.isEmpty {
      note(.who, .tightens, "\(key).may-act-for", "\(name) may no longer act for \(fewer.joined(separator: ", ")).")
    }
  }

  private mutating func compareTraining(_ before: Int?, _ after: Int?) {
    guard before != after else { return }
    let isTighter = after.map { now in before.map { now < $0 } ?? true } ?? false
    note(
      .who, isTighter ? .tightens : .loosens, "policy.training-valid-for",
      "A training would hold \(after.map { "\($0) days" } ?? "for ever"), and held \(before.map { "\($0) days" } ?? "for ever")."
    )
  }

  /// Nil: every role that may queue at all.
  private mutating func compare(_ before: Set<Person.Role>?, _ after: Set<Person.Role>?, _ contentClass: ContentClass) {
    guard before != after else { return }
    let key = "policy.classes.\(contentClass.rawValue)"
    guard let after else {
      return note(.who, .loosens, key, "Everybody who may queue could use the class \(contentClass.rawValue).")
    }
    let isTighter = before.map(after.isSubset) ?? true
    note(
      .who, isTighter ? .tightens : .loosens, key,
      "The class \(contentClass.rawValue) would be for the roles \(Self.list(after)).")
  }

  // MARK: A channel's people

  mutating func compareGovernance(_ channel: Channel, _ before: Channel) {
    let key = "channels.\(channel.id)"
    let (was, now) = (before.governance, channel.governance)
    for login in now.administrators where !was.administrators.contains(login) {
      let succeeds = was.administrators.contains { isSucceeded($0, by: login) }
      note(
        .who, succeeds ? .tightens : .loosens, "\(key).administrator",
        "\(named(login)) \(succeeds ? "follows" : "would be") as an administrator of “\(channel.id)”.")
    }
    for login in was.administrators where !now.administrators.contains(login) {
      note(.who, .tightens, "\(key).administrator", "\(named(login)) is no longer an administrator of “\(channel.id)”.")
    }
    if now.owner != was.owner {
      let passes = now.owner.map { owner in was.owner.map { isSucceeded($0, by: owner) } ?? false } ?? true
      note(
        .who, passes ? .tightens : .loosens, "\(key).owner",
        now.owner.map { "\(named($0)) \(passes ? "follows" : "would follow") as the owner of “\(channel.id)”." }
          ?? "Nobody owns “\(channel.id)” any more.")
    }
    for contentClass in ContentClass.allCases { compareApprovals(channel, before, contentClass) }
    guard now.handOver != was.handOver else { return }
    let isTighter = was.handOver == nil && now.handOver?.confirmedOn == nil
    note(
      isTighter: isTighter, "\(key).hand-over",
      now.handOver.map { handOver in
        handOver.confirmedOn.map { "“\(channel.id)” would count as handed over since \($0)." }
          ?? "“\(channel.id)” counts as run by \(handOver.partner), until it is handed over to \(handOver.to)."
      } ?? "“\(channel.id)” would no longer count as run by a partner.")
  }

  private mutating func compareApprovals(_ channel: Channel, _ before: Channel, _ contentClass: ContentClass) {
    let tiers = [false, true].map { inPurdah in
      (
        before.governance.tiers(for: contentClass, inPurdah: inPurdah),
        channel.governance.tiers(for: contentClass, inPurdah: inPurdah)
      )
    }
    guard tiers.contains(where: { $0.0 != $0.1 }) else { return }
    let isTighter = tiers.allSatisfy { $0.1 >= $0.0 }
    note(
      isTighter: isTighter, "channels.\(channel.id).approval",
      "“\(channel.id)” would need \(isTighter ? "more" : "fewer") approvals for \(contentClass.rawValue) posts.")
  }

  private func named(_ login: String) -> String { new.register?.name(login) ?? login }

  /// Whether somebody has left by today, and the other stands at the end of those who replaced them.
  private func isSucceeded(_ login: String, by other: String?) -> Bool {
    var current = login
    var seen: Set<String> = []
    while let person = new.register?.person(current), seen.insert(current).inserted, person.hasLeft(by: today),
      let next = person.replacedBy
    {
      if next == other { return true }
      current = next
    }
    return false
  }
}
