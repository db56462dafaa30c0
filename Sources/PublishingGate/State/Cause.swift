package import Elections

/// One reason to hold; a hold is a set of them and ends when the set is empty.
package enum Cause: Hashable, Sendable {
  case purdahWindow(PurdahWindow)
  /// Calendars that could not be read: nobody knows whether the channel should be closed, so it holds.
  case calendarUnreadable(detail: String)
}
