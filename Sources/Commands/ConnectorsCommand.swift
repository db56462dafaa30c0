import ArgumentParser
import Desk
import Publishing
import Texts

struct ConnectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connectors",
    abstract: "Lists the connectors: what they reach, their limits, and how sure they are to publish once.",
    discussion: "EXAMPLES\n  portcullis connectors\n  portcullis connectors --format json")

  @OptionGroup var options: GlobalOptions

  func run() throws {
    switch options.format {
    case .json:
      Terminal.write(
        array: Portcullis.parts.connectors.list.all,
        { connector in
          let description = connector.description
          return .object([
            ("connector", .string(connector.kind.name)), ("reaches", .string(description.reaches)),
            ("at_most_once", .string(description.promise.rawValue)), ("after_doubt", .string(description.afterDoubt)),
            ("limits", .string(description.limits)), ("tested_against", .string(description.tested)),
          ])
        })
    case .text:
      var lines: [String] = []
      for connector in Portcullis.parts.connectors.list.all {
        let description = connector.description
        lines += [
          "\(Style.bold(connector.kind.name)): \(description.reaches)",
          "  at most once: \(word(description.promise)). \(description.afterDoubt)",
          "  limits: \(description.limits)",
          "  tested against: \(description.tested)", "",
        ]
      }
      lines += [
        "exact: one post, whatever happens.  good: one post; after a lost answer sometimes a person has to look.",
        "weak: at most one post by itself; after a lost answer a person decides.",
      ]
      Terminal.write(lines.joined(separator: "\n"))
    }
  }

  private func word(_ promise: ConnectorDescription.Promise) -> String {
    switch promise {
    case .exact: Style.green("exact")
    case .good: Style.yellow("good")
    case .weak: Style.yellow("weak")
    }
  }
}
