import ArgumentParser
import Contract
import Desk
import Publishing
import Texts

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Lists, verifies, replays and exports the audit log.",
    subcommands: [
      AuditList.self, AuditVerify.self, AuditExport.self, AuditCheckpoint.self, AuditPack.self, AuditReplay.self,
      AuditRemoveText.self,
    ])
}

/// Which entries, as options give it.
struct AuditOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only this post's.", valueName: "id")) var post: String?
  @Option(help: ArgumentHelp("Only from this moment on.", valueName: "t")) var from: String?
  @Option(help: ArgumentHelp("Only before this moment; a date includes that day.", valueName: "t")) var to: String?

  var request: ListEntries { ListEntries(post: post, from: from, to: to) }

  /// `No entry of post 12 from Wed 31 Mar 2027, 00:00. The audit log has 1,204.`
  func nothingFound(_ listed: ListedEntries) -> String {
    let post = post.flatMap { try? PostReference($0) }.map { " of post \($0.post)" } ?? ""
    let from = listed.from.map { " from \(listed.civil.short($0))" } ?? ""
    let to = listed.to.map { " before \(listed.civil.short($0))" } ?? ""
    return "No entry\(post)\(from)\(to). The audit log has \(listed.total.grouped)."
  }
}

struct AuditList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists who did what, when, under which revision, and why.",
    discussion: "EXAMPLES\n  portcullis audit list\n  portcullis audit list --post 12\n"
      + "  portcullis audit list --from 2027-03-31 --to 2027-05-06")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: AuditOptions

  func run() async throws {
    try await reporting {
      let desk = try await options.desk()
      switch options.format {
      case .json:
        var stream = JSONArrayStream(opening: "{\n  \"entries\": [")
        let listed = try await desk.list(which.request) { entry, _ in stream.write(JSON(encoding: entry)) }
        let council = JSON.object([("authority", JSON(encoding: listed.council.authority))]).lineText
        stream.end("],\n  \(council.dropFirst().dropLast())\n}\n")
      case .text:
        let listed = try await desk.list(which.request) { Terminal.write(EntryText(civil: $1).line($0)) }
        if listed.count == 0 { Terminal.write(which.nothingFound(listed)) }
        Terminal.write(listed.council.line)
      }
    }
  }
}

struct AuditVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks that no entry was changed, removed or put in, and that the log is behind neither its anchor nor "
      + "a checkpoint.",
    discussion: """
      With --checkpoints the log is also compared with checkpoints that were kept outside of the store, from the folder of \
      service.checkpoints or as “audit checkpoint” printed them: whoever may write to the store can write its whole log \
      anew, and only what lies elsewhere tells.

      With --pack, a pack is checked instead: its files against its manifest, and its entries against the log. Without a \
      store, as at whoever was given a pack, only the first can be told, and is said to be.

      A text that “audit remove-text” took away is counted, and breaks nothing; one that is gone without an entry that \
      records who did it does.

      Exit codes: 0 intact; 65 what is broken is named, the first first.

      EXAMPLES
        portcullis audit verify
        portcullis audit verify --checkpoints /var/log/portcullis/checkpoints/*.jsonl
        portcullis audit verify --pack purdah-2027.zip
      """)

  @OptionGroup var options: GlobalOptions
  @Option(
    help: ArgumentHelp("Check this pack of “audit pack” against the log.", valueName: "file"),
    completion: .file(extensions: ["zip"]))
  var pack: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Compare the log with the checkpoints in these files.", valueName: "file"),
    completion: .file(extensions: ["json", "jsonl"]))
  var checkpoints: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The public keys that may have signed; the store's own where none is named.", valueName: "hex"))
  var key: [String] = []

  func validate() throws {
    if pack != nil, !checkpoints.isEmpty {
      throw ValidationError("--pack and --checkpoints are two questions; ask one after the other.")
    }
  }

  func run() async throws {
    try await reporting {
      if let pack { return try show(try await options.ownDesk.check(pack: pack, keys: key), pack) }
      let answered = try await options.desk().answer(
        VerifyLog(checkpoints: try checkpoints.flatMap(CheckpointLines.read), keys: key))
      let answer = answered.answer
      if let remark = answer.remark { Terminal.complain(remark) }
      if answer.intact || options.format == .json {
        options.show(answer) { answer in
          let head = answer.head ?? "none"
          let intact = "The audit log is intact: \(answer.entries) entries, the last with hash \(head)."
          let removed = answer.textsRemoved.map {
            "Texts removed from entries: \($0), each as an entry records that stands in the log."
          }
          let checkpoints = answer.lastCheckpoint.map { last in
            "It agrees with \(answer.checkpoints == 1 ? "the checkpoint" : "all \(answer.checkpoints ?? 0) checkpoints"), the "
              + "last of entry \(last.entry) at \(last.at), signed by key \(last.key)."
          }
          return
            ([intact] + (checkpoints.map { [$0] } ?? []) + (removed.map { [$0] } ?? []) + [answered.council.line])
            .joined(separator: "\n")
        }
      }
      if let problem = answer.problem { throw Failure(.badInput, Sentence(problem)) }
    }
  }

  private func show(_ answer: PackCheckAnswer, _ pack: String) throws {
    if answer.intact || options.format == .json {
      options.show(answer) { answer in
        let files = "\(answer.files) files agree with the manifest"
        let signature =
          answer.key.map { "It is signed by key \($0)." }
          ?? "It carries no signature: files beside the log's entries may have been changed with the manifest."
        let log =
          switch answer.log {
          case .notThere:
            "\(pack.visibleLine): \(files), and \(answer.entries) entries follow one another. Whether they are the council's "
              + "was not checked, since no store with its audit log is here: name one by --store."
          case .compared:
            "\(pack.visibleLine): \(files), and \(answer.entries) entries with the audit log."
          }
        return log + " " + signature
      }
    }
    if !answer.intact { throw Failure(.badInput, messages: answer.problems.map { Sentence($0) }) }
  }
}

struct AuditExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes the audit log as JSON or CSV to standard output.",
    discussion:
      "In CSV a text that a spreadsheet would run as a formula begins with an apostrophe; programs take JSON, or\n"
      + "take that apostrophe off.\n\nEXAMPLES\n  portcullis audit export --format csv > audit.csv\n"
      + "  portcullis audit export --format json --from 2027-01-01 > audit.json")

  enum Format: String, ExpressibleByArgument, CaseIterable { case json, csv }

  // `--format` means something else here than on the other commands, so their options are named one by one.
  @Option(help: ArgumentHelp("The settings file.", valueName: "file")) var settings: String?
  @Option(help: ArgumentHelp("The folder with elections/ and bank-holidays/.", valueName: "dir")) var calendars: String?
  @Option(help: ArgumentHelp("Where revisions and posts are kept, sqlite:PATH.", valueName: "url")) var store: String?
  @Option(help: ArgumentHelp("The service that owns the store, unix:PATH.", valueName: "url")) var service: String?
  @Option(help: "How to write it: json or csv.") var format = Format.json
  @OptionGroup var which: AuditOptions

  func run() async throws {
    try await reporting {
      var options = GlobalOptions()
      options.settings = settings
      options.calendars = calendars
      options.store = store
      options.actingFor = nil
      options.service = service
      options.breakGlass = false
      options.format = .json
      let desk = try await options.desk()
      switch format {
      case .json:
        var stream = JSONArrayStream(opening: "[")
        _ = try await desk.list(which.request) { entry, _ in stream.write(JSON(encoding: entry)) }
        stream.end("]\n")
      case .csv: try await desk.rows(which.request) { Terminal.write($0) }
      }
    }
  }
}
