package import Elections

/// A post's revision on its way to one channel.
package struct ReleasedPost: Hashable, Sendable {
  package let name: DeliveryName
  package let revision: Int
  package let key: DeliveryKey
  package let due: Instant
  package let content: PostContent

  package init(name: DeliveryName, revision: Int, key: DeliveryKey, due: Instant, content: PostContent) {
    self.name = name
    self.revision = revision
    self.key = key
    self.due = due
    self.content = content
  }
}
