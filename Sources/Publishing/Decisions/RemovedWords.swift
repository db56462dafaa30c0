package import Elections
import Texts

/// Words that are taken out of the records beside the audit log, where they stand a second time: as the reason of a
/// delivery or of an approval, of an override, a pause, a stop or an adoption.
///
/// They are taken out wherever they stand by themselves or as a part of a sentence that was made of them, and nowhere
/// else. So whoever looks at the record is told that something stood there, and who had it removed.
package struct RemovedWords: Hashable, Sendable {
  /// Whose records.
  package enum Place: Hashable, Sendable {
    /// The delivery, what people decided of it, and what came of its attempts.
    case delivery(DeliveryName)
    /// What holds a channel, or all: a pause, and a stop.
    case channel(String?)
    case revision(RevisionNumber)
    /// No record has them.
    case none
  }

  package let place: Place
  package let words: [String]
  /// When the entry was recorded that had them.
  package let recordedAt: Instant
  /// What stands in their place.
  package let mark: String

  /// Nil where there is nothing to be taken out.
  init?(of entry: AuditEntry, at: Instant, actor: Actor) {
    words = entry.personalTexts.filter { !$0.isEmpty }
    guard !words.isEmpty else { return nil }
    place = Place(of: entry.draft)
    recordedAt = entry.draft.at
    mark = RecordedRemoval.mark(entry.id, by: actor.description, at: at)
  }

  /// What is left of a reason.
  package func without(_ reason: String) -> String {
    words.reduce(reason) { without($1, in: $0) }
  }

  package func without(_ reason: String?) -> String? { reason.map { without($0) } }

  /// Whether they stand in bytes of a text or of JSON.
  package func stand(in bytes: [UInt8]) -> Bool {
    words.contains { words in
      let plain = Array(words.utf8)
      let written = Array(JSON.string(words).compactText.utf8.dropFirst().dropLast())
      // What Foundation writes has a backslash before each slash.
      let escaped = written.flatMap { $0 == UInt8(ascii: "/") ? [UInt8(ascii: "\\"), $0] : [$0] }
      return [plain, written, escaped].contains { bytes.firstRange(of: $0) != nil }
    }
  }

  private func without(_ words: String, in reason: String) -> String {
    var (left, rest) = ("", reason.unicodeScalars[...])
    while let found = rest.firstRange(of: words.unicodeScalars) {
      let isBounded =
        (left.unicodeScalars.last ?? " ") == " " && found.lowerBound == rest.startIndex
        || found.lowerBound > rest.startIndex && rest[rest.index(before: found.lowerBound)] == " "
      let ends = found.upperBound == rest.endIndex || rest[found.upperBound] == " "
      left += String(rest[..<found.lowerBound]) + (isBounded && ends ? mark : String(rest[found]))
      rest = rest[found.upperBound...]
    }
    return left + String(rest)
  }
}

extension RemovedWords.Place {
  fileprivate init(of draft: AuditDraft) {
    switch (draft.event, draft.post, draft.channel, draft.revision) {
    case (_, let post?, let channel?, _): self = .delivery(DeliveryName(post: post, channel: channel))
    case (.paused, nil, let channel, _), (.pauseEnded, nil, let channel, _), (.channelStopped, nil, let channel, _),
      (.channelStarted, nil, let channel, _):
      self = .channel(channel)
    case (.adopted, nil, nil, let revision?): self = .revision(revision)
    default: self = .none
    }
  }
}

extension Delivery {
  package func without(_ removed: RemovedWords) -> Delivery {
    var delivery = self
    switch state {
    case .uncertain(let since, let reason): delivery.state = .uncertain(since: since, reason: removed.without(reason))
    case .review(let since, let reason): delivery.state = .review(since: since, reason: removed.without(reason))
    case .failed(let at, let reason): delivery.state = .failed(at: at, reason: removed.without(reason))
    case .cancelled(let at, let reason): delivery.state = .cancelled(at: at, reason: removed.without(reason))
    case .published(let receipt, let confirmed):
      // Where a person confirmed it, their reason stands in the place of an id.
      let id = receipt.mayRepeat ? removed.without(receipt.remoteID) : receipt.remoteID
      delivery.state = .published(
        Receipt(remoteID: id, url: receipt.url, at: receipt.at, mayRepeat: receipt.mayRepeat), confirmed: confirmed)
    case .queued, .sending, .expired: break
    }
    delivery.wish = wish.map { Wish($0.act, at: $0.at, by: $0.by, reason: removed.without($0.reason)) }
    return delivery
  }
}
