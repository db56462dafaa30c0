import ArgumentParser
import Contract
import Desk
import Texts

struct AuditPack: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Writes what was published, held, refused and overridden into a ZIP file, for requests for information.",
    discussion: """
      The pack has a page to read and print, the posts as CSV and JSON, the entries of the audit log, the rules that were \
      in force, and a manifest by which all of it can be checked. Terms of policy.redactions and of --redact are blacked \
      out; “audit verify --pack” checks the entries all the same.

      EXAMPLES
        portcullis audit pack --from 2027-03-25 --to 2027-05-07 purdah-2027.zip
        portcullis audit pack --from 2027-01-01 --to 2027-12-31 --text library a.zip
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: ArgumentHelp("From this moment on.", valueName: "t")) var from: String
  @Option(help: ArgumentHelp("Before this moment; a date includes that day.", valueName: "t")) var to: String
  @Option(help: "Only this channel's part of posts.") var channel: String?
  @Option(
    help: ArgumentHelp(
      "Only posts that this election held, or would have: local.peterborough.2027-05-06.", valueName: "id"))
  var election: String?
  @Option(
    help: ArgumentHelp("Only posts whose title or text holds this, whatever the case and accents.", valueName: "words"))
  var text: String?
  @Option(
    help: ArgumentHelp("Also black out the terms of this file, a term a line.", valueName: "file"), completion: .file())
  var redact: String?
  @Argument(help: "The file to write; it must not be there yet.", completion: .file(extensions: ["zip"]))
  var output: String

  func run() async throws {
    try await reporting {
      let request = MakePack(from: from, to: to, channel: channel, election: election, text: text)
      let terms = try redact.map(Redactor.terms) ?? []
      let answered = try await options.desk().pack(request, redacting: terms, to: output)
      if let fault = answered.answer.logFault {
        Terminal.complain("The audit log is not intact, and the pack says so: \(fault)")
      }
      options.show(answered.answer) { (lines($0) + [answered.council.line]).joined(separator: "\n") }
    }
  }

  private func lines(_ answer: PackAnswer) -> [String] {
    let counts = answer.outcomes.counts.filter { $0.count > 0 }.map { "\($0.count) \($0.name)" }
    let outcomes = counts.isEmpty ? "nothing became of them" : counts.joined(separator: ", ")
    var lines = [
      "\(answer.pack.visibleLine): \(answer.posts) post\(answer.posts == 1 ? "" : "s") (\(outcomes)), \(answer.entries) "
        + "entries of the audit log."
    ]
    let redactions = answer.redactions
    if redactions.applied + redactions.entries + redactions.files > 0 {
      lines.append(
        "Blacked out in \(redactions.applied) places; \(redactions.entries) entries without their facts, "
          + "\(redactions.files) files of the rules left out.")
    }
    return lines + ["Check it by “portcullis audit verify --pack \(answer.pack.visibleLine)”."]
  }
}
