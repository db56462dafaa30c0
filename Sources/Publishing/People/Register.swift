package import Elections

/// The approved list, and what it lets whom do: pure, asked when a person acts and again when the gate sends (G-42).
package struct Register: Hashable, Sendable {
  /// In the order of the settings.
  package let people: [Person]
  /// How many days a training holds; nil: for ever.
  package let trainingDays: Int?
  /// The designated E-Communications Officer, who must be among each channel's administrators.
  package let officer: String?
  /// Who may use a class of content besides the roles that may queue at all.
  package let classRoles: [ContentClass: Set<Person.Role>]
  private let byLogin: [String: Person]

  package init(
    people: [Person], trainingDays: Int? = nil, officer: String? = nil,
    classRoles: [ContentClass: Set<Person.Role>] = [:]
  ) {
    self.people = people
    self.trainingDays = trainingDays
    self.officer = officer
    self.classRoles = classRoles
    byLogin = Dictionary(people.map { ($0.login, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package func person(_ login: String) -> Person? { byLogin[login] }

  /// How people are told of one another: `Name (login)`.
  package func name(_ login: String) -> String { byLogin[login].map { "\($0.name) (\(login))" } ?? login }

  // MARK: May they?

  /// Why `actor` may not do `deed` on a day; nil when they may. `hands` are those who wrote the post or asked.
  package func refusal(of deed: Deed, by actor: Actor, on day: CivilDate, hands: Set<String> = []) -> Refusal? {
    if let atStore = actor.atStore { return refusal(of: deed, by: actor, atStore, on: day, hands) }
    for login in [actor.login, actor.principal] {
      if let refusal = absence(of: login, on: day, deed) { return refusal }
    }
    if let refusal = mayNotActFor(actor, on: day) { return refusal }
    guard let principal = byLogin[actor.principal], !principal.roles.isDisjoint(with: deed.roles) else {
      let roles = Person.Role.allCases.filter(deed.roles.contains).map(\.rawValue).joined(separator: ", ")
      return Refusal(
        .role,
        "\(name(actor.principal)) may not \(deed.words): that is for the roles \(roles)"
          + "\(helpers(for: deed, on: day, besides: hands)).")
    }
    if deed.needsTraining {
      for login in [actor.login, actor.principal] {
        if let refusal = want(ofTraining: login, on: day, deed) { return refusal }
      }
    }
    if deed.needsSecondPerson, !actor.hands.isDisjoint(with: hands) {
      return Refusal(
        .secondPerson,
        "Nobody may \(deed.words) that is their own, and \(name(actor.hands.intersection(hands).min() ?? actor.login)) had "
          + "a hand in it\(helpers(for: deed, on: day, besides: hands.union(actor.hands))).")
    }
    return nil
  }

  private func refusal(
    of deed: Deed, by actor: Actor, _ atStore: Actor.AtStore, on day: CivilDate, _ hands: Set<String>
  ) -> Refusal? {
    let refused = "\(actor.login) holds the store and is nobody of the register there, so may not \(deed.words)"
    let asPerson =
      "ask through the service, which knows you by your own account (portcullis service status)"
    switch deed.atStore {
    case .allowed: return nil
    case .breakingGlass where atStore == .breakingGlass: return nil
    case .breakingGlass:
      return Refusal(
        .atStore,
        "\(refused): \(asPerson), or, where nobody of the register can, do it by --break-glass, which the log keeps and a "
          + "checkpoint signs\(helpers(for: deed, on: day, besides: hands)).")
    case .never: return Refusal(.atStore, "\(refused): \(asPerson)\(helpers(for: deed, on: day, besides: hands)).")
    }
  }

  private func absence(of login: String, on day: CivilDate, _ deed: Deed) -> Refusal? {
    absence(of: login, on: day, words: deed.words, helpers: helpers(for: deed, on: day, besides: [login]))
  }

  private func absence(of login: String, on day: CivilDate, words: String, helpers: String) -> Refusal? {
    guard let person = byLogin[login] else {
      return Refusal(
        .notRegistered,
        "\(login) is not on the list of approved people, so may not \(words); an administrator can add them under "
          + "people\(self.helpers(roles: [.administrator], on: day)).")
    }
    guard !person.hasLeft(by: day) else {
      return Refusal(
        .hasLeft,
        "\(name(login)) left on \(person.leftOn?.description ?? "an earlier day"), so may not \(words)\(helpers).")
    }
    return nil
  }

  /// Why `actor` may not see posts, people and the log on a day; nil when they may, whatever their roles.
  package func refusalToLook(by actor: Actor, on day: CivilDate) -> Refusal? {
    for login in [actor.login, actor.principal] {
      let help = helpers(roles: [.administrator], on: day)
      if let refusal = absence(of: login, on: day, words: "see more than what is public", helpers: help) {
        return refusal
      }
    }
    return mayNotActFor(actor, on: day)
  }

  private func mayNotActFor(_ actor: Actor, on day: CivilDate) -> Refusal? {
    guard let principal = actor.actingFor, byLogin[actor.login]?.mayActFor.contains(principal) != true else {
      return nil
    }
    return Refusal(
      .mayNotActFor,
      "\(name(actor.login)) may not act for \(name(principal)); an administrator can add it under may-act-for"
        + "\(helpers(roles: [.administrator], on: day)).")
  }

  private func want(ofTraining login: String, on day: CivilDate, _ deed: Deed) -> Refusal? {
    guard let person = byLogin[login], !person.isTrained(on: day, validFor: trainingDays) else { return nil }
    let state =
      person.trainedOn.map { $0 > day ? "is to be trained on \($0)" : "was last trained on \($0), too long ago" }
      ?? "is not trained"
    return Refusal(
      .notTrained,
      "\(name(login)) \(state), so may not \(deed.words); an administrator records a training by trained-on"
        + "\(helpers(for: deed, on: day, besides: [login])).")
  }

  /// Why the class may not be used by whoever may queue; nil when it may.
  package func refusal(of contentClass: ContentClass, by actor: Actor, on day: CivilDate) -> Refusal? {
    guard let roles = classRoles[contentClass], byLogin[actor.principal]?.roles.isDisjoint(with: roles) ?? true else {
      return nil
    }
    let names = Person.Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ", ")
    return Refusal(
      .contentClass,
      "\(name(actor.principal)) may not use the class \(contentClass.rawValue): that is for the roles \(names)"
        + "\(helpers(roles: roles, on: day)).")
  }

  // MARK: Who could

  /// Those who could do `deed` on a day, in the order of the register.
  package func able(to deed: Deed, on day: CivilDate, besides hands: Set<String> = []) -> [Person] {
    people.filter { refusal(of: deed, by: Actor($0.login), on: day, hands: hands) == nil && !hands.contains($0.login) }
  }

  private func helpers(for deed: Deed, on day: CivilDate, besides hands: Set<String> = []) -> String {
    // Asked plainly, not by `able`, which would ask who could help in turn.
    let able = people.filter { person in
      !person.hasLeft(by: day) && !person.roles.isDisjoint(with: deed.roles) && !hands.contains(person.login)
        && (!deed.needsTraining || person.isTrained(on: day, validFor: trainingDays))
    }
    return Self.help(able)
  }

  private func helpers(roles: Set<Person.Role>, on day: CivilDate) -> String {
    Self.help(people.filter { !$0.hasLeft(by: day) && !$0.roles.isDisjoint(with: roles) })
  }

  private static func help(_ people: [Person]) -> String {
    if people.isEmpty { return "; nobody on the list could help now" }
    let names = people.prefix(3).map { "\($0.name) (\($0.login))" }.joined(separator: ", ")
    return "; \(names)\(people.count > 3 ? " and others" : "") could help"
  }

  // MARK: Again, when the gate sends

  /// Why what these people did may not lead to a send of a class on a day (G-42); nil when it may.
  package func refusal(toSendBy witnesses: Witnesses, of contentClass: ContentClass, on day: CivilDate) -> Refusal? {
    let writers = [witnesses.author, witnesses.editor].compactMap(\.self).map(Actor.init(recorded:))
    for writer in writers {
      if let refusal = refusal(of: .queue, by: writer, on: day) { return refusal }
    }
    // Nobody keeps which of them chose the class, so it is enough that one of them may use it.
    let refusals = writers.compactMap { refusal(of: contentClass, by: $0, on: day) }
    if refusals.count == writers.count, let refusal = refusals.first { return refusal }
    for text in witnesses.approvers {
      if let refusal = refusal(of: .approve, by: Actor(recorded: text), on: day, hands: witnesses.hands) {
        return refusal
      }
    }
    if let override = witnesses.override {
      let hands = witnesses.hands.union(Actor(recorded: override.requester).hands)
      let approver = Actor(recorded: override.approver)
      if let refusal = refusal(of: .decideOverride, by: approver, on: day, hands: hands) { return refusal }
    }
    return nil
  }
}

/// Whose acts stand behind a delivery, as they were recorded.
package struct Witnesses: Hashable, Sendable {
  package struct Override: Hashable, Sendable {
    package let requester: String
    package let approver: String

    package init(requester: String, approver: String) {
      self.requester = requester
      self.approver = approver
    }
  }

  package let author: String
  /// Who changed it last, where anybody did.
  package let editor: String?
  /// Who changed it before.
  package let earlierEditors: [String]
  /// Those whose approval counts for this content and time.
  package let approvers: [String]
  package let override: Override?

  package init(
    author: String, editor: String? = nil, earlierEditors: [String] = [], approvers: [String] = [],
    override: Override? = nil
  ) {
    self.author = author
    self.editor = editor
    self.earlierEditors = earlierEditors
    self.approvers = approvers
    self.override = override
  }

  /// Everybody who wrote it.
  package var hands: Set<String> {
    ([author, editor].compactMap(\.self) + earlierEditors).reduce(into: []) { $0.formUnion(Actor(recorded: $1).hands) }
  }
}
