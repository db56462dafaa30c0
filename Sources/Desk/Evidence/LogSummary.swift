package import Elections
package import Publishing
package import Texts

/// What the whole audit log says of everything but single posts: read once, and small however long the log is.
package struct LogSummary {
  package struct Revision {
    package let number: RevisionNumber
    package let hash: ContentHash?
  }

  package struct Override {
    package let requester: String
    package let until: Instant?
    package fileprivate(set) var approver: String?
  }

  package struct Token {
    package let login: String?
    package let scope: AccessToken.Scope?
    package let hash: ContentHash?
    package let expires: Instant?
    package fileprivate(set) var isAccepted: Bool
    package fileprivate(set) var isRevoked = false
  }

  package struct Import {
    package let posts: ClosedRange<PostID>
    package let author: String
  }

  package private(set) var revisions: [Revision] = []
  package private(set) var imports: [Import] = []
  package private(set) var overrides: [OverrideID: Override] = [:]
  package private(set) var tokens: [TokenID: Token] = [:]
  /// By channel, nil for all: when the pause ends that was begun last; nil in that for no end.
  package private(set) var pauses: [String?: Instant?] = [:]
  /// Channels that were stopped, and not started again.
  package private(set) var stopped: Set<String> = []
  /// The first that is wrong with the log itself.
  package private(set) var fault: AuditFault?
  private var check = AuditCheck()

  package init() {}

  package mutating func take(_ entry: AuditEntry) {
    if fault == nil { fault = check.take(entry) }
    let draft = entry.draft
    switch draft.event {
    case .adopted:
      guard case .adopted(let fact) = draft.fact, let number = draft.revision else { return }
      revisions.append(Revision(number: number, hash: fact.hash))
    case .imported:
      guard case .imported(let fact) = draft.fact, let posts = fact.range else { return }
      imports.append(Import(posts: posts, author: draft.actor))
    case .overrideRequested:
      guard case .overrideRequested(let fact) = draft.fact, let id = fact.override else { return }
      overrides[id] = Override(requester: draft.actor, until: fact.until, approver: nil)
    case .overrideApproved:
      guard case .overrideApproved(let fact) = draft.fact, let id = fact.override else { return }
      overrides[id]?.approver = draft.actor
    case .tokenAdded:
      guard case .tokenAdded(let fact) = draft.fact, let id = fact.token else { return }
      tokens[id] = Token(
        login: fact.login, scope: fact.scope, hash: fact.hash, expires: fact.until,
        isAccepted: draft.actor == fact.login)
    case .tokenAccepted:
      if case .tokenAccepted(let fact) = draft.fact, let id = fact.token { tokens[id]?.isAccepted = true }
    case .tokenRevoked:
      if case .tokenRevoked(let fact) = draft.fact, let id = fact.token { tokens[id]?.isRevoked = true }
    case .paused: if case .paused(let fact) = draft.fact { pauses[draft.channel] = .some(fact.until) }
    case .pauseEnded: pauses[draft.channel] = nil
    case .channelStopped: if let channel = draft.channel { stopped.insert(channel) }
    case .channelStarted: if let channel = draft.channel { stopped.remove(channel) }
    default: break
    }
  }

  /// Says that every entry was taken; `total`: how many were ever written.
  package mutating func end(of total: Int64) { if fault == nil { fault = check.end(of: total) } }

  package func importing(_ post: PostID) -> Import? {
    // Numbers are given in the order in which posts are accepted, so they are ordered.
    var (low, high) = (0, imports.count)
    while low < high {
      let middle = (low + high) / 2
      if imports[middle].posts.upperBound < post { low = middle + 1 } else { high = middle }
    }
    return low < imports.count && imports[low].posts.contains(post) ? imports[low] : nil
  }
}
