import ArgumentParser
import Contract
import Desk
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
      let desk = try await options.desk()
      let answered = try await desk.answer(ReplayDecision(entry: entry))
      // Programs get the answer all the same; words would be in nobody's zone.
      if options.format == .text, let failure = answered.failure { throw failure }
      let answer = answered.answer
      show(answer, answered.civil)
      if !answer.same {
        throw Failure(.badInput, "Entry \(answer.entry) is not what its revision says: \(answer.replayed.verdict).")
      }
    }
  }

  private func show(_ answer: ReplayDecision.Answer, _ civil: CivilText) {
    options.show(answer) { answer in
      let rules = answer.revision.map { "revision \($0)" } ?? "no revision"
      let when = answer.at.map { ", \(civil.short($0))" } ?? ""
      let head = "Entry \(answer.entry): \(answer.event) \(answer.subject ?? "")\(when), under \(rules)"
      var lines = [Style.bold(head)]
      for (name, decision) in [("recorded", answer.recorded), ("replayed", answer.replayed)] {
        lines.append("  \(name): \(decision.verdict)\(decision.reason.map { ": \($0.visibleLine)" } ?? "")")
        lines += decision.sentences.map { "    - \($0.visibleLine)" }
      }
      lines.append(answer.same ? Style.green("The same.") : Style.red("Not the same."))
      return lines.joined(separator: "\n")
    }
  }
}
