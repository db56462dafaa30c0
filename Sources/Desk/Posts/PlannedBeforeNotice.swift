import ElectionCalendar
package import Elections
package import Publishing

/// When a post was written and approved, beside the beginning of each pre-election period that touches it: evidence that
/// it was planned before the notice.
package struct PlannedBeforeNotice {
  package let window: PurdahWindow
  package let writtenAt: Instant
  /// The last approval that counts; nil where there is none.
  package let approvedAt: Instant?

  package var isWrittenBefore: Bool { writtenAt < window.starts }
  package var isApprovedBefore: Bool? { approvedAt.map { $0 < window.starts } }

  /// One for each window in which a delivery of the post is due, waits or went out.
  package static func all(of post: PostRecord, _ rules: Ruleset, now: Instant) -> [PlannedBeforeNotice] {
    var windows: [PurdahWindow] = []
    var approvedAt: Instant?
    for record in post.deliveries {
      let delivery = record.delivery
      var moments = [delivery.due]
      switch delivery.state {
      case .published(let receipt, _): moments.append(receipt.at)
      case .queued, .review, .sending, .uncertain: moments.append(max(now, delivery.next))
      case .failed, .cancelled, .expired: break
      }
      for window in rules.schedule(of: delivery.channel)?.blackouts.windows ?? []
      where !windows.contains(window) && moments.contains(where: window.contains) { windows.append(window) }
      let approvals = post.approvals.filter { $0.delivery == delivery.name && $0.counts(for: delivery) }.map(\.at)
      if let last = approvals.max() { approvedAt = max(approvedAt ?? last, last) }
    }
    return windows.map { PlannedBeforeNotice(window: $0, writtenAt: post.writtenAt, approvedAt: approvedAt) }
  }
}
