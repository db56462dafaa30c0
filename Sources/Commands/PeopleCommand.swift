import ArgumentParser
import Contract
import Desk
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
      let answered = try await options.desk().answer(CheckPeople())
      options.show(answered.answer) { (words($0) + [answered.council.line]).joined(separator: "\n") }
      if !answered.answer.problems.isEmpty { throw ExitStatus.badInput.code }
    }
  }

  private func words(_ answer: CheckPeople.Answer) -> [String] {
    guard let people = answer.people else { return [SettingsCheck.noRegister] }
    let lines =
      answer.problems.map { "\(Style.red("missing")): \($0.printable)" }
      + answer.untrainedNames.map {
        "\(Style.yellow("not trained")): \($0.printable), so may not queue or approve"
      }
    return lines.isEmpty ? ["\(Register.inWords(people)), and every channel has its own."] : lines
  }
}

extension Register {
  /// `1 person is listed`, `4 people are listed`.
  var countInWords: String { Self.inWords(people.count) }

  fileprivate static func inWords(_ count: Int) -> String {
    count == 1 ? "1 person is listed" : "\(count) people are listed"
  }
}

struct PeopleList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the approved people with their roles.",
    discussion: "EXAMPLES\n  portcullis people list")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(ListPeople())
      options.show(answered.answer) { people in
        let lines = people.isEmpty ? [SettingsCheck.noRegister] : people.map(line)
        return (lines + [answered.council.line]).joined(separator: "\n")
      }
    }
  }

  private func line(_ person: PersonAnswer) -> String {
    let presence =
      person.hasLeft
      ? Style.red("left \(person.leftOn?.text ?? "")") : person.trained ? "trained" : Style.yellow("not trained")
    return "\(person.login.printable)  \(person.name.printable): \(person.roles.joined(separator: ", ")); \(presence)"
  }
}
