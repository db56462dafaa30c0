import ArgumentParser
import Contract
import Desk
import Publishing
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

  /// Has the desk keep the media.
  func kept(by desk: any AnsweringDesk) async throws -> [MediaFile] {
    guard media.count == alt.count else {
      throw Failure(
        .usage, "There are \(media.count) --media and \(alt.count) --alt; give each media file its own --alt.")
    }
    var kept: [MediaFile] = []
    for (file, words) in zip(media, alt) { kept.append(try await desk.keep(file, alt: words)) }
    return kept
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
      let desk = try await options.desk()
      let answered = try await desk.answer(
        AddPost(
          channels: names, at: at, text: text, title: content.title, link: content.link,
          media: try await content.kept(by: desk), contentClass: contentClass, basis: basis, lateAfter: lateAfter,
          expires: expires, key: key))
      options.show(answered) { answer in
        answer.isRepetition
          ? "Post \(answer.post.post) has this key already; nothing was added." : "Post \(answer.post.post) is queued."
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
      let answered = try await options.desk().answer(ImportPosts(name: file, rows: rows))
      options.show(answered.answer) { answer in
        var line = "\(answer.imported) post\(answer.imported == 1 ? "" : "s") queued"
        if let first = answer.added.first, let last = answer.added.last { line += " (\(first) to \(last))" }
        if answer.known > 0 { line += ", \(answer.known) known by their keys and left as they are" }
        let lines = [line + "."] + (answer.gate.note(answered.civil).map { [$0] } ?? []) + [answered.council.line]
        return lines.joined(separator: "\n")
      }
    }
  }
}
