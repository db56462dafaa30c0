import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import PublishingGate
import PublishingGate
import Texts

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Lists, verifies, replays and exports the audit log.",
    subcommands: [
      AuditList.self, AuditVerify.self, AuditExport.self, AuditPack.self, AuditReplay.self,
    ])
}

/// Which entries, as options give it.
struct AuditOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only this post's.", valueName: "id")) var post: String?
  @Option(help: ArgumentHelp("Only from this moment on.", valueName: "t")) var from: String?
  @Option(help: ArgumentHelp("Only before this moment; a date includes that day.", valueName: "t")) var to: String?

  func query(_ civil: CivilText) throws -> AuditQuery {
    let (start, end) = (try from.map(civil.instant), try to.map(civil.end))
    if let start, let end, start >= end { throw Failure(.usage, "--from must lie before --to.") }
    return AuditQuery(post: try post.map { try PostReference($0).post }, from: start, to: end)
  }
}

extension AuditOptions {
  /// `No entry of post 12 from Wed 31 Mar 2027, 00:00. The audit log has 1,204.`
  func nothingFound(_ query: AuditQuery, _ civil: CivilText, of total: Int) -> String {
    let post = query.post.map { " of post \($0)" } ?? ""
    let from = query.from.map { " from \(civil.short($0))" } ?? ""
    let to = query.to.map { " before \(civil.short($0))" } ?? ""
    return "No entry\(post)\(from)\(to). The audit log has \(total.grouped)."
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
      let store = try StoreLocation(options.choice).openToLook()
      let workspace = try await Workspace.ofStore(options.choice)
      let query = try which.query(workspace.civil)
      let contract = ContractJSON(zone: workspace.civil.zone)
      let text = AuditText(civil: workspace.civil)
      let council = JSON.object([AnsweringCouncil(workspace).json]).lineText.dropFirst().dropLast()
      var stream = JSONArrayStream(opening: "{\n  \"entries\": [", closing: "],\n  \(council)\n}\n")
      var count = 0
      try await store.forEachEntry(query) { entry in
        count += 1
        switch options.format {
        case .json: stream.write(contract.entry(entry))
        case .text: Terminal.write(text.line(entry))
        }
      }
      switch options.format {
      case .json: stream.end()
      case .text:
        if count == 0 {
          Terminal.write(which.nothingFound(query, workspace.civil, of: Int(try await store.lastAuditEntry())))
        }
        Terminal.write(AnsweringCouncil(workspace).line)
      }
    }
  }
}

