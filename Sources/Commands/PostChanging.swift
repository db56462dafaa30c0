import ArgumentParser
import Desk
import Elections
import Foundation
import Publishing
import PublishingGate
import Texts

/// A person's act on a post, done and shown.
struct PostAct {
  let open: OpenStore
  let now = Workspace.now

  init(_ options: GlobalOptions) async throws { open = try await OpenStore(options.choice, for: .acting) }

  func record(_ id: PostID) async throws -> PostRecord {
    guard let post = try await open.store.post(id) else { throw StoreError.noSuchPost(id) }
    return post
  }

  /// What is still to go out must not expire before it is due.
  func checkTimes(of post: PostRecord, due: Instant?, expires: Instant?) throws {
    guard due != nil || expires != nil else { return }
    for delivery in post.deliveries.map(\.delivery) where !delivery.state.isFinal {
      try open.civil.check(expires: expires ?? delivery.expires, due: due ?? delivery.due)
    }
  }

  /// `seen`: the revision that was looked at, for an act that lets the post go.
  func change(_ reference: PostReference, _ act: PostChange.Act, seen: Int? = nil) async throws -> PostRecord {
    let changed = try await open.store.change(
      PostChange(
        post: reference.post, channel: reference.channel, act: act, at: now, actor: open.actor,
        under: open.rules.judgement, seen: seen))
    open.wakeGate()
    return changed
  }

  /// Lets a post go as it was seen: by `--seen`, by the last look, or by looking now.
  func release(
    _ reference: PostReference, _ act: PostChange.Act, named: Int?, asking question: (PostRecord) -> String,
    _ format: GlobalOptions.Format
  ) async throws -> PostRecord {
    let consent = Consent(open: open, format: format, named: named)
    let post = try await record(reference.post)
    let seen = try await consent.revision(of: post, asking: question(post))
    return try await consent.perform { try await change(reference, act, seen: seen) }
  }

  func show(_ post: PostRecord, _ head: String, _ format: GlobalOptions.Format) async throws {
    let report = try await PostReport(open)
    switch format {
    case .json: Terminal.write(report.answer(post).text)
    case .text:
      let lines = [Style.bold(head)] + post.deliveries.flatMap(report.lines) + report.footing([post])
      Terminal.write(lines.joined(separator: "\n"))
    }
  }

  static let keys = DeliveryKeySource {
    var generator = SystemRandomNumberGenerator()
    return .random(using: &generator)
  }
}

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
      let reference = try PostReference(first)
      guard reference.channel == nil else {
        throw Failure(.usage, "An edit is for the whole post; write \(reference.post).")
      }
      let text = try PostText.read(
        argument: content.text, file: content.textFile, standardInput: id.last == "-", notice: Terminal.complain)
      let act = try await PostAct(options)
      var edited = try await act.record(reference.post).content
      if let text { edited.text = text }
      if let title = content.title {
        edited.title = title.isEmpty ? nil : try PostText.checked(Array(title.utf8), "--title")
      }
      if let link = content.link { edited.link = link.isEmpty ? nil : try PostText.link(link) }
      if !content.media.isEmpty || !content.alt.isEmpty {
        edited.media = try content.mediaItems(MediaFolder(path: act.open.location.mediaFolder))
      }
      if let contentClass { edited.contentClass = try PostWriter.contentClass(contentClass) }
      let before = try await act.record(reference.post)
      let due = try at.map { try act.open.civil.due($0, now: act.now) }
      let expiry = try expires.map(act.open.civil.end)
      try act.checkTimes(of: before, due: due, expires: expiry)
      guard edited != before.content || due != nil || lateAfter != nil || expires != nil else {
        throw Failure(.usage, "Nothing would change; name what is new, as by --text, --title or --at.")
      }
      let writer = PostWriter(act.open)
      let channels = before.deliveries.map(\.delivery.channel)
      await writer.learnLimits(of: channels)
      try writer.check(edited, for: channels)
      let changed = try await act.change(
        reference,
        .edit(
          content: edited == before.content ? nil : edited, due: due,
          lateAfter: try SpanText.duration(lateAfter, "--late-after"),
          expires: expiry, key: PostAct.keys))
      try await act.show(changed, "Post \(changed.id) is at revision \(changed.revision).", options.format)
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
      let act = try await PostAct(options)
      let due = try act.open.civil.due(at, now: act.now)
      let reference = try PostReference(id)
      try act.checkTimes(of: try await act.record(reference.post), due: due, expires: nil)
      let changed = try await act.change(
        reference,
        .edit(content: nil, due: due, lateAfter: nil, expires: nil, key: PostAct.keys))
      try await act.show(changed, "Post \(changed.id) is moved.", options.format)
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
      let reason = try PostReason.checked(reason)
      let act = try await PostAct(options)
      try await act.close(
        try PostReference(id), .cancel(reason: reason), { "Post \($0.id) is cancelled." }, options.format)
    }
  }
}

