/// What a running gate says of one decision: a line of `gate run --format json`.
package struct GateLine: Codable, Hashable, Sendable {
  package let at: Moment
  package let delivery: String?
  package let channel: String?
  package let event: String
  package let causes: [HoldCause]
  package let contentClass: String?
  package let revision: Int?
  /// In whole sentences.
  package let detail: String?
  /// The deliveries that are held and released together, where no single one is meant; for words alone.
  @ForWords package private(set) var lane: String?

  package init(
    at: Moment, delivery: String?, channel: String?, event: String, causes: [HoldCause], contentClass: String?,
    revision: Int?, detail: String?, lane: String?
  ) {
    self.at = at
    self.delivery = delivery
    self.channel = channel
    self.event = event
    self.causes = causes
    self.contentClass = contentClass
    self.revision = revision
    self.detail = detail
    self.lane = lane
  }

  private enum CodingKeys: String, CodingKey {
    case at, delivery, channel, event, causes
    case contentClass = "class"
    case revision, detail
    case lane = "_lane"
  }
}

/// Stands in the place of lines that nobody read in time.
package struct LeftOutLine: Codable, Hashable, Sendable {
  package let at: Moment
  package let delivery: String?
  package let channel: String?
  package let event: String
  package let causes: [HoldCause]
  /// How many lines.
  package let leftOut: Int
  package let detail: String

  /// `log`: where all of them stand, in the reader's words.
  package init(at: Moment, leftOut: Int, log: String) {
    self.at = at
    delivery = nil
    channel = nil
    event = "left-out"
    causes = []
    self.leftOut = leftOut
    detail =
      "\(leftOut) line\(leftOut == 1 ? "" : "s"), because nobody read them; they stand in \(log)."
  }

  private enum CodingKeys: String, CodingKey {
    case at, delivery, channel, event, causes
    case leftOut = "left_out"
    case detail
  }
}