struct AuditVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks that no entry was changed, removed or put in, and that the log is not behind its anchor.",
    discussion: """
      With --pack, a pack is checked instead: its files against its manifest, and its entries against the log. Without a \
      store, as at whoever was given a pack, only the first can be told, and is said to be.

      Exit codes: 0 intact; 65 what is broken is named, the first first.

      EXAMPLES
        portcullis audit verify
        portcullis audit verify --pack purdah-2027.zip
      """)

  @OptionGroup var options: GlobalOptions
  @Option(
    help: ArgumentHelp("Check this pack of “audit pack” against the log.", valueName: "file"),
    completion: .file(extensions: ["zip"]))
  var pack: String?

  func run() async throws {
    try await reporting {
      let location = try StoreLocation(options.choice)
      if let pack {
        // Whoever was given a pack may have no store; a store that was named has to be there.
        return try await verify(pack, against: location.isNamed || location.exists ? location.openToLook() : nil)
      }
      let store = try location.openToLook()
      let council = try await Workspace.ofStoreIfReadable(options.choice).map(AnsweringCouncil.init)
      let anchor = try await StoreAnchoring.look(at: store, parts: Portcullis.parts)
      let total = try await store.lastAuditEntry()
      var previous: AuditEntry?
      var fault: AuditFault?
      let progress = Progress("verifying", total: Int(total))
      do {
        try await store.forEachEntry(AuditQuery(limit: 2000)) { entry in
          if let found = AuditChain.fault(in: entry, after: previous) { throw found }
          previous = entry
          progress.show(Int(entry.id))
        }
        let last = previous?.id ?? 0
        if last < total { fault = .cutOff(after: last, expected: total) }
      } catch let found as AuditFault {
        fault = found
      } catch StoreError.damaged(let reason) {
        progress.clear()
        try finish(
          count: previous?.id ?? 0, head: previous, fault: nil, words: reason.worded(RemedyWords.words), anchor,
          council)
      }
      progress.clear()
      if let remark = anchor.remark { Terminal.complain(remark) }
      let words = [fault?.description, anchor.fault].compactMap(\.self)
      try finish(
        count: previous?.id ?? 0, head: previous, fault: fault,
        words: words.isEmpty ? nil : words.joined(separator: " "), anchor, council)
    }
  }

  private func verify(_ pack: String, against store: (any CouncilStore)?) async throws {
    var verification = PackVerification(store: store, progress: Portcullis.parts.progress)
    try await verification.check(pack)
    let problems = verification.problems
    switch options.format {
    case .json:
      Terminal.write(
        JSON.object([
          ("intact", .bool(problems.isEmpty)), ("files", .number(verification.files)),
          ("entries", .number(verification.entries)), ("problems", .array(problems.map(JSON.string))),
          ("log", .string(store == nil ? "not-there" : "compared")),
        ]).text)
    case .text:
      if problems.isEmpty, store == nil {
        Terminal.write(
          "\(pack.visibleLine): \(verification.files) files agree with the manifest, and \(verification.entries) entries "
            + "follow one another. Whether they are the council's was not checked, since no store with its audit log is "
            + "here: name one by --store.")
      } else if problems.isEmpty {
        Terminal.write(
          "\(pack.visibleLine) is as it was made: \(verification.files) files agree with the manifest, and "
            + "\(verification.entries) entries with the audit log.")
      }
    }
    if !problems.isEmpty { throw Failure(.badInput, messages: problems) }
  }

  private func finish(
    count: Int64, head: AuditEntry?, fault: AuditFault?, words: String?, _ anchor: StoreAnchoring.Finding,
    _ council: AnsweringCouncil?
  ) throws {
    switch options.format {
    case .json:
      Terminal.write(
        JSON.object(
          [
            ("intact", .bool(words == nil)), ("entries", .number(Int(count))), ("head", JSON(head?.hash.hex)),
            ("first_broken", fault.map { .number(Int($0.entry)) } ?? .null), ("problem", JSON(words)),
            ("anchor", .string(anchor.word)),
          ] + (council.map { [$0.json] } ?? [])
        ).text)
    case .text:
      if words == nil {
        let intact = "The audit log is intact: \(count) entries, the last with hash \(head?.hash.hex ?? "none")."
        Terminal.write(([intact] + (council.map { [$0.line] } ?? [])).joined(separator: "\n"))
      }
    }
    if let words { throw Failure(.badInput, words) }
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
  @Option(help: "How to write it: json or csv.") var format = Format.json
  @OptionGroup var which: AuditOptions

  func run() async throws {
    try await reporting {
      var options = GlobalOptions()
      options.settings = settings
      options.calendars = calendars
      options.store = store
      options.actingFor = nil
      options.format = .json
      let opened = try StoreLocation(options.choice).openToLook()
      let workspace = try await Workspace.ofStore(options.choice)
      let contract = ContractJSON(zone: workspace.civil.zone)
      let query = try which.query(workspace.civil)
      switch format {
      case .json:
        var stream = JSONArrayStream(opening: "[", closing: "]\n")
        try await opened.forEachEntry(query) { stream.write(contract.entry($0)) }
        stream.end()
      case .csv:
        Terminal.write("id,at,actor,event,post,channel,revision,causes,detail,previous,hash")
        try await opened.forEachEntry(query) { Terminal.write(AuditText.csv($0, zone: workspace.civil.zone)) }
      }
    }
  }
}

/// Entries in a line each.
struct AuditText {
  let civil: CivilText

  func line(_ entry: AuditEntry) -> String {
    let draft = entry.draft
    var what = draft.event.rawValue
    if let post = draft.post {
      what += " \(post)\(draft.channel.map { "/\($0)" } ?? "")"
    } else if let channel = draft.channel {
      what += " \(channel)"
    }
    let revision = draft.revision.map { " (revision \($0))" } ?? ""
    return
      "\(entry.id)  \(civil.short(draft.at))  \(draft.actor.visibleLine)  \(Style.bold(what))\(revision)\(facts(draft))"
  }

  private func facts(_ draft: AuditDraft) -> String {
    let fact = draft.fact
    var parts = [
      ("reason", fact.reason), ("class", fact.contentClass?.rawValue), ("due", fact.due.map(UTCText.text)),
      ("url", fact.url),
    ]
    if case .imported(let imported) = fact {
      parts += [("file", imported.file), ("posts", imported.count.map(String.init))]
    }
    let shown = parts.compactMap { name, value in value.map { "\(name) \($0.printable)" } }
    return (shown.isEmpty ? "" : ": " + shown.joined(separator: ", ")) + held(draft)
  }

  private func held(_ draft: AuditDraft) -> String {
    guard let causes = JSON(parsing: draft.causes)?.array, !causes.isEmpty else { return "" }
    let names = causes.map { $0["election"]?.string ?? $0["summary"]?.string ?? $0["detail"]?.string ?? "a cause" }
    return "; held by \(names.joined(separator: " and ").printable)"
  }

  static func csv(_ entry: AuditEntry, zone: TimeZone) -> String {
    let draft = entry.draft
    return CSVText.row([
      String(entry.id), zone.rfc3339(draft.at), draft.actor, draft.event.rawValue, draft.post?.description ?? "",
      draft.channel ?? "", draft.revision?.description ?? "", draft.causes, draft.detail, entry.previous.hex,
      entry.hash.hex,
    ])
  }
}
