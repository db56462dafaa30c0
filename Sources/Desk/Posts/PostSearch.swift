package import Elections
package import Publishing
package import PublishingGate
import Texts

/// What a list of posts was asked for, so that an empty answer can say what is not there, and what is.
package struct PostSearch {
  package var channel: String?
  package var state: DeliveryState.Name?
  package var isHeld = false
  /// The login whose approval is waited for.
  package var awaited: String?
  package var dueBefore: Instant?
  package var after: PostID?

  package init(
    channel: String? = nil, state: DeliveryState.Name? = nil, isHeld: Bool = false, awaited: String? = nil,
    dueBefore: Instant? = nil, after: PostID? = nil
  ) {
    self.channel = channel
    self.state = state
    self.isHeld = isHeld
    self.awaited = awaited
    self.dueBefore = dueBefore
    self.after = after
  }

  /// `No post on website is held. 100,000 wait for their time.`
  package func nothingFound(in store: any CouncilStore, _ civil: CivilText) async throws -> String {
    let queued = try await queued(in: store)
    // With none held, what is queued waits for its time, unless only a part of it was looked at.
    let isWhole = dueBefore == nil && after == nil && state == nil && awaited == nil
    let rest: String
    if queued > 0 {
      let verb =
        switch (isHeld && isWhole, queued == 1) {
        case (true, true): "waits for its time"
        case (true, false): "wait for their time"
        case (false, true): "is queued"
        case (false, false): "are queued"
        }
      rest = "\(queued.grouped) \(verb)."
    } else if try await store.posts(PostQuery(limit: 1)).isEmpty {
      rest = "The store is empty. Add one: portcullis post add CHANNEL --at \"2027-01-11 09:00\" --text \"…\""
    } else {
      rest = "None is queued\(place) either; all of them: portcullis post list"
    }
    return "\(sentence(civil)) \(rest)"
  }

  private func sentence(_ civil: CivilText) -> String {
    var claims: [String] = []
    if isHeld { claims.append("is held") }
    if let state { claims.append(Self.words(state)) }
    if let awaited { claims.append("waits for an approval that \(awaited.printable) could give") }
    if let dueBefore { claims.append("is due before \(civil.short(dueBefore))") }
    let page = after.map { " after \($0)" } ?? ""
    return "No post\(place)\(page) \(claims.isEmpty ? "was found" : claims.joined(separator: " and "))."
  }

  private var place: String { channel.map { " on \($0)" } ?? "" }

  private static func words(_ state: DeliveryState.Name) -> String {
    switch state {
    case .queued: "is queued"
    case .sending: "is being sent"
    case .published: "is published"
    case .failed: "has failed"
    case .uncertain: "is uncertain"
    case .review: "waits for a person"
    case .cancelled: "is cancelled"
    case .expired: "has expired"
    }
  }

  private func queued(in store: any CouncilStore) async throws -> Int {
    var count = 0
    for waiting in try await store.waitingLanes() where channel.map({ $0 == waiting.lane.channel }) ?? true {
      count += try await store.count(queuedIn: waiting.lane, exactly: true, from: nil, to: nil)
    }
    return count
  }
}

extension Int {
  /// `100,000`.
  package var grouped: String {
    let digits = String(magnitude)
    var text = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}

extension StoreLocation {
  /// The answer to a question about posts where no store is.
  package var nothingThere: String {
    "There is no store at \(path.visibleLine), so there are no posts. Make one: portcullis init, or portcullis adopt"
  }
}
