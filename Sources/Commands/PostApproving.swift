import ArgumentParser
import Desk
import Elections
import Foundation
import Publishing
import PublishingGate

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
      let act = try await PostAct(options)
      let changed = try await act.release(
        try PostReference(id), .approve(reason: try reason.map(PostReason.checked)), named: look.seen,
        asking: { "Approve post \($0.id), revision \($0.revision), as it stands?" }, options.format)
      try await act.show(changed, "Post \(changed.id) is approved by \(act.open.actor).", options.format)
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
      let act = try await PostAct(options)
      let reason = "Rejected by \(act.open.actor): \(try PostReason.checked(reason))"
      try await act.close(
        try PostReference(id), .reject(reason: reason), { "Post \($0.id) is rejected." }, options.format)
    }
  }
}
