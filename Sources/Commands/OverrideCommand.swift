import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import PublishingGate
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

/// An act on an override, done and shown.
private struct OverrideAct {
  let open: OpenStore

  init(_ options: GlobalOptions) async throws { open = try await OpenStore(options.choice, for: .acting) }

  func perform(
    _ act: OverrideChange.Act, seen: Int? = nil, _ head: (OverrideRecord) -> String, _ format: GlobalOptions.Format
  ) async throws {
    let record = try await open.store.change(
      OverrideChange(act, at: Workspace.now, actor: open.actor, under: open.rules.judgement, seen: seen))
    open.wakeGate()
    let underWay = try await UnderWay(record.isUnderWay ? [record.delivery] : [], in: open.store)
    let council = AnsweringCouncil(open.workspace)
    switch format {
    case .json:
      guard case .object(let fields) = open.contract.override(record) else { return }
      Terminal.write(JSON.object(fields + underWay.json + [council.json]).text)
    case .text:
      let lines = [head(record), "  \(OverrideText(civil: open.civil).line(record))"] + underWay.lines + [council.line]
      Terminal.write(lines.joined(separator: "\n"))
    }
  }

  /// Approves it for the post as it was seen.
  func approve(_ id: OverrideID, reason: String?, named: Int?, _ format: GlobalOptions.Format) async throws {
    guard let record = try await open.store.overrides(of: nil, limit: .max).first(where: { $0.id == id }) else {
      throw StoreError.noSuchOverride(id)
    }
    guard let post = try await open.store.post(record.delivery.post) else {
      throw StoreError.noSuchPost(record.delivery.post)
    }
    let consent = Consent(open: open, format: format, named: named)
    let seen = try await consent.revision(
      of: post, asking: "Let \(record.delivery), revision \(post.revision), leave inside a blackout?",
      with: ["", OverrideText(civil: open.civil).line(record)])
    try await consent.perform {
      try await perform(
        .approve(id, reason: reason), seen: seen,
        { "Override \($0.id) is approved: \($0.delivery) may leave, and nothing else." }, format)
    }
  }

  static func id(_ text: String) throws -> OverrideID {
    guard let number = Int64(text), number > 0 else {
      throw Failure(
        .usage, "“\(text.printable)” is no override; write its number, as “portcullis override list” shows it.")
    }
    return OverrideID(number)
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
      let known = OverrideBasis.allCases.map(\.rawValue)
      guard let basis = OverrideBasis(rawValue: basis) else {
        throw Failure(
          .usage,
          "“\(basis.printable)” is no basis.\(NearMiss.question(basis, among: known)) It is one of \(known.joined(separator: ", "))."
        )
      }
      let act = try await OverrideAct(options)
      let reference = try PostReference(id)
      guard let post = try await act.open.store.post(reference.post) else {
        throw StoreError.noSuchPost(reference.post)
      }
      let channels = post.deliveries.map(\.delivery.channel)
      guard let channel = reference.channel ?? (channels.count == 1 ? channels[0] : nil) else {
        let names = channels.map { "\(post.id)/\($0)" }.joined(separator: ", ")
        throw Failure(.usage, "The post has several channels, and an override is for one: \(names).")
      }
      let end = try act.open.civil.end(until)
      guard PlannedOverride.mayEnd(at: end, from: Workspace.now) else {
        throw Failure(.usage, "--until must lie ahead, and at most seven days.")
      }
      try await act.perform(
        .request(
          DeliveryName(post: post.id, channel: channel), basis: basis, reason: try PostReason.checked(reason),
          until: end), { "Override \($0.id) is asked for; a director has to approve it." }, options.format)
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
      try await OverrideAct(options).approve(
        try OverrideAct.id(id), reason: try reason.map(PostReason.checked), named: look.seen, options.format)
    }
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
      try await OverrideAct(options).perform(
        .refuse(try OverrideAct.id(id), reason: try PostReason.checked(reason)), { "Override \($0.id) is refused." },
        options.format)
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
      try await OverrideAct(options).perform(
        .withdraw(try OverrideAct.id(id), reason: try PostReason.checked(reason)),
        { "Override \($0.id) is withdrawn." }, options.format)
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
      let open = try await OpenStore(options.choice, for: .looking)
      let records = try await open.store.overrides(
        of: try post.map { try PostReference($0).post }, limit: max(1, limit))
      let council = AnsweringCouncil(open.workspace)
      switch options.format {
      case .json:
        let list = JSON.array(records.map(open.contract.override))
        Terminal.write(JSON.object([("overrides", list), council.json]).text)
      case .text:
        guard !records.isEmpty else {
          guard let post else { return Terminal.write("No override was ever asked for.\n\(council.line)") }
          let others = try await open.store.overrides(of: nil, limit: .max).count
          return Terminal.write(
            "No override was asked for on post \(post). There are \(others.grouped) on other posts: portcullis override list\n"
              + council.line
          )
        }
        Terminal.write((records.map(OverrideText(civil: open.civil).line) + [council.line]).joined(separator: "\n"))
      }
    }
  }
}
