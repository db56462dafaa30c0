package import Elections

/// A post as it is kept, at its newest revision.
package struct PostRecord: Hashable, Codable, Sendable {
  package let id: PostID
  package let revision: Int
  package let author: String
  package let createdAt: Instant
  package let idempotencyKey: String?
  package let content: PostContent
  package let deliveries: [DeliveryRecord]
  /// Who changed it last, where anybody did.
  package let editor: String?
  /// Who changed it before.
  package let earlierEditors: [String]
  /// When what it says was written: its last edit, or its submission.
  package let writtenAt: Instant
  /// Every approval and rejection, in their order.
  package let approvals: [ApprovalRecord]

  package init(
    id: PostID, revision: Int, author: String, createdAt: Instant, idempotencyKey: String?, content: PostContent,
    deliveries: [DeliveryRecord], editor: String? = nil, earlierEditors: [String] = [], writtenAt: Instant? = nil,
    approvals: [ApprovalRecord] = []
  ) {
    self.id = id
    self.revision = revision
    self.author = author
    self.createdAt = createdAt
    self.idempotencyKey = idempotencyKey
    self.content = content
    self.deliveries = deliveries
    self.editor = editor
    self.earlierEditors = earlierEditors
    self.writtenAt = writtenAt ?? createdAt
    self.approvals = approvals
  }

  /// Everybody who wrote it.
  package var hands: Set<String> {
    Witnesses(author: author, editor: editor, earlierEditors: earlierEditors).hands
  }
}

/// A delivery with when it was attempted: planned, attempted and confirmed times are separate (G-35).
package struct DeliveryRecord: Hashable, Codable, Sendable {
  package let delivery: Delivery
  package let attempted: Instant?
  /// Why the last attempt did not get through.
  package let lastProblem: String?
  /// When it was read back as the public sees it; nil while it was not.
  package let seen: Instant?
  /// Its answer was given up, and the service that sent it gave this last sign of life: it may still tell.
  package let senderHeard: Instant?
  /// What came after it had been settled.
  package let lateReports: [LateReport]

  package init(
    delivery: Delivery, attempted: Instant?, lastProblem: String?, seen: Instant? = nil, senderHeard: Instant? = nil,
    lateReports: [LateReport] = []
  ) {
    self.senderHeard = senderHeard
    self.lateReports = lateReports
    self.delivery = delivery
    self.attempted = attempted
    self.lastProblem = lastProblem
    self.seen = seen
  }
}

extension DeliveryRecord {
  /// After so long without a sign of life a service is taken for gone.
  package static let longestSilence = Duration.seconds(30)

  /// Whether somebody has it in hand, or may still tell what became of it.
  package func isUnderWay(at now: Instant) -> Bool {
    switch delivery.state {
    case .sending: true
    case .uncertain: senderHeard.map { now.since($0) < Self.longestSilence } ?? false
    default: false
    }
  }
}

/// A post that went out, as a feed shows it.
package struct PublishedPost: Hashable, Sendable {
  package let post: ReleasedPost
  package let publishedAt: Instant

  package init(post: ReleasedPost, publishedAt: Instant) {
    self.post = post
    self.publishedAt = publishedAt
  }
}
