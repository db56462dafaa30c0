import ArgumentParser
import Contract
import Desk
import Publishing

struct PostReview: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Lists what waits for a person's decision, or decides it.",
    discussion: """
      A post waits for a person when it is later than it may be, or when nobody can tell whether it went out \
      (uncertain). --send lets it leave as soon as its channel is open; sending an uncertain post may publish it a \
      second time. --published says that you have seen published what may have gone out already; what was never sent can \
      be moved instead. The list names for each what can be decided. --send is for the post as you were shown it, \
      like an approval: look at it by “post show” first, or name its revision by --seen.

      EXAMPLES
        portcullis post review
        portcullis post show 12
        portcullis post review 12 --send --reason "Still true today"
        portcullis post review 12/website --move "2027-05-07 09:00"
        portcullis post review 13 --cancel --reason "Out of date"
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The post's number, or one channel's: 12/website; without it, the list.") var id: String?
  @Flag(help: "Let it leave as soon as its channel is open.") var send = false
  @Flag(help: "Take it back.") var cancel = false
  @Flag(help: "It is published already: you have seen it.") var published = false
  @Option(name: .customLong("move"), help: ArgumentHelp("Give it another time.", valueName: "t")) var moveTo: String?
  @OptionGroup var look: LookOption
  @Option(help: "Why; kept in the audit log.") var reason: String?

  func run() async throws {
    try await reporting {
      guard let id else { return try await list() }
      let choices = [send, cancel, published, moveTo != nil].filter(\.self).count
      guard choices == 1 else {
        throw Failure(.usage, "Decide one thing: --send, --cancel, --move T, or --published.")
      }
      _ = try ActReason.inReview(reason)
      let desk = try await options.desk()
      if let moveTo {
        let post = try PostReference(id).post.description
        return options.show(try await desk.answer(MovePost(post: post, channel: nil, at: moveTo))) {
          "Post \($0.post.post) is moved."
        }
      }
      if cancel {
        let request = CancelPost(post: id, channel: nil, reason: try ActReason.inReview(reason))
        return try options.show(try await desk.answer(request)) { "Post \($0.post) is decided." }
      }
      options.show(send ? try await release(id, desk) : try await desk.answer(confirmation(id))) {
        "Post \($0.post.post) is decided."
      }
    }
  }

  private func confirmation(_ id: String) -> ConfirmPost { ConfirmPost(post: id, channel: nil, reason: reason) }

  private func release(_ id: String, _ desk: any AnsweringDesk) async throws -> Answered<WholePost> {
    let seen = try await Consent(options, named: look.seen)
      .version(of: id, asking: { "Let post \($0.post), revision \($0.revision), leave as it stands?" })
    return try await desk.answer(ReleasePost(post: id, channel: nil, seen: seen, reason: reason))
  }

  private func list() async throws {
    let desk = try await options.desk()
    let answered = try await desk.answer(ListPostsInReview())
    // What else is there is worth counting only for people.
    let nothing =
      options.format == .text && answered.answer.posts.isEmpty
      ? try await desk.nothingFound(ListPosts(state: "review")) : ""
    options.show(answered.answer) { answer in
      guard let gate = answer.gate else { return nothing }
      guard !answer.posts.isEmpty else { return "Nothing is uncertain. \(nothing)" }
      let text = DeliveryText(civil: answered.civil, gate: gate)
      return (text.list(answer.posts, beside: Self.offer) + text.footing(answer.posts, answered.council))
        .joined(separator: "\n")
    }
  }

  /// The options by which a person may decide on this delivery now, and no others.
  private static func offer(_ delivery: DeliveryAnswer) -> [String] {
    let options = delivery.decisions.map { $0 == "move" ? "--move T" : "--\($0)" }
    return options.isEmpty
      ? [] : ["    decide: portcullis post review \(delivery.delivery) \(options.joined(separator: " | "))"]
  }
}
