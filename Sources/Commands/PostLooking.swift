import ArgumentParser
import Desk
import ElectionCalendar
import Elections
import Foundation
import Publishing
import PublishingGate
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
      guard limit > 0 else { throw Failure(.usage, "--limit must be more than nothing.") }
      let location = try StoreLocation(options.choice)
      guard location.exists else {
        let council = AnsweringCouncil(try Workspace(options.choice))
        switch options.format {
        case .json:
          return Terminal.write(JSON.object([("posts", .array([])), ("more", .bool(false)), council.json]).text)
        case .text: return Terminal.write(location.nothingThere)
        }
      }
      let open = try await OpenStore(options.choice, for: .looking)
      let query = try query(open)
      let report = try await PostReport(open)
      var found: [PostRecord] = []
      var page = query
      while found.count < limit {
        let posts = try await open.store.posts(page)
        found += posts.compactMap { matching($0, report) }
        guard posts.count == page.limit, let last = posts.last else { break }
        page.after = last.id
      }
      guard options.format == .json || !found.isEmpty else {
        let words = try await search(query).nothingFound(in: open.store, open.civil)
        return Terminal.write(([words] + report.footing([])).joined(separator: "\n"))
      }
      show(Array(found.prefix(limit)), report, isCutOff: found.count >= limit)
    }
  }

  private func query(_ open: OpenStore) throws -> PostQuery {
    if let channel { _ = try open.workspace.channels([channel]) }
    var query = PostQuery(channel: channel, limit: min(limit, 1000))
    if let state {
      let known = DeliveryState.Name.allCases.map(\.rawValue)
      guard let name = DeliveryState.Name(rawValue: state) else {
        throw Failure(
          .usage,
          "“\(state.printable)” is no state.\(NearMiss.question(state, among: known)) The states are: \(known.joined(separator: ", "))."
        )
      }
      query.state = name
    }
    if held || awaiting != nil { query.state = .queued }
    query.dueBefore = try dueBefore.map(open.civil.instant)
    query.after = try after.map { try PostReference($0).post }
    return query
  }

  private func search(_ query: PostQuery) -> PostSearch {
    PostSearch(
      channel: channel, state: state == nil ? nil : query.state, isHeld: held, awaited: awaited,
      dueBefore: query.dueBefore, after: query.after)
  }

  private var awaited: String? {
    awaiting.map { $0.lowercased() == "me" ? options.actor.principal : $0 }
  }

  /// The post with the deliveries that were asked for; nil when there are none.
  private func matching(_ post: PostRecord, _ report: PostReport) -> PostRecord? {
    let deliveries = post.deliveries.filter { record in
      (channel.map { record.delivery.channel == $0 } ?? true)
        && (state.map { record.delivery.state.name.rawValue == $0 } ?? true)
        && (!held || report.standing.outlook(for: record.delivery).verdict.isHold)
        && (awaited.map { report.awaits($0, record, post) } ?? true)
    }
    guard !deliveries.isEmpty else { return nil }
    return PostRecord(
      id: post.id, revision: post.revision, author: post.author, createdAt: post.createdAt,
      idempotencyKey: post.idempotencyKey, content: post.content, deliveries: deliveries, editor: post.editor,
      earlierEditors: post.earlierEditors, writtenAt: post.writtenAt, approvals: post.approvals)
  }

  private func show(_ posts: [PostRecord], _ report: PostReport, isCutOff: Bool) {
    switch options.format {
    case .json:
      let list = JSON.array(posts.map(report.json))
      Terminal.write(JSON.object([("posts", list), ("more", .bool(isCutOff))] + report.surroundings).text)
    case .text:
      var lines: [String] = []
      for post in posts {
        lines.append("\(Style.bold(post.id.description))  \(PostReport.opening(post.content))")
        lines += post.deliveries.flatMap(report.lines)
      }
      if isCutOff, let last = posts.last {
        lines += ["", "There may be more: portcullis post list --after \(last.id)"]
      }
      lines += report.footing(posts)
      Terminal.write(lines.joined(separator: "\n"))
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
      let reference = try PostReference(id)
      let open = try await OpenStore(options.choice, for: .looking)
      guard let post = try await open.store.post(reference.post) else { throw StoreError.noSuchPost(reference.post) }
      let report = try await PostReport(open)
      let history = try await open.store.audit(AuditQuery(post: post.id))
      switch options.format {
      case .json:
        Terminal.write(
          report.answer(
            post,
            [
              (
                "periods",
                .array(PlannedBeforeNotice.all(of: post, open.rules, now: Workspace.now).map { $0.json(open.contract) })
              ),
              ("history", .array(history.map { open.contract.entry($0) })),
            ]
          ).text)
      case .text:
        let sheet = PostSheet(post: post, civil: open.civil, rules: open.rules)
        var lines = [sheet.head, ""] + sheet.body
        if !sheet.plan.isEmpty { lines += ["", "To be sent:"] + sheet.plan }
        let flagged = open.rules.judgement.matches(in: post.content)
        if !flagged.isEmpty { lines += ["", "Listed words, for whoever approves to judge:"] }
        lines += flagged.map { "  \($0.passage.visibleLine)" }
        lines += [""] + post.deliveries.flatMap(report.lines)
        lines += post.approvals.map { approval in
          "  \(approval.isApproval ? "approved" : "rejected") for \(approval.delivery.channel) by \(approval.actor.visibleLine) "
            + open.civil.short(approval.at) + (approval.reason.map { ": \($0.visibleLine)" } ?? "")
        }
        let overrides = try await open.store.overrides(of: post.id, limit: 100)
        lines += overrides.map { "  override \(OverrideText(civil: open.civil).line($0))" }
        lines += report.footing([post])
        let periods = PlannedBeforeNotice.all(of: post, open.rules, now: Workspace.now)
        if !periods.isEmpty { lines.append("") }
        lines += periods.map { $0.sentence(CauseText(civil: open.civil)) }
        lines += ["", "History:"]
        lines += history.map { AuditText(civil: open.civil).line($0) }
        Terminal.write(lines.joined(separator: "\n"))
      }
      await open.noteLook(at: post)
    }
  }
}
