import ArgumentParser
import Desk
import Elections
import Foundation
import Publishing
import PublishingGate
import PublishingSettings
import Texts

struct PostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "post",
    abstract: "Schedules posts, and shows, changes, cancels or decides them.",
    subcommands: [
      PostAdd.self, PostImport.self, PostList.self, PostShow.self, PostPreview.self, PostEdit.self, PostMove.self,
      PostCancel.self,
      PostReview.self, PostApprove.self, PostReject.self,
    ])
}

/// What a post says, as options give it.
struct ContentOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The text.", valueName: "text")) var text: String?
  @Option(help: ArgumentHelp("A UTF-8 file with the text.", valueName: "file"), completion: .file())
  var textFile: String?
  @Option(help: "A title, for channels that show one.") var title: String?
  @Option(help: ArgumentHelp("A link, https://…", valueName: "url")) var link: String?
  @Option(
    help: ArgumentHelp("A picture or document; may be given several times, each with its --alt.", valueName: "file"),
    completion: .file())
  var media: [String] = []
  @Option(help: ArgumentHelp("What the media shows, in words; one for each --media, in order.", valueName: "text"))
  var alt: [String] = []

  func mediaItems(_ folder: MediaFolder) throws -> [MediaItem] {
    guard media.count == alt.count else {
      throw Failure(
        .usage, "There are \(media.count) --media and \(alt.count) --alt; give each media file its own --alt.")
    }
    return try zip(media, alt).map { try folder.keep($0, alt: $1) }
  }
}

struct PostAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Schedules a post for one or more channels, and says at once what will become of it.",
    discussion: """
      The text comes from --text, from --text-file, or from standard input with - as the last argument. A post \
      whose channel is closed at its time is queued all the same, and held. With --key, adding the same post again \
      adds nothing, and another post under the same key is refused.

      EXAMPLES
        portcullis post add website --at "2027-01-11 09:00" --text "Bins are collected on Friday this week."
        portcullis post add website,middleware --at now --title "Road closed" --text-file road.txt
        echo "Polling stations are open until 10pm." | portcullis post add website --at 2027-05-06T07:00 --class statutory -
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The channels, parted by commas; - at the end reads the text from standard input.")
  var channels: [String]
  @Option(help: ArgumentHelp("When: RFC 3339, local time such as 2027-05-01T09:00, or now.", valueName: "t"))
  var at: String
  @OptionGroup var content: ContentOptions
  @Option(
    name: .customLong("class"), help: "What it is for: routine, service, statutory or emergency.")
  var contentClass = "routine"
  @Option(
    help: ArgumentHelp("The duty or order that asks for a statutory or emergency post.", valueName: "grounds"))
  var basis: String?
  @Option(
    help: ArgumentHelp("How late it may leave without a person's decision; default the channel's.", valueName: "span"))
  var lateAfter: String?
  @Option(help: ArgumentHelp("When it is pointless and expires.", valueName: "t")) var expires: String?
  @Option(help: ArgumentHelp("A key of your own, by which a repetition is known.", valueName: "key")) var key: String?

  func run() async throws {
    try await reporting {
      let readsInput = channels.last == "-"
      let names = (readsInput ? Array(channels.dropLast()) : channels)
        .flatMap { $0.split(separator: ",").map { $0.trimmed } }.filter { !$0.isEmpty }
      let text = try PostText.read(
        argument: content.text, file: content.textFile, standardInput: readsInput, notice: Terminal.complain)
      guard let text else { throw Failure(.usage, "The post has no text; give --text, --text-file, or - at the end.") }
      let open = try await OpenStore(options.choice, for: .acting)
      let writer = PostWriter(open)
      let now = Workspace.now
      var fields = PostFields(channels: names, at: at, text: text)
      fields.title = content.title
      fields.link = content.link
      fields.contentClass = contentClass
      fields.grounds = basis
      fields.lateAfter = lateAfter
      fields.expires = expires
      fields.key = key
      let media = try content.mediaItems(MediaFolder(path: open.location.mediaFolder))
      await writer.learnLimits(of: names)
      let draft = try writer.draft(fields, media: media, now: now)
      let submission = try await writer.submit([draft], now: now)[0]
      guard let record = try await open.store.post(submission.post) else {
        throw StoreError.noSuchPost(submission.post)
      }
      let report = try await PostReport(open)
      switch options.format {
      case .json: Terminal.write(report.answer(record).text)
      case .text:
        let head =
          submission.isRepetition
          ? "Post \(record.id) has this key already; nothing was added." : "Post \(record.id) is queued."
        var lines = [Style.bold(head)] + record.deliveries.flatMap(report.lines)
        for note in writer.notes(draft, now: now) { lines.append("  \(note.visibleLine)") }
        lines += report.footing([record])
        Terminal.write(lines.joined(separator: "\n"))
      }
    }
  }
}

struct PostImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Schedules many posts from a file: all of them, or none.",
    discussion: """
      The file is JSON Lines (.jsonl, one object a line) or CSV with a header (.csv); - reads standard input. The keys \
      are channel, at, text, title, link, class, basis, late-after, expires and key. Every bad line is named. With \
      keys, importing the same file again adds nothing.

      EXAMPLES
        portcullis post import spring.csv
        portcullis post import posts.jsonl --format json
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The file; - for standard input.", completion: .file(extensions: ["csv", "jsonl", "json"]))
  var file: String

  func run() async throws {
    try await reporting {
      let bytes = try ImportFile.bytes(file)
      let rows = try ImportFile.rows(bytes, name: file)
      let open = try await OpenStore(options.choice, for: .acting)
      let writer = PostWriter(open)
      let now = Workspace.now
      var faults: [String] = []
      // Dates without a time are refused as they are on the command line.
      var isMistyped = true
      var drafts: [PostDraft] = []
      drafts.reserveCapacity(rows.count)
      for row in rows {
        do {
          drafts.append(try writer.draft(try row.fields(), media: [], now: now))
        } catch {
          guard let failure = Failure(reporting: error) else { throw error }
          if !(error is CivilText.DateAlone) { isMistyped = false }
          faults += failure.messages.map { "\(file):\(row.line): \($0.worded(RemedyWords.words))" }
          if faults.count > 100 { break }
        }
      }
      guard faults.isEmpty else {
        throw Failure(
          isMistyped ? .usage : .badInput,
          messages: Array(faults.prefix(100)) + ["Nothing was imported. Mend these lines, and import again."]
        )
      }
      let submissions = try await writer.submit(drafts, now: now, importedFrom: file)
      let added = submissions.filter { !$0.isRepetition }
      let gate = try await GatePresence(open.store)
      let council = AnsweringCouncil(open.workspace)
      switch options.format {
      case .json:
        Terminal.write(
          JSON.object([
            ("imported", .number(added.count)), ("known", .number(submissions.count - added.count)),
            ("posts", .array(submissions.map { .string($0.post.description) })), council.json,
            gate.json(open.contract),
          ]).text)
      case .text:
        let known = submissions.count - added.count
        var line = "\(added.count) post\(added.count == 1 ? "" : "s") queued"
        if let first = added.first, let last = added.last { line += " (\(first.post) to \(last.post))" }
        if known > 0 { line += ", \(known) known by their keys and left as they are" }
        let lines = [line + "."] + (gate.note(open.civil).map { [$0] } ?? []) + [council.line]
        Terminal.write(lines.joined(separator: "\n"))
      }
      writer.open.store.settle()
    }
  }
}
