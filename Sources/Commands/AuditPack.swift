import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import PublishingGate
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
      let store = try StoreLocation(options.choice).openToLook()
      let workspace = try await Workspace.ofStore(options.choice)
      let (from, to) = (try workspace.civil.instant(from), try workspace.civil.end(to))
      guard from < to else { throw Failure(.usage, "--from must lie before --to.") }
      if let election, ElectionID(election)?.description != election {
        throw Failure(
          .usage, "“\(election.printable)” is no election's id; write it as local.peterborough.2027-05-06.")
      }
      if let text, text.trimmed.isEmpty {
        throw Failure(.usage, "--text is empty; leave it out for every post.")
      }
      let writer = PackWriter(
        store: store, scope: PackScope(range: from..<to, channel: channel, election: election, pattern: text),
        civil: workspace.civil, redact: try Redactor(workspace.settings.redactions, file: redact),
        by: options.actor.description, now: Workspace.now, progress: Portcullis.parts.progress)
      let summary = try await writer.write(to: output, channels: workspace.settings.channels.map(\.id))
      show(summary, AnsweringCouncil(workspace))
    }
  }

  private func show(_ summary: PackWriter.Summary, _ council: AnsweringCouncil) {
    let manifest = summary.manifest
    if let fault = manifest.logFault {
      Terminal.complain("The audit log is not intact, and the pack says so: \(fault)")
    }
    switch options.format {
    case .json:
      Terminal.write(
        JSON.object(
          [("pack", .string(output)), ("posts", .number(manifest.posts)), ("entries", .number(manifest.entries))]
            + Outcome.allCases.map { ($0.rawValue, .number(summary.counts.outcomes[$0] ?? 0)) }
            + [
              (
                "redactions",
                .object([
                  ("applied", .number(manifest.redactions.applied)), ("entries", .number(manifest.redactions.entries)),
                  ("files", .number(manifest.redactions.files)),
                ])
              ), ("last_entry", manifest.head.map { .number(Int($0.id)) } ?? .null),
              ("hash", JSON(manifest.head?.hash.hex)), council.json,
            ]
        ).text)
    case .text:
      let outcomes = Outcome.allCases.compactMap { outcome in
        summary.counts.outcomes[outcome].map { "\($0) \(outcome.rawValue)" }
      }
      let redactions = manifest.redactions
      var lines = [
        "\(output.visibleLine): \(manifest.posts) post\(manifest.posts == 1 ? "" : "s") (\(outcomes.isEmpty ? "nothing became of them" : outcomes.joined(separator: ", "))), "
          + "\(manifest.entries) entries of the audit log."
      ]
      if redactions.applied + redactions.entries + redactions.files > 0 {
        lines.append(
          "Blacked out in \(redactions.applied) places; \(redactions.entries) entries without their facts, "
            + "\(redactions.files) files of the rules left out.")
      }
      lines.append("Check it by “portcullis audit verify --pack \(output.visibleLine)”.")
      lines.append(council.line)
      Terminal.write(lines.joined(separator: "\n"))
    }
  }
}
