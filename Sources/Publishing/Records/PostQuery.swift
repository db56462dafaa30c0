package import Elections

package struct PostQuery: Hashable, Sendable {
  package var channel: String?
  package var state: DeliveryState.Name?
  package var dueBefore: Instant?
  /// Only posts after this one, for the next page.
  package var after: PostID?
  package var limit: Int

  package init(
    channel: String? = nil, state: DeliveryState.Name? = nil, dueBefore: Instant? = nil, after: PostID? = nil,
    limit: Int = 1000
  ) {
    self.channel = channel
    self.state = state
    self.dueBefore = dueBefore
    self.after = after
    self.limit = limit
  }
}

package struct AuditQuery: Hashable, Sendable {
  /// The posts whose entries are wanted; nil: every entry.
  package var posts: ClosedRange<PostID>?
  /// Only what was done by breaking glass.
  package var isGlassBroken = false
  /// Only the entries of imports, each of which stands for many posts.
  package var isOfImports = false
  package var from: Instant?
  package var to: Instant?
  package var after: Int64
  package var limit: Int

  package init(isGlassBroken: Bool, after: Int64 = 0, limit: Int = 1000) {
    self.init(after: after, limit: limit)
    self.isGlassBroken = isGlassBroken
  }

  package init(post: PostID? = nil, from: Instant? = nil, to: Instant? = nil, after: Int64 = 0, limit: Int = 1000) {
    self.init(posts: post.map { $0...$0 }, from: from, to: to, after: after, limit: limit)
  }

  package init(
    posts: ClosedRange<PostID>?, from: Instant? = nil, to: Instant? = nil, after: Int64 = 0, limit: Int = 1000
  ) {
    self.posts = posts
    self.from = from
    self.to = to
    self.after = after
    self.limit = limit
  }
}
