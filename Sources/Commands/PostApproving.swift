import ArgumentParser
import Contract
import Desk
import Publishing

struct PostApprove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Approves a post that somebody else wrote, as it stands.",
    discussion: """
      An approval is for the content and time that you were shown: look first, by “post show” or “post preview”, or \
      name the revision that you saw by --seen. At a terminal the post is shown whole, and you are asked. Exit code 75, \
      and no change, where you were never shown it or it was changed since. Any later edit or move voids the approval. \
      It never sends what is too late by then.

      EXAMPLES
        portcullis post show 12
        portcullis post approve 12
        portcullis post approve 12 --seen 3
        portcullis post approve 12/website --reason "Checked with the returning officer"
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The post's number, or one channel's: 12/website.") var id: String
  @OptionGroup var look: LookOption
  @Option(help: "Why; kept in the audit log.") var reason: String?

  func run() async throws {
    try await reporting {
      // Nobody is asked for a consent that would be refused.
      let reason = try reason.map(ActReason.checked)
      let seen = try await Consent(options, named: look.seen)
        .version(of: id, asking: { "Approve post \($0.post), revision \($0.revision), as it stands?" })
      let answered = try await options.desk().answer(
        ApprovePost(post: id, channel: nil, seen: seen, reason: reason))
      options.show(answered) { "Post \($0.post.post) is approved by \(options.actor)." }
    }
  }
}

/// The revision that was looked at.
struct LookOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The post's revision that you looked at; default the one that you were shown whole last.", valueName: "n"))
  var seen: Int?

  func validate() throws {
    if let seen, seen < 1 { throw ValidationError("--seen is a post's revision: 1, 2 and so on.") }
  }
}

struct PostReject: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Rejects a post: it waits in review until its author changes or cancels it.",
    discussion: "EXAMPLES\n  portcullis post reject 12 --reason \"The quotation of a candidate has to go\"")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The post's number, or one channel's: 12/website.") var id: String
  @Option(help: "Why; kept in the audit log and shown to the author.") var reason: String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(RejectPost(post: id, channel: nil, reason: reason))
      try options.show(answered) { "Post \($0.post) is rejected." }
    }
  }
}
