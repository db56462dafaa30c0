package import Elections
import Foundation
package import Publishing
package import Texts

/// When lanes were closed, and channels paused or stopped, as the audit log recorded it.
package struct LaneHistory {
  package struct Closure {
    package let from: Instant
    /// Nil: it was not over when the log was read.
    fileprivate(set) var to: Instant?
    package let causes: [JSON]
    package let entry: Int64
  }

  /// What a closure is for: a channel and class, or a pause or stop of a channel, or of all.
  private struct Place: Hashable {
    enum Kind { case lane, pause, stop, doubt }
    let kind: Kind
    /// The channel; of a doubt, the file or folder.
    let channel: String?
    var contentClass: ContentClass?
  }

  private static let edges: Set<AuditEvent> = [
    .laneClosed, .laneOpened, .paused, .pauseEnded, .channelStopped, .channelStarted, .sourceUnreadable,
    .sourceReadable,
  ]

  private var closures: [Place: [Closure]] = [:]

  package mutating func take(_ entry: AuditEntry) {
    let draft = entry.draft
    // Most entries are none of these, and are not read.
    guard Self.edges.contains(draft.event) else { return }
    let lane = { (fact: AuditFact.LaneChange) in
      Place(kind: .lane, channel: draft.channel, contentClass: fact.contentClass)
    }
    switch draft.fact {
    case .laneClosed(let fact): begin(lane(fact), entry, JSON(parsing: draft.causes)?.array ?? [], until: nil)
    case .laneOpened(let fact): end(lane(fact), at: draft.at)
    case .paused(let fact):
      let what = draft.channel.map { "“\($0)”" } ?? "Every channel"
      let words = "\(what) was paused by \(draft.actor): \(entry.reason ?? "")"
      let cause = Self.cause(.paused, words, until: JSON(fact.until.map(UTCText.text)))
      end(Place(kind: .pause, channel: draft.channel), at: draft.at)
      begin(Place(kind: .pause, channel: draft.channel), entry, [cause], until: fact.until)
    case .pauseEnded: end(Place(kind: .pause, channel: draft.channel), at: draft.at)
    case .channelStopped:
      let cause = Self.cause(.channelStopped, entry.reason ?? "")
      begin(Place(kind: .stop, channel: draft.channel), entry, [cause], until: nil)
    case .channelStarted: end(Place(kind: .stop, channel: draft.channel), at: draft.at)
    case .sourceUnreadable(let fact):
      let cause = Self.cause(.calendarUnreadable, entry.reason ?? "")
      begin(Place(kind: .doubt, channel: fact.source), entry, [cause], until: nil)
    case .sourceReadable(let fact): end(Place(kind: .doubt, channel: fact.source), at: draft.at)
    default: break
    }
  }

  /// Every closure that a delivery of the lane may have met.
  package func closures(of channel: String, _ contentClass: ContentClass) -> [Closure] {
    [
      Place(kind: .lane, channel: channel, contentClass: contentClass),
      Place(kind: .pause, channel: channel), Place(kind: .pause, channel: nil), Place(kind: .stop, channel: channel),
    ].flatMap { closures[$0] ?? [] } + doubts
  }

  /// Whatever could not be read held every channel.
  private var doubts: [Closure] {
    closures.filter { $0.key.kind == .doubt }.flatMap(\.value).sorted { $0.entry < $1.entry }
  }

  private mutating func begin(_ place: Place, _ entry: AuditEntry, _ causes: [JSON], until: Instant?) {
    closures[place, default: []].append(
      Closure(from: entry.draft.at, to: until, causes: causes, entry: entry.id))
  }

  private mutating func end(_ place: Place, at instant: Instant) {
    guard var known = closures[place], let last = known.indices.last else { return }
    known[last].to = min(known[last].to ?? instant, instant)
    closures[place] = known
  }

  private static func cause(_ kind: HoldCondition.Kind, _ detail: String, until: JSON = .null) -> JSON {
    .object([("type", .string(kind.rawValue)), ("detail", .string(detail)), ("until", until)])
  }
}
