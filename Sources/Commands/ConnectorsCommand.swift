import ArgumentParser
import Contract
import Desk

struct ConnectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connectors",
    abstract: "Lists the connectors: what they reach, their limits, and how sure they are to publish once.",
    discussion: "EXAMPLES\n  portcullis connectors\n  portcullis connectors --format json")

  @OptionGroup var options: GlobalOptions

  func run() {
    options.show(options.ownDesk.answer(ListConnectors())) { answer in
      let lines = answer.list.flatMap { connector in
        [
          "\(Style.bold(connector.connector)): \(connector.reaches)",
          "  at most once: \(word(connector.atMostOnce)). \(connector.afterDoubt)",
          "  limits: \(connector.limits)",
          "  tested against: \(connector.testedAgainst)", "",
        ]
      }
      let legend = [
        "exact: one post, whatever happens.  good: one post; after a lost answer sometimes a person has to look.",
        "weak: at most one post by itself; after a lost answer a person decides.",
      ]
      return (lines + legend).joined(separator: "\n")
    }
  }

  private func word(_ promise: ListConnectors.Promise) -> String {
    switch promise {
    case .exact: Style.green("exact")
    case .good: Style.yellow("good")
    case .weak: Style.yellow("weak")
    }
  }
}
