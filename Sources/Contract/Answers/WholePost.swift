/// One post as a whole answer: its own fields, whose answer it is, and whether a gate is there to send anything.
package struct WholePost: Codable, Hashable, Sendable {
  package let post: PostAnswer
  package let authority: Authority
  package let gate: GateSign
  /// It was there already under its key, and nothing was added; for words alone.
  @ForWords package private(set) var isRepetition = false
  /// What its author may have overlooked; for words alone.
  @ForWords package private(set) var notes: [String] = []

  package init(
    post: PostAnswer, authority: Authority, gate: GateSign, isRepetition: Bool = false, notes: [String] = []
  ) {
    self.post = post
    self.authority = authority
    self.gate = gate
    self.isRepetition = isRepetition
    self.notes = notes
  }

  private enum CodingKeys: String, CodingKey {
    case authority, gate
    case isRepetition = "_isRepetition"
    case notes = "_notes"
  }

  package init(from decoder: any Decoder) throws {
    post = try PostAnswer(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    authority = try container.decode(Authority.self, forKey: .authority)
    gate = try container.decode(GateSign.self, forKey: .gate)
    _isRepetition = try container.decode(ForWords<Bool>.self, forKey: .isRepetition)
    _notes = try container.decode(ForWords<[String]>.self, forKey: .notes)
  }

  package func encode(to encoder: any Encoder) throws {
    try post.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(authority, forKey: .authority)
    try container.encode(gate, forKey: .gate)
    try container.encode(_isRepetition, forKey: .isRepetition)
    try container.encode(_notes, forKey: .notes)
  }
}

/// A post after an act that closed it, with what was being sent at that moment and what became of that.
package struct ClosedPost: Codable, Hashable, Sendable {
  package let whole: WholePost
  package let underWay: UnderWayAnswer

  package init(whole: WholePost, underWay: UnderWayAnswer) {
    self.whole = whole
    self.underWay = underWay
  }

  package init(from decoder: any Decoder) throws {
    whole = try WholePost(from: decoder)
    underWay = try UnderWayAnswer(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try whole.encode(to: encoder)
    try underWay.encode(to: encoder)
  }
}
