import ArgumentParser
import Contract
import Desk
import Texts

struct OverrideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "override",
    abstract: "Lets one named post leave inside a blackout, by two people's decision.",
    discussion: """
      An override is for one channel of one post, as it stands: it lifts the purdah windows for it and nothing else, \
      once, before an instant. A director approves it who neither wrote the post nor asked for the override. An edit \
      ends it.
      """,
    subcommands: [
      OverrideRequest.self, OverrideApprove.self, OverrideRefuse.self, OverrideWithdraw.self, OverrideList.self,
    ])
}

extension GlobalOptions {
  /// An override after an act on it, below a heading that says what was done.
  fileprivate func show(_ answered: Answered<DecidedOverride>, _ head: (OverrideAnswer) -> String) {
    show(answered.answer) { answer in
      let line = "  \(OverrideText(civil: answered.civil).line(answer.override))"
      return ([head(answer.override), line] + answer.underWay.lines + [answered.council.line]).joined(separator: "\n")
    }
  }
}

struct OverrideRequest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "request",
    abstract: "Asks for an override.",
    discussion: "EXAMPLES\n  portcullis override request 12/website --basis public-safety \\\n"
      + "    --reason \"Flood warning for the town centre\" --until \"2027-04-20 18:00\"")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The post's number with its channel, 12/website; the number alone where it has one channel.")
  var id: String
  @Option(help: "Why it may leave: emergency, statutory, election-information or public-safety.") var basis: String
  @Option(help: "In words; kept in the audit log.") var reason: String
  @Option(
    help: ArgumentHelp(
      "When it ends unused, a date with the end of that day; seven days ahead at most.", valueName: "t")) var until:
    String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(
        RequestOverride(post: id, channel: nil, basis: basis, reason: reason, until: until))
      options.show(answered) { "Override \($0.override) is asked for; a director has to approve it." }
    }
  }
}

struct OverrideApprove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Approves an override that somebody else asked for.",
    discussion: """
      It is for the post as you were shown it: look first, by “post show” or “post preview”, or name the revision that \
      you saw by --seen. At a terminal the post is shown whole, and you are asked. Exit code 75, and no change, where \
      you were never shown it or it was changed since.

      EXAMPLES
        portcullis post show 12
        portcullis override approve 3 --reason "Residents must know"
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The override's number.") var id: String
  @OptionGroup var look: LookOption
  @Option(help: "Why; kept in the audit log.") var reason: String?

  func run() async throws {
    try await reporting {
      let desk = try await options.desk()
      // Nobody is asked for a consent that would be refused.
      let reason = try reason.map(ActReason.checked)
      let seen = try await seen(desk)
      let answered = try await desk.answer(ApproveOverride(override: id, seen: seen, reason: reason))
      options.show(answered) {
        "Override \($0.override) is approved: \($0.delivery) may leave, and nothing else."
      }
    }
  }

  /// At a terminal the post is shown with what is asked for it.
  private func seen(_ desk: any AnsweringDesk) async throws -> Int? {
    let consent = try await Consent(options, named: look.seen)
    guard consent.asks else { return look.seen }
    let override = try await desk.answer(ShowOverride(override: id)).answer
    return try await consent.version(
      of: override.delivery,
      asking: { "Let \(override.delivery), revision \($0.revision), leave inside a blackout?" },
      with: { civil in ["", OverrideText(civil: civil).line(override)] })
  }
}

struct OverrideRefuse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refuse", abstract: "Refuses an override.",
    discussion: "EXAMPLES\n  portcullis override refuse 3 --reason \"It can wait\"")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The override's number.") var id: String
  @Option(help: "Why; kept in the audit log.") var reason: String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(RefuseOverride(override: id, reason: reason))
      options.show(answered) { "Override \($0.override) is refused." }
    }
  }
}

struct OverrideWithdraw: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Takes an override back before it is used.",
    discussion:
      "Where its post is being sent at that moment, what has not left yet is stopped.\n\n"
      + "EXAMPLES\n  portcullis override withdraw 3 --reason \"No longer needed\"")

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The override's number.") var id: String
  @Option(help: "Why; kept in the audit log.") var reason: String

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(WithdrawOverride(override: id, reason: reason))
      options.show(answered) { "Override \($0.override) is withdrawn." }
    }
  }
}

struct OverrideList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists overrides, the newest first.",
    discussion: "EXAMPLES\n  portcullis override list\n  portcullis override list --post 12")

  @OptionGroup var options: GlobalOptions
  @Option(help: ArgumentHelp("Only this post's.", valueName: "id")) var post: String?
  @Option(help: "How many at most.") var limit = 100

  func run() async throws {
    try await reporting {
      let answered = try await options.desk().answer(ListOverrides(post: post, limit: limit))
      options.show(answered.answer) { answer in
        let text = OverrideText(civil: answered.civil)
        let lines = answer.overrides.isEmpty ? [nothing(answer)] : answer.overrides.map(text.line)
        return (lines + [answered.council.line]).joined(separator: "\n")
      }
    }
  }

  private func nothing(_ answer: ListOverrides.Answer) -> String {
    guard let post, let others = answer.others else { return "No override was ever asked for." }
    return
      "No override was asked for on post \(post). There are \(others.grouped) on other posts: portcullis override list"
  }
}
