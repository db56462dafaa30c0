package import Contract
import Elections
import Publishing

extension Desk {
  /// Of the settings on disk, before they are adopted.
  package func answer(_ request: CheckPeople) async throws -> Answered<CheckPeople.Answer> {
    let workspace = try await Workspace.atHand(choice)
    let settings = workspace.diskSettings
    let authority = AnsweringCouncil(workspace).authority
    guard let register = settings.register else {
      let answer = CheckPeople.Answer(
        register: false, people: nil, problems: [], untrained: nil, authority: authority, untrainedNames: [])
      return Answered(answer, workspace)
    }
    let now = Workspace.now
    let day = settings.authority.zone.date(at: now)
    let untrained = register.people.filter { person in
      !person.hasLeft(by: day) && !person.isTrained(on: day, validFor: register.trainingDays)
        && person.roles != [.auditor]
    }.map(\.login)
    let answer = CheckPeople.Answer(
      register: true, people: register.people.count,
      problems: GovernanceChange.staffing(settings, at: now) + GovernanceChange.leavers(settings, on: day),
      untrained: untrained, authority: authority, untrainedNames: untrained.map(register.name))
    return Answered(answer, workspace)
  }

  /// Nobody where no register is kept.
  package func answer(_ request: ListPeople) async throws -> Answered<[PersonAnswer]> {
    let workspace = try await Workspace.answering(choice)
    let day = workspace.civil.zone.date(at: Workspace.now)
    let register = workspace.settings.register
    let values = ContractValues(workspace.civil)
    let people = (register?.people ?? []).map { person in
      PersonAnswer(
        login: person.login, name: person.name, email: person.email,
        roles: Person.Role.allCases.filter(person.roles.contains).map(\.rawValue),
        trainedOn: values.day(person.trainedOn), leftOn: values.day(person.leftOn),
        trained: person.isTrained(on: day, validFor: register?.trainingDays), hasLeft: person.hasLeft(by: day))
    }
    return Answered(people, workspace)
  }
}
