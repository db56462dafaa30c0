import Elections
import Foundation
import Publishing

/// What people must have done before a send, read off the store in the plainest way: not by the code that is judged.
enum PeopleReading {
  private static let approvers: Set<String> = ["hal", "hia"]
  private static let directors: Set<String> = ["dee", "dan"]

  /// Everybody named in `pat for hal`.
  private static func hands(_ text: String) -> Set<String> { Set(text.components(separatedBy: " for ")) }
  private static func principal(_ text: String) -> String { text.components(separatedBy: " for ").last ?? text }

  /// Which rule about people a permit at `instant` breaks; nil: none.
  static func fault(_ delivery: Delivery, at instant: Instant, _ revision: Revision, _ store: MemoryStore) -> String? {
    let (post, approvals, overrides, pauses) = store.look { state in
      (state.posts[delivery.post], state.approvals, state.overrides, Array(state.pauses.values))
    }
    guard let post else { return "G-23: \(delivery.name) has no post" }
    let left = SimulatedRules.left(revision, store)
    let isInWindow = SimulatedRules.isInWindow(delivery.channel, at: instant, revision, store)
    let writers = hands(post.author).union(post.editor.map(hands) ?? [])
    var behind = writers

    if SimulatedRules.isClosed(delivery.lane, at: instant, revision, store) {
      let live = overrides.first { override in
        guard let decider = override.decider else { return false }
        return override.id == delivery.override?.id && override.delivery == delivery.name
          && override.contentHash == delivery.contentHash && (override.state == .used || override.state == .approved)
          && instant < override.until && directors.contains(principal(decider))
          && hands(decider).isDisjoint(with: writers.union(hands(override.requester)))
      }
      guard let live, let decider = live.decider else {
        return "G-41: \(delivery.name) got a permit in a blackout without a live override of two people"
      }
      behind.formUnion(hands(decider))
    }

    let given = approvals.filter { approval in
      approval.isApproval && approval.delivery == delivery.name && approval.contentHash == delivery.contentHash
        && approval.due == delivery.due && approvers.contains(principal(approval.actor))
        && hands(approval.actor).isDisjoint(with: writers)
    }
    for approval in given { behind.formUnion(hands(approval.actor)) }
    let text = post.contents[post.revision]?.text ?? ""
    let rules = SimulatedRules.text(revision, store)
    let isByPolicy =
      delivery.channel == "mail" && delivery.contentClass == .service
      || isInWindow && delivery.channel == "exact" && delivery.contentClass == .emergency
    let isNeeded =
      isByPolicy && !rules.contains("approvals:none ")
      || isInWindow && text.contains(SimulatedRules.listedWord) && !rules.contains("terms:none ")
    if isNeeded, given.isEmpty { return "G-31: \(delivery.name) got a permit without the approval that it needed" }

    for pause in pauses where pause.channel == nil || pause.channel == delivery.channel {
      if pause.until.map({ instant < $0 }) ?? true { return "G-29: \(delivery.name) got a permit in a pause" }
    }
    if let gone = behind.intersection(left).min() {
      return "G-42: \(delivery.name) got a permit by what \(gone) did, who has left"
    }
    return nil
  }
}
