package import Elections

/// What the network answered. Final: a delivery that has one is never committed again.
package struct Receipt: Hashable, Codable, Sendable {
  /// The id that the network gave (G-35).
  package let remoteID: String
  package let url: String?
  package let at: Instant
  /// Whether another delivery of the channel may have the same id: the council's own programs and receivers may give one
  /// twice, and so may the words by which a person confirms. An id that a network gives belongs to one delivery for ever.
  package let mayRepeat: Bool
  /// What the network's own answer shows otherwise than planned, in whole sentences. Told of; no store keeps it.
  package let differences: [String]

  package init(remoteID: String, url: String? = nil, at: Instant, mayRepeat: Bool = false, differences: [String] = []) {
    self.remoteID = remoteID
    self.url = url
    self.at = at
    self.mayRepeat = mayRepeat
    self.differences = differences
  }

  /// As a store keeps it.
  package var kept: Receipt { Receipt(remoteID: remoteID, url: url, at: at, mayRepeat: mayRepeat) }
}
