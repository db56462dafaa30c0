import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import PublishingGate
import PublishingGate
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
      let store = try StoreLocation(options.choice).openToLook()
      let workspace = try await Workspace.ofStore(options.choice)
      let revisions = try await store.revisions(limit: limit)
      let council = AnsweringCouncil(workspace)
      switch options.format {
      case .json:
        let contract = ContractJSON(zone: workspace.civil.zone)
        Terminal.write(JSON.object([("revisions", .array(revisions.map(contract.revision))), council.json]).text)
      case .text:
        if revisions.isEmpty { return Terminal.write("Nothing is adopted yet; run “portcullis adopt”.") }
        let lines =
          revisions.map { revision in
            let by = revision.isAutomatic ? "the gate" : revision.actor.visibleLine
            let reason = revision.reason.map { ": \($0.visibleLine)" } ?? ""
            return "\(revision.number)  \(workspace.civil.short(revision.adoptedAt))  by \(by)\(reason)"
          } + [council.line]
        Terminal.write(lines.joined(separator: "\n"))
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
  @Argument(help: "The revision's number; the one in force when left out.") var number: Int64?
  @Option(help: ArgumentHelp("Print this file as it was adopted.", valueName: "path")) var file: String?

  func run() async throws {
    try await reporting {
      let store = try StoreLocation(options.choice).openToLook()
      let revision = try await RevisionLookup.find(number, store)
      if let file {
        let contents = try await store.contents(of: revision.governing)
        guard let found = revision.governing.files.first(where: { $0.path == file }) else {
          let known = revision.governing.files.map(\.path)
          throw Failure(
            .usage,
            "Revision \(revision.number) has no file “\(file.printable)”.\(NearMiss.question(file, among: known))")
        }
        return Terminal.write(bytes: contents.bytes[found.hash] ?? [])
      }
      let workspace = try await Workspace.ofStore(options.choice)
      switch options.format {
      case .json: Terminal.write(ContractJSON(zone: workspace.civil.zone).revision(revision).text)
      case .text:
        var lines = [
          Style.bold("Revision \(revision.number)"),
          "adopted \(workspace.civil.short(revision.adoptedAt)) by \(revision.isAutomatic ? "the gate, on its own" : revision.actor.visibleLine)",
          "hash    \(revision.hash)",
        ]
        if let reason = revision.reason { lines.append("reason  \(reason.visibleLine)") }
        for (index, snapshot) in revision.snapshots.enumerated() {
          lines += [
            "",
            index == 0
              ? "Files, from \(snapshot.folder.visibleLine):"
              : "Besides, only closing, from \(snapshot.folder.visibleLine):",
          ]
          lines += snapshot.files.map { "  \($0.hash.hex.prefix(12))  \($0.path.printable)" }
        }
        Terminal.write(lines.joined(separator: "\n"))
      }
    }
  }
}

struct RevisionDiff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Shows what one revision closes and opens, compared with another.",
    discussion: "EXAMPLES\n  portcullis revision diff 2 3\n  portcullis revision diff 2")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The revision to compare with.") var old: Int64
  @Argument(help: "The revision to compare; the one in force when left out.") var new: Int64?

  func run() async throws {
    try await reporting {
      let store = try StoreLocation(options.choice).openToLook()
      let (before, after) = (try await RevisionLookup.find(old, store), try await RevisionLookup.find(new, store))
      let workspace = try await Workspace.ofStore(options.choice)
      // From the day on which the older was adopted: what is past by now counts too.
      let from = min(before.adoptedAt, after.adoptedAt)
      let days = Workspace.days(around: Workspace.now, zone: workspace.civil.zone)
      let change = RevisionChange(
        from: try await AdoptedRevision(before, from: store).ruleset(days: days),
        to: try await AdoptedRevision(after, from: store).ruleset(days: days), now: from)
      let files = fileChanges(before, after)
      switch options.format {
      case .json:
        let contract = ContractJSON(zone: workspace.civil.zone)
        Terminal.write(
          JSON.object([
            ("from", .number(Int(before.number.rawValue))), ("to", .number(Int(after.number.rawValue))),
            ("closes", .array(change.closes.map(contract.stretch))),
            ("opens", .array(change.opens.map(contract.stretch))),
            (
              "files",
              .array(files.map { .object([("path", .string($0.path)), ("change", .string($0.change))]) })
            ),
          ]).text)
      case .text:
        var lines = [Style.bold("From revision \(before.number) to revision \(after.number):")]
        lines += files.map { "  \($0.change): \($0.path.printable)" }
        for (stretches, word) in [(change.closes, "closes"), (change.opens, "opens")] {
          lines += stretches.map { stretch in
            let end = stretch.ends.map { workspace.civil.short($0) } ?? "without end"
            return "  \(stretch.channel) \(word): \(workspace.civil.short(stretch.starts)) to \(end)"
          }
        }
        if change.isEmpty { lines.append("  No channel closes or opens differently.") }
        Terminal.write(lines.joined(separator: "\n"))
      }
    }
  }

  private func fileChanges(_ old: Revision, _ new: Revision) -> [(path: String, change: String)] {
    let before = Dictionary(old.governing.files.map { ($0.path, $0.hash) }, uniquingKeysWith: { $1 })
    let after = Dictionary(new.governing.files.map { ($0.path, $0.hash) }, uniquingKeysWith: { $1 })
    return Set(before.keys).union(after.keys).sorted().compactMap { path in
      switch (before[path], after[path]) {
      case (nil, _): (path, "added")
      case (_, nil): (path, "removed")
      case (let one, let other): one == other ? nil : (path, "changed")
      }
    }
  }
}

enum RevisionLookup {
  static func find(_ number: Int64?, _ store: some GateStore) async throws -> Revision {
    let epoch = try await store.epoch()
    guard let wanted = number.map(RevisionNumber.init) ?? epoch else {
      throw Failure(.badInput, "Nothing is adopted yet; run “portcullis adopt”.")
    }
    guard let revision = try await store.revision(wanted) else {
      throw Failure(.badInput, "There is no revision \(wanted); the newest is \(epoch?.description ?? "none").")
    }
    return revision
  }
}
