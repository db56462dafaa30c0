/// What putting the files on disk into force would do; it changes nothing.
package struct PreviewAdoption: Request {
  package init() {}

  package static let path = "adoption"
  package static let summary = "Shows what adopting the calendars and settings on disk would close and open."
  package typealias Answer = AdoptionAnswer
}

/// Puts the calendars and settings on disk into force, as the store's next revision.
package struct AdoptFiles: Request {
  /// Agrees to what would open: to what the adopter was shown last where it is empty, else to the change of this hash.
  package let confirmOpening: String?
  /// Takes a set-up of another folder or another authority.
  package let replace: Bool
  /// Kept in the audit log.
  package let reason: String?

  package init(confirmOpening: String?, replace: Bool, reason: String?) {
    self.confirmOpening = confirmOpening
    self.replace = replace
    self.reason = reason
  }

  package static let path = "adoption"
  package static let changes = true
  package static let summary = "Puts the calendars and settings on disk into force, as the store's next revision."
  package typealias Answer = AdoptionAnswer

  private enum CodingKeys: String, CodingKey {
    case confirmOpening = "confirm_opening"
    case replace, reason
  }
}

/// What adopting does or would do: what it is about, the change, and what follows from that, in one object.
package struct AdoptionAnswer: Codable, Hashable, Sendable {
  package let heading: Heading
  package let change: AdoptionChange
  package let effects: Effects

  package init(heading: Heading, change: AdoptionChange, effects: Effects) {
    self.heading = heading
    self.change = change
    self.effects = effects
  }

  package init(from decoder: any Decoder) throws {
    heading = try Heading(from: decoder)
    change = try AdoptionChange(from: decoder)
    effects = try Effects(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try heading.encode(to: encoder)
    try change.encode(to: encoder)
    try effects.encode(to: encoder)
  }

  /// Whose set-up is adopted.
  package struct Candidate: Codable, Hashable, Sendable {
    package let name: String?
    package let folder: String

    package init(name: String?, folder: String) {
      self.name = name
      self.folder = folder
    }
  }

  /// How much there is of a set-up.
  package struct Extent: Codable, Hashable, Sendable {
    package let files: Int
    package let channels: Int

    package init(files: Int, channels: Int) {
      self.files = files
      self.channels = channels
    }
  }

  package struct Heading: Codable, Hashable, Sendable {
    /// The one in force then; nil where none is.
    package let revision: Int?
    package let adopted: Bool
    package let authority: Candidate
    package let inForceAlready: Bool
    /// What a person agrees to.
    package let hash: String
    package let needsAgreement: Bool
    /// Where it is the first that comes into force; for words alone.
    @ForWords package private(set) var first: Extent?

    package init(
      revision: Int?, adopted: Bool, authority: Candidate, inForceAlready: Bool, hash: String, needsAgreement: Bool,
      first: Extent?
    ) {
      self.revision = revision
      self.adopted = adopted
      self.authority = authority
      self.inForceAlready = inForceAlready
      self.hash = hash
      self.needsAgreement = needsAgreement
      self.first = first
    }

    private enum CodingKeys: String, CodingKey {
      case revision, adopted, authority
      case inForceAlready = "in_force_already"
      case hash
      case needsAgreement = "needs_agreement"
      case first = "_first"
    }
  }

  package struct Effects: Codable, Hashable, Sendable {
    /// Channels that nobody would answer for, a sentence each.
    package let staff: [String]
    package let addedChannels: [String]
    package let removedChannels: [String]
    /// The first of them by name, as of those that are released.
    package let newlyHeld: [String]
    package let newlyHeldTotal: Int
    package let newlyReleased: [String]
    package let newlyReleasedTotal: Int
    /// Being sent at that moment.
    package let inFlight: [String]
    /// Queued or changed since the adopter looked, so in review.
    package let setAside: [String]
    package let problems: [ProblemAnswer]

    package init(
      staff: [String], addedChannels: [String], removedChannels: [String], newlyHeld: [String], newlyHeldTotal: Int,
      newlyReleased: [String], newlyReleasedTotal: Int, inFlight: [String], setAside: [String],
      problems: [ProblemAnswer]
    ) {
      self.staff = staff
      self.addedChannels = addedChannels
      self.removedChannels = removedChannels
      self.newlyHeld = newlyHeld
      self.newlyHeldTotal = newlyHeldTotal
      self.newlyReleased = newlyReleased
      self.newlyReleasedTotal = newlyReleasedTotal
      self.inFlight = inFlight
      self.setAside = setAside
      self.problems = problems
    }

    private enum CodingKeys: String, CodingKey {
      case staff
      case addedChannels = "added_channels"
      case removedChannels = "removed_channels"
      case newlyHeld = "newly_held"
      case newlyHeldTotal = "newly_held_total"
      case newlyReleased = "newly_released"
      case newlyReleasedTotal = "newly_released_total"
      case inFlight = "in_flight"
      case setAside = "set_aside"
      case problems
    }
  }
}