enum PostReason {
  static func checked(_ text: String) throws -> String {
    let trimmed = text.trimmed
    guard !trimmed.isEmpty else { throw Failure(.usage, "The reason is empty; the audit log keeps it, so say why.") }
    return trimmed
  }
}

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
      let why = try PostReason.checked(reason ?? "Decided in review.")
      let act = try await PostAct(options)
      let reference = try PostReference(id)
      let decision: PostChange.Act
      if let moveTo {
        let due = try act.open.civil.due(moveTo, now: act.now)
        decision = .edit(content: nil, due: due, lateAfter: nil, expires: nil, key: PostAct.keys)
        let whole = PostReference(post: reference.post)
        try act.checkTimes(of: try await act.record(reference.post), due: due, expires: nil)
        let changed = try await act.change(whole, decision)
        return try await act.show(changed, "Post \(changed.id) is moved.", options.format)
      }
      if cancel {
        return try await act.close(
          reference, .cancel(reason: why), { "Post \($0.id) is decided." }, options.format)
      }
      decision = send ? .release(reason: why) : .confirm(reason: why)
      let changed =
        send
        ? try await act.release(
          reference, decision, named: look.seen,
          asking: { "Let post \($0.id), revision \($0.revision), leave as it stands?" }, options.format)
        : try await act.change(reference, decision)
      try await act.show(changed, "Post \(changed.id) is decided.", options.format)
    }
  }

  private func list() async throws {
    let location = try StoreLocation(options.choice)
    guard location.exists else {
      let council = AnsweringCouncil(try Workspace(options.choice))
      switch options.format {
      case .json: return Terminal.write(JSON.object([("posts", .array([])), council.json]).text)
      case .text: return Terminal.write(location.nothingThere)
      }
    }
    let open = try await OpenStore(options.choice, for: .looking)
    var posts: [PostRecord] = []
    for state in [DeliveryState.Name.uncertain, .review] {
      posts += try await open.store.posts(PostQuery(state: state))
    }
    let report = try await PostReport(open)
    var seen: Set<PostID> = []
    posts = posts.filter { seen.insert($0.id).inserted }
    switch options.format {
    case .json:
      Terminal.write(JSON.object([("posts", .array(posts.map(report.json)))] + report.surroundings).text)
    case .text:
      guard !posts.isEmpty else {
        let words = try await PostSearch(state: .review).nothingFound(in: open.store, open.civil)
        return Terminal.write("Nothing is uncertain. \(words)\n\(AnsweringCouncil(open.workspace).line)")
      }
      var lines: [String] = []
      for post in posts {
        lines.append("\(Style.bold(post.id.description))  \(PostReport.opening(post.content))")
        lines += post.deliveries.flatMap { report.lines($0) + Self.offer($0.delivery) }
      }
      lines += report.footing(posts)
      Terminal.write(lines.joined(separator: "\n"))
    }
  }

  /// The options by which a person may decide on this delivery now, and no others.
  private static func offer(_ delivery: Delivery) -> [String] {
    let options = delivery.decisions.map { $0 == .move ? "--move T" : "--\($0.rawValue)" }
    return options.isEmpty
      ? [] : ["    decide: portcullis post review \(delivery.name) \(options.joined(separator: " | "))"]
  }
}
