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
        array: Portcullis.parts.connectors.descriptions,
        { connector in
          .object([
            ("connector", .string(connector.kind.rawValue)), ("reaches", .string(connector.reaches)),
            ("at_most_once", .string(connector.promise.rawValue)), ("after_doubt", .string(connector.afterDoubt)),
            ("limits", .string(connector.limits)), ("tested_against", .string(connector.tested)),
          ])
        })
    case .text:
      var lines: [String] = []
      for connector in Portcullis.parts.connectors.descriptions {
        lines += [
          "\(Style.bold(connector.kind.rawValue)): \(connector.reaches)",
          "  at most once: \(word(connector.promise)). \(connector.afterDoubt)",
          "  limits: \(connector.limits)",
          "  tested against: \(connector.tested)", "",
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
