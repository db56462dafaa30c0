import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import Texts

struct PeopleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "Shows who may publish, and who is missing where.",
    subcommands: [PeopleCheck.self, PeopleList.self])
}

struct PeopleCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says which channels nobody answers for, and whose training has run out.",
    discussion: """
      It looks at the settings on disk, before they are adopted. Exit codes: 0 all is well; 65 something is missing.

      EXAMPLES
        portcullis people check
        portcullis people check --format json
      """)

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let workspace = try await Workspace.atHand(options.choice)
      let (settings, council) = (workspace.diskSettings, AnsweringCouncil(workspace))
      guard let register = settings.register else {
        switch options.format {
        case .json:
          Terminal.write(JSON.object([("register", .bool(false)), ("problems", .array([])), council.json]).text)
        case .text: Terminal.write("\(SettingsCheck.noRegister)\n\(council.line)")
        }
        return
      }
      let now = Workspace.now
      let day = settings.authority.zone.date(at: now)
      let problems = GovernanceChange.staffing(settings, at: now) + GovernanceChange.leavers(settings, on: day)
      let untrained = register.people.filter { person in
        !person.hasLeft(by: day) && !person.isTrained(on: day, validFor: register.trainingDays)
          && person.roles != [.auditor]
      }
      switch options.format {
      case .json:
        Terminal.write(
          JSON.object([
            ("register", .bool(true)), ("people", .number(register.people.count)),
            ("problems", .array(problems.map(JSON.string))),
            ("untrained", .array(untrained.map { .string($0.login) })), council.json,
          ]).text)
      case .text:
        var lines = problems.map { "\(Style.red("missing")): \($0.printable)" }
        lines += untrained.map {
          "\(Style.yellow("not trained")): \(register.name($0.login).printable), so may not queue or approve"
        }
        if lines.isEmpty { lines = ["\(register.countInWords), and every channel has its own."] }
        Terminal.write((lines + [council.line]).joined(separator: "\n"))
      }
      if !problems.isEmpty { throw ExitStatus.badInput.code }
    }
  }
}

extension Register {
  /// `1 person is listed`, `4 people are listed`.
  var countInWords: String { people.count == 1 ? "1 person is listed" : "\(people.count) people are listed" }
}

struct PeopleList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the approved people with their roles.",
    discussion: "EXAMPLES\n  portcullis people list")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let workspace = try await Workspace.answering(options.choice)
      let day = workspace.civil.zone.date(at: Workspace.now)
      let register = workspace.settings.register
      switch options.format {
      case .json:
        Terminal.write(
          array: register?.people ?? [],
          { person in
            .object([
              ("login", .string(person.login)), ("name", .string(person.name)), ("email", JSON(person.email)),
              ("roles", .array(Person.Role.allCases.filter(person.roles.contains).map { .string($0.rawValue) })),
              ("trained_on", JSON(person.trainedOn?.description)), ("left_on", JSON(person.leftOn?.description)),
              ("trained", .bool(person.isTrained(on: day, validFor: register?.trainingDays))),
            ])
          })
      case .text:
        let council = AnsweringCouncil(workspace)
        guard let register else { return Terminal.write("\(SettingsCheck.noRegister)\n\(council.line)") }
        let lines =
          register.people.map { person in
            let roles = Person.Role.allCases.filter(person.roles.contains).map(\.rawValue).joined(separator: ", ")
            let presence =
              person.hasLeft(by: day)
              ? Style.red("left \(person.leftOn?.description ?? "")")
              : person.isTrained(on: day, validFor: register.trainingDays) ? "trained" : Style.yellow("not trained")
            return "\(person.login.printable)  \(person.name.printable): \(roles); \(presence)"
          } + [council.line]
        Terminal.write(lines.joined(separator: "\n"))
      }
    }
  }
}
