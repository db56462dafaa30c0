/// What a candidate does beside what is in force, as an adoption answers it and the audit log keeps it.
package struct AdoptionChange: Codable, Hashable, Sendable {
  package let closes: [Entry]
  package let opens: [Entry]
  package let changesWho: [Difference]
  package let changesWhere: [Difference]
  /// The candidate is another council's, or lies in another folder; a sentence for each.
  package let replaces: [String]
  /// The sentences of the differences that need a person's agreement.
  package let loosened: [String]

  package init(
    closes: [Entry], opens: [Entry], changesWho: [Difference], changesWhere: [Difference], replaces: [String],
    loosened: [String]
  ) {
    self.closes = closes
    self.opens = opens
    self.changesWho = changesWho
    self.changesWhere = changesWhere
    self.replaces = replaces
    self.loosened = loosened
  }

  /// Nothing differs, or there is nothing to differ from.
  package static let none = AdoptionChange(
    closes: [], opens: [], changesWho: [], changesWhere: [], replaces: [], loosened: [])

  private enum CodingKeys: String, CodingKey {
    case closes, opens
    case changesWho = "changes_who"
    case changesWhere = "changes_where"
    case replaces, loosened
  }

  /// A key of the settings that says something else.
  package struct Difference: Codable, Hashable, Sendable {
    package let subject: String
    /// Nothing proves that it only closes.
    package let loosens: Bool
    /// A whole sentence.
    package let detail: String

    package init(subject: String, loosens: Bool, detail: String) {
      self.subject = subject
      self.loosens = loosens
      self.detail = detail
    }
  }

  /// A stretch in which queued posts are held, and would leave.
  package struct Freed: Codable, Hashable, Sendable {
    package let channel: String
    package let classes: [String]
    package let starts: Moment
    /// Nil: without end.
    package let ends: Moment?
    /// What holds them now.
    package let causes: [HoldCause]
    package let queued: Bool
    /// The posts' lane by its name; for words alone.
    @ForWords package private(set) var lane: String?

    package init(
      channel: String, classes: [String], starts: Moment, ends: Moment?, causes: [HoldCause], lane: String
    ) {
      self.channel = channel
      self.classes = classes
      self.starts = starts
      self.ends = ends
      self.causes = causes
      queued = true
      self.lane = lane
    }

    private enum CodingKeys: String, CodingKey {
      case channel, classes, starts, ends, causes, queued
      case lane = "_lane"
    }
  }

  /// A queued post that is held, and would leave.
  package struct FreedPost: Codable, Hashable, Sendable {
    package let delivery: String
    package let channel: String

    package init(delivery: String, channel: String) {
      self.delivery = delivery
      self.channel = channel
    }
  }

  /// Something that closes or opens.
  package enum Entry: Codable, Hashable, Sendable {
    case stretch(Stretch)
    case freed(Freed)
    case post(FreedPost)
    case difference(Difference)

    /// What each shape has and no other one.
    private enum Sign: String, CodingKey { case queued, delivery, subject }

    package init(from decoder: any Decoder) throws {
      let signs = try decoder.container(keyedBy: Sign.self)
      if signs.contains(.subject) {
        self = .difference(try Difference(from: decoder))
      } else if signs.contains(.delivery) {
        self = .post(try FreedPost(from: decoder))
      } else {
        self = signs.contains(.queued) ? .freed(try Freed(from: decoder)) : .stretch(try Stretch(from: decoder))
      }
    }

    package func encode(to encoder: any Encoder) throws {
      switch self {
      case .stretch(let stretch): try stretch.encode(to: encoder)
      case .freed(let freed): try freed.encode(to: encoder)
      case .post(let post): try post.encode(to: encoder)
      case .difference(let difference): try difference.encode(to: encoder)
      }
    }
  }
}

extension AdoptionChange.Entry: HasShapes {
  package static var shapes: [any Decodable.Type] {
    [Stretch.self, AdoptionChange.Freed.self, AdoptionChange.FreedPost.self, AdoptionChange.Difference.self]
  }
  package static var example: AdoptionChange.Entry {
    .post(AdoptionChange.FreedPost(delivery: "", channel: ""))
  }
}
