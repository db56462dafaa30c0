import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import Texts

struct AuditReplay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Asks the rules of the time once more about one recorded decision.",
    discussion: """
      Decisions of the rules are the entries submitted, sending, lane-closed and lane-opened, and review where it was too \
      late. They are asked of the revision that was in force, as the store keeps it.

      Exit codes: 0 the same verdict; 65 another one; 64 the entry records no decision of the rules.

      EXAMPLES
        portcullis audit replay 12
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The entry's number, as “audit list” shows it.") var entry: String

  func run() async throws {
    try await reporting {
      guard let id = Int64(entry), id > 0 else {
        throw Failure(
          .usage, "“\(entry.printable)” is no entry; write its number, as “portcullis audit list” shows it.")
      }
      let store = try StoreLocation(options.choice).openToLook()
      let workspace = try await Workspace.ofStoreIfReadable(options.choice)
      let outcome = try await DecisionReplay(store: store, connectors: Portcullis.parts.connectors.list).replay(id)
      switch options.format {
      case .json: Terminal.write(Self.json(outcome).text)
      case .text:
        // Where the settings cannot be read, this throws, and so says why.
        let civil = if let workspace { workspace.civil } else { try await Workspace.answering(options.choice).civil }
        Terminal.write(Self.lines(outcome, civil).joined(separator: "\n"))
      }
      if !outcome.isSame {
        throw Failure(.badInput, "Entry \(id) is not what its revision says: \(outcome.replayed.verdict).")
      }
    }
  }

  private static func json(_ outcome: DecisionReplay.Outcome) -> JSON {
    let draft = outcome.entry.draft
    return .object([
      ("entry", .number(Int(outcome.entry.id))), ("event", .string(draft.event.rawValue)),
      ("revision", draft.revision.map { .number(Int($0.rawValue)) } ?? .null), ("same", .bool(outcome.isSame)),
      ("recorded", outcome.recorded.json), ("replayed", outcome.replayed.json),
    ])
  }

  private static func lines(_ outcome: DecisionReplay.Outcome, _ civil: CivilText) -> [String] {
    let draft = outcome.entry.draft
    let what = draft.post.map { "\($0)/\(draft.channel ?? "")" } ?? draft.channel ?? ""
    let rules = draft.revision.map { "revision \($0)" } ?? "no revision"
    var lines = [
      Style.bold(
        "Entry \(outcome.entry.id): \(draft.event.rawValue) \(what), \(civil.short(draft.at)), under \(rules)")
    ]
    for (name, decision) in [("recorded", outcome.recorded), ("replayed", outcome.replayed)] {
      lines.append("  \(name): \(decision.verdict)\(decision.reason.map { ": \($0.visibleLine)" } ?? "")")
      lines += (decision.causes.array ?? []).map { "    - \(RecordedCause(json: $0).sentence(civil).visibleLine)" }
    }
    lines.append(outcome.isSame ? Style.green("The same.") : Style.red("Not the same."))
    return lines
  }
}
