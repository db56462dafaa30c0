/// A stretch of one channel that a change closes or opens.
package struct Stretch: Codable, Hashable, Sendable {
  package let channel: String
  package let classes: [String]
  package let starts: Moment
  /// Nil: without end.
  package let ends: Moment?
  package let causes: [HoldCause]

  package init(channel: String, classes: [String], starts: Moment, ends: Moment?, causes: [HoldCause]) {
    self.channel = channel
    self.classes = classes
    self.starts = starts
    self.ends = ends
    self.causes = causes
  }
}
