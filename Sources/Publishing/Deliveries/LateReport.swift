package import Elections

/// An outcome that came after the delivery had been settled without it.
package struct LateReport: Hashable, Codable, Sendable {
  package let delivery: DeliveryName
  package let fence: Int64
  package let at: Instant
  /// What the worker says became of it: `published`, `failed`, `not-sent` or `unknown`.
  package let outcome: String
  package let remoteID: String?
  package let url: String?
  package let reason: String?

  package init(
    delivery: DeliveryName, fence: Int64, at: Instant, outcome: String, remoteID: String? = nil, url: String? = nil,
    reason: String? = nil
  ) {
    self.delivery = delivery
    self.fence = fence
    self.at = at
    self.outcome = outcome
    self.remoteID = remoteID
    self.url = url
    self.reason = reason
  }

  package var isPublished: Bool { outcome == Self.published }
  package static let published = "published"
}
