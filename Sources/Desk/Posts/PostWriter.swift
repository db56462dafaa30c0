import ElectionCalendar
package import Elections
import Foundation
package import Publishing
import PublishingGate
import Texts

/// A post as an author gives it, before it is checked.
package struct PostFields {
  package var channels: [String]
  package var at: String
  package var text: String
  package var title: String?
  package var link: String?
  package var contentClass = "routine"
  /// Why a statutory or emergency post is due.
  package var grounds: String?
  package var lateAfter: String?
  package var expires: String?
  package var key: String?

  package init(channels: [String], at: String, text: String) {
    self.channels = channels
    self.at = at
    self.text = text
  }
}

/// Checks what authors give, and queues it.
package struct PostWriter {
  package let open: OpenStore
  private let checks: [String: any Connector]

  package init(_ open: OpenStore) {
    self.open = open
    // A connector that cannot be made now checks nothing; the gate says why when it comes to it.
    checks = Dictionary(
      uniqueKeysWithValues: open.rules.channels.compactMap { channel in
        (try? open.parts.connector(channel, open.rules, open.store)).map { (channel.id, $0) }
      })
  }

  package func draft(_ fields: PostFields, media: [MediaItem], now: Instant) throws -> PostDraft {
    let channels = try open.workspace.channels(fields.channels).map(\.id)
    guard !fields.channels.isEmpty else {
      throw Failure(.usage, "The post names no channel; the channels are: \(known.joined(separator: ", ")).")
    }
    let content = PostContent(
      text: try PostText.checked(Array(fields.text.utf8), "text"),
      title: try fields.title.map { try PostText.checked(Array($0.utf8), "title") },
      link: try PostText.link(fields.link),
      media: media, contentClass: try Self.contentClass(fields.contentClass),
      grounds: try fields.grounds.map { try PostText.checked(Array($0.utf8), "basis") })
    try check(content, for: channels)
    var generator = SystemRandomNumberGenerator()
    let due = try open.civil.due(fields.at, now: now)
    return PostDraft(
      author: open.actor.description, content: content, due: due,
      lateAfter: try SpanText.duration(fields.lateAfter, "late-after"),
      expires: try fields.expires.map { try open.civil.expiry($0, after: due) }, idempotencyKey: fields.key,
      targets: channels.map { PostDraft.Target(channel: $0, key: .random(using: &generator)) })
  }

  private var known: [String] { open.workspace.settings.channels.map(\.id) }

  package static func contentClass(_ name: String) throws -> ContentClass {
    guard let contentClass = ContentClass(rawValue: name) else {
      let known = ContentClass.allCases.map(\.rawValue)
      throw Failure(
        .usage,
        "“\(name.printable)” is no class.\(NearMiss.question(name, among: known)) It is one of \(known.joined(separator: ", "))."
      )
    }
    return contentClass
  }

  /// What keeps the content from a channel, said now rather than when it is due; every problem of every channel.
  package func check(_ content: PostContent, for channels: [String]) throws {
    let problems = channels.flatMap { id -> [String] in
      let networks = open.rules.channel(id)?.connector.reach.networks ?? []
      let link = content.link.flatMap { open.parts.connectors.problem(ofLink: $0, allowing: networks) }
      let found = (link.map { [$0] } ?? []) + (checks[id]?.check(content) ?? [])
      return found.map { "It cannot be published on “\(id)”: \($0)" }
    }
    if !problems.isEmpty { throw Failure(.badInput, messages: problems.map { Sentence($0) }) }
  }

  /// Has the channels' connectors ask their servers for their limits, where those are not known yet.
  package func learnLimits(of channels: [String]) async {
    await withDiscardingTaskGroup { group in
      for channel in channels { group.addTask { await checks[channel]?.learnLimits() } }
    }
  }

  package func submit(_ drafts: [PostDraft], now: Instant, importedFrom: String? = nil) async throws -> [Submission] {
    let rules = open.rules
    let contract = open.contract
    let submissions = try await open.store.submit(
      drafts,
      note: SubmissionNote(
        at: now, actor: open.actor, under: open.rules.inForce, importedFrom: importedFrom,
        causes: { index, channel, isFlagged in
          // Listed words send it to approval from the start, so the lane is that of a flagged delivery.
          let lane = Lane(
            channel: channel, contentClass: drafts[index].content.contentClass,
            traits: Lane.Traits(isFlagged: isFlagged))
          let causes = rules.state(of: lane, at: max(now, drafts[index].due)).causes
          return causes.isEmpty ? "" : contract.causes(causes).compactText
        }), as: Workspace.newOperation())
    open.wakeGate()
    return submissions
  }

  package func notes(_ draft: PostDraft, now: Instant) -> [String] {
    draft.due < now.adding(.seconds(-60)) ? ["Its time lies \(now.since(draft.due).inWords) in the past."] : []
  }
}
