import Contract
import Elections
import Foundation
package import Publishing

// What a command words an answer with, as it crosses the socket: the answer with what only words need, the zone, the council,
// and why it was not done.

extension Answered: Codable {
  private enum CodingKeys: String, CodingKey { case answer, zone, council, failure }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(Answer.self, forKey: .answer),
      civil: try container.decode(CivilText.self, forKey: .zone),
      council: try container.decode(AnsweringCouncil.self, forKey: .council),
      try container.decodeIfPresent(Failure.self, forKey: .failure))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(answer, forKey: .answer)
    try container.encode(civil, forKey: .zone)
    try container.encode(council, forKey: .council)
    try container.encodeIfPresent(failure, forKey: .failure)
  }
}

extension Answered {
  /// With what can be done in the words of whoever asked.
  package func worded(_ words: @Sendable (Remedy) -> String) -> Answered {
    Answered(answer, civil: civil, council: council, failure?.worded(words))
  }

  /// The part of it that is public.
  package var forAnyone: Answered {
    guard let answer = (answer as? any HasPublicPart)?.publicPart as? Answer else { return self }
    return Answered(answer, civil: civil, council: council, failure)
  }
}

/// As the name of its zone. What can be done is worded before it crosses.
extension CivilText: Codable {
  package init(from decoder: any Decoder) throws {
    let name = try decoder.singleValueContainer().decode(String.self)
    guard let zone = name == TimeZone.gmt.identifier ? .gmt : ZoneCheck.zone(named: name) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "“\(name)” is no zone that this machine knows."))
    }
    self.init(zone: zone)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(zone.identifier)
  }
}

extension Failure: Codable {
  private enum CodingKeys: String, CodingKey { case kind, messages }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(Kind.self, forKey: .kind),
      messages: try container.decode([String].self, forKey: .messages).map { Sentence($0) })
  }

  /// In plain words, as of a record: whoever asked gets its own by `worded` before.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(messages.map(\.description), forKey: .messages)
  }

  /// With what can be done in the words of whoever asked.
  package func worded(_ words: @Sendable (Remedy) -> String) -> Failure {
    Failure(kind, messages: messages.map { Sentence($0.worded(words)) })
  }
}

extension ListedEntries: Codable {
  private enum CodingKeys: String, CodingKey { case count, total, from, to, zone, council }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    count = try container.decode(Int.self, forKey: .count)
    total = try container.decode(Int.self, forKey: .total)
    from = try container.decodeIfPresent(Moment.self, forKey: .from)
    to = try container.decodeIfPresent(Moment.self, forKey: .to)
    civil = try container.decode(CivilText.self, forKey: .zone)
    council = try container.decode(AnsweringCouncil.self, forKey: .council)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(count, forKey: .count)
    try container.encode(total, forKey: .total)
    try container.encodeIfPresent(from, forKey: .from)
    try container.encodeIfPresent(to, forKey: .to)
    try container.encode(civil, forKey: .zone)
    try container.encode(council, forKey: .council)
  }
}
