import ArgumentParser
import Contract
import Desk
import Texts

struct RevisionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revision", abstract: "Lists what was adopted, when, by whom, and what it changed.",
    subcommands: [RevisionList.self, RevisionShow.self, RevisionDiff.self])
}

struct RevisionList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the revisions, the newest first.",
    discussion: "EXAMPLES\n  portcullis revision list\n  portcullis revision list --limit 5 --format json")

  @OptionGroup var options: GlobalOptions
  @Option(help: "How many at most.") var limit = 100

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(ListRevisions(limit: limit))
      options.show(answered.answer) { answer in
        if answer.revisions.isEmpty { return "Nothing is adopted yet; run “portcullis adopt”." }
        let lines = answer.revisions.map { revision in
          let by = revision.automatic ? "the gate" : revision.adoptedBy.visibleLine
          let reason = revision.reason.map { ": \($0.visibleLine)" } ?? ""
          return "\(revision.revision)  \(answered.civil.short(revision.adoptedAt))  by \(by)\(reason)"
        }
        return (lines + [answered.council.line]).joined(separator: "\n")
      }
    }
  }
}

struct RevisionShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a revision's files by content hash, or prints one of them.",
    discussion: """
      EXAMPLES
        portcullis revision show
        portcullis revision show 3
        portcullis revision show 3 --file elections/peterborough.ics
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The revision's number; the one in force when left out.") var number: Int?
  @Option(help: ArgumentHelp("Print this file as it was adopted.", valueName: "path")) var file: String?

  func run() async throws {
    try await reporting {
      let desk = try await options.desk()
      if let file {
        let answer = try await desk.answer(ReadRevisionFile(revision: number, file: file)).answer
        return Terminal.write(bytes: Base64.bytes(answer.content) ?? [])
      }
      let answered = try await desk.answer(ShowRevision(revision: number))
      options.show(answered.answer) { revision in
        let by = revision.automatic ? "the gate, on its own" : revision.adoptedBy.visibleLine
        var lines = [
          Style.bold("Revision \(revision.revision)"), "adopted \(answered.civil.short(revision.adoptedAt)) by \(by)",
          "hash    \(revision.hash)",
        ]
        if let reason = revision.reason { lines.append("reason  \(reason.visibleLine)") }
        lines += ["", "Files, from \(revision.folder.visibleLine):"] + revision.files.map(line)
        for files in revision.alsoCloses { lines += ["", "Besides, only closing:"] + files.map(line) }
        return lines.joined(separator: "\n")
      }
    }
  }

  private func line(_ file: RevisionAnswer.File) -> String { "  \(file.sha256.prefix(12))  \(file.path.printable)" }
}

struct RevisionDiff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Shows what one revision closes and opens, compared with another.",
    discussion: "EXAMPLES\n  portcullis revision diff 2 3\n  portcullis revision diff 2")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The revision to compare with.") var old: Int
  @Argument(help: "The revision to compare; the one in force when left out.") var new: Int?

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(CompareRevisions(from: old, to: new))
      options.show(answered.answer) { answer in
        var lines = [Style.bold("From revision \(answer.from) to revision \(answer.to):")]
        lines += answer.files.map { "  \($0.change.rawValue): \($0.path.printable)" }
        for (stretches, word) in [(answer.closes, "closes"), (answer.opens, "opens")] {
          lines += stretches.map { stretch in
            let end = stretch.ends.map { answered.civil.short($0) } ?? "without end"
            return "  \(stretch.channel) \(word): \(answered.civil.short(stretch.starts)) to \(end)"
          }
        }
        if answer.closes.isEmpty, answer.opens.isEmpty { lines.append("  No channel closes or opens differently.") }
        return lines.joined(separator: "\n")
      }
    }
  }
}
