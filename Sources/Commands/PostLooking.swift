import ArgumentParser
import Contract
import Desk
import Publishing
import Texts

struct PostList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists posts with their state and verdict.",
    discussion: """
      EXAMPLES
        portcullis post list
        portcullis post list --held
        portcullis post list --channel website --state queued --due-before 2027-05-01
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: "Only this channel's.") var channel: String?
  @Option(help: "Only those in this state: \(DeliveryState.Name.allCases.map(\.rawValue).joined(separator: ", ")).")
  var state: String?
  @Flag(help: "Only what is held: queued, and kept back at its time, or now where that is past.") var held = false
  @Option(
    help: ArgumentHelp(
      "Only what waits for an approval that this person could give; “me” is whoever asks.",
      valueName: "login"))
  var awaiting: String?
  @Option(help: ArgumentHelp("Only what is due before.", valueName: "t")) var dueBefore: String?
  @Option(help: "How many posts at most.") var limit = 1000
  @Option(help: ArgumentHelp("Only posts after this one, for the next page.", valueName: "id")) var after: String?

  func run() async throws {
    try await reporting {
      let desk = try await options.desk()
      let request = ListPosts(
        channel: channel, state: state, held: held, awaiting: awaiting, dueBefore: dueBefore, limit: limit, after: after
      )
      let answered = try await desk.answer(request)
      // What else is there is worth counting only for people.
      let nothing =
        options.format == .text && answered.answer.posts.isEmpty ? try await desk.nothingFound(request) : ""
      options.show(answered.answer) { answer in
        guard let gate = answer.gate, !answer.posts.isEmpty else { return nothing }
        let text = DeliveryText(civil: answered.civil, gate: gate)
        var lines = text.list(answer.posts)
        if answer.more, let last = answer.posts.last {
          lines += ["", "There may be more: portcullis post list --after \(last.post)"]
        }
        return (lines + text.footing(answer.posts, answered.council)).joined(separator: "\n")
      }
    }
  }
}

struct PostShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows one post whole: all that it sends, each channel's state, and its history.",
    discussion: """
      Nothing is cut, and characters that nobody would see are written as ⟨U+200B⟩. Who was shown a post here, or by \
      “post preview”, can approve it as it stood then; after any change they have to look again.

      EXAMPLES
        portcullis post show 12
        portcullis post show 12 --format json
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The post's number.") var id: String

  func run() async throws {
    try await reporting {
      let desk = try await options.desk()
      let answered = try await desk.answer(ShowPost(post: id))
      options.show(answered.answer) { answer in lines(answer, answered).joined(separator: "\n") }
      let post = answered.answer.whole.post
      _ = try await desk.answer(NoteLook(post: post.post, revision: post.revision))
    }
  }

  private func lines(_ answer: ShowPost.Answer, _ answered: Answered<ShowPost.Answer>) -> [String] {
    let (post, civil) = (answer.whole.post, answered.civil)
    let sheet = PostSheet(post: post, civil: civil)
    let text = DeliveryText(civil: civil, gate: answer.whole.gate)
    var lines = [sheet.head, ""] + sheet.body
    if !sheet.plan.isEmpty { lines += ["", "To be sent:"] + sheet.plan }
    if !post.flagged.isEmpty { lines += ["", "Listed words, for whoever approves to judge:"] }
    lines += post.flagged.map { "  \($0.visibleLine)" }
    lines += [""] + post.deliveries.flatMap(text.lines)
    lines += post.approvals.map { approval in
      "  \(approval.approves ? "approved" : "rejected") for \(approval.channel) by \(approval.by.visibleLine) "
        + civil.short(approval.at) + (approval.reason.map { ": \($0.visibleLine)" } ?? "")
    }
    lines += answer.overrides.map { "  override \(OverrideText(civil: civil).line($0))" }
    lines += text.footing([post], answered.council)
    if !answer.periods.isEmpty { lines.append("") }
    lines += answer.periods.map { $0.sentence(CauseText(civil: civil)) }
    lines += ["", "History:"]
    return lines + answer.history.map { EntryText(civil: civil).line($0) }
  }
}

extension ShowPost.Period {
  fileprivate func sentence(_ text: CauseText) -> String {
    func words(_ moment: Moment, _ isBefore: Bool) -> String {
      "\(text.civil.short(moment)), \(isBefore ? "before" : "after") it began"
    }
    let approval =
      approvedAt.map { " It was approved \(words($0, approvedBefore ?? false))." } ?? " Nobody has approved it."
    return
      "The period of \(window.map(text.name) ?? election ?? "an election") begins \(text.civil.short(begins)): the post "
      + "was written \(words(writtenAt, writtenBefore)).\(approval)"
  }
}

extension AnsweringDesk {
  /// What to say where a list is empty: what is not there, and what is.
  func nothingFound(_ search: ListPosts) async throws -> String {
    let answered = try await answer(ExplainEmptyList(search))
    return answered.answer.explanation + "\n" + answered.council.line
  }
}
