import ArgumentParser
import Contract
import Desk
import Texts

struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings", abstract: "Checks the settings file.", subcommands: [SettingsCheck.self])
}

struct SettingsCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reports every fault in the settings file, with its line.",
    discussion: "EXAMPLES\n  portcullis settings check\n  portcullis settings check --settings /etc/portcullis.yaml"
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await reporting {
      let checked = try await options.ownDesk.answer(CheckSettings())
      options.show(checked.answer) { answer in checked.failure == nil ? text(answer) : nil }
      if let failure = checked.failure { throw failure }
    }
  }

  private func text(_ answer: CheckSettings.Answer) -> String {
    guard let file = answer.file else {
      return
        "No settings file: built-in defaults hold, with one channel “feed” that every election closes. Write one by "
        + "“portcullis init”."
    }
    let names = answer.channels
    let people = answer.people.map { $0 == 1 ? "1 person is listed" : "\($0) people are listed" }
    return
      ([
        "\(file.visibleLine): no faults; \(counted(names.count, "channel")): \(names.joined(separator: ", ")).",
        people.map { "\($0); see “portcullis people check”." } ?? Self.noRegister,
      ] + answer.warnings.map { "warning: \($0.visibleLine)" }).joined(separator: "\n")
  }

  static let noRegister = "No register of people is kept, so anyone with access may publish; list them under people."
}
