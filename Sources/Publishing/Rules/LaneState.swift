package import Elections

/// What a lane is at one instant.
package enum LaneState: Hashable, Sendable {
  /// Open until `until`, the next closing edge; nil where none is known.
  case open(until: Instant?)
  /// Held by every one of `causes`, until `until` where an end is known.
  case held(until: Instant?, causes: [Cause])

  package var isOpen: Bool { if case .open = self { true } else { false } }
  package var causes: [Cause] { if case .held(_, let causes) = self { causes } else { [] } }

  /// When it next changes.
  package var until: Instant? {
    switch self {
    case .open(let until), .held(let until, _): until
    }
  }
}
