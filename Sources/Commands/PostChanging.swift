import ArgumentParser
import Contract
import Desk
import Publishing
import Texts

struct PostEdit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Changes a queued post; what is not named stays.",
    discussion: """
      An edit makes a new revision of the post. It never sends anything by itself, and is refused while the post is \
      being sent.

      EXAMPLES
        portcullis post edit 12 --text "Bins are collected on Saturday this week."
        portcullis post edit 12 --title "Bin day" --link https://www.example.org/bins
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The post's number; - after it reads the text from standard input.") var id: [String]
  @OptionGroup var content: ContentOptions
  @Option(help: ArgumentHelp("A new time.", valueName: "t")) var at: String?
  @Option(name: .customLong("class"), help: "What it is for: routine, service, statutory or emergency.")
  var contentClass: String?
  @Option(help: ArgumentHelp("How late it may leave.", valueName: "span")) var lateAfter: String?
  @Option(help: ArgumentHelp("When it is pointless and expires.", valueName: "t")) var expires: String?

  func run() async throws {
    try await reporting {
      guard let first = id.first, id.count == 1 || id.last == "-" && id.count == 2 else {
        throw Failure(.usage, "Name one post, as in: portcullis post edit 12 --text \"…\"")
      }
      let text = try PostText.read(
        argument: content.text, file: content.textFile, standardInput: id.last == "-", notice: Terminal.complain)
      let desk = try await options.desk()
      let isWithMedia = !content.media.isEmpty || !content.alt.isEmpty
      let answered = try await desk.answer(
        EditPost(
          post: first, text: text, title: content.title, link: content.link,
          media: isWithMedia ? try content.kept(by: desk) : nil, contentClass: contentClass, at: at,
          lateAfter: lateAfter, expires: expires))
      options.show(answered) { "Post \($0.post.post) is at revision \($0.post.revision)." }
    }
  }
}

struct PostMove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move", abstract: "Gives a post another time; one that waits for a person is queued again.",
    discussion: "EXAMPLES\n  portcullis post move 12 --at \"2027-05-07 09:00\"")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The post's number.") var id: String
  @Option(help: ArgumentHelp("When: RFC 3339, local time, or now.", valueName: "t")) var at: String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(MovePost(post: id, channel: nil, at: at))
      options.show(answered) { "Post \($0.post.post) is moved." }
    }
  }
}

struct PostCancel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Takes a post back before it is sent, on all its channels or one.",
    discussion:
      "What is being sent is stopped where it has not left yet. Exit codes: 1 it had left already; 75 it is still "
      + "under way, and “portcullis post show” will tell.\n\n"
      + "EXAMPLES\n  portcullis post cancel 12 --reason \"The event is off\"\n"
      + "  portcullis post cancel 12/website --reason \"Not for the website\"")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The post's number, or one channel's: 12/website.") var id: String
  @Option(help: "Why; kept in the audit log.") var reason: String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(CancelPost(post: id, channel: nil, reason: reason))
      try options.show(answered) { "Post \($0.post) is cancelled." }
    }
  }
}
