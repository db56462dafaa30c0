import Elections
import Texts

/// What will be sent, whole but for what only the network knows: the accounts behind handles, and its own account of
/// uploaded pictures.
struct BlueskyPlan: Hashable, Sendable {
  /// One record.
  struct Part: Hashable, Sendable {
    let rkey: String
    let text: String
    let facets: [BlueskyFacet]
  }

  struct Picture: Hashable, Sendable {
    let hash: ContentHash
    let name: String
    let type: String
    let alt: String
  }

  struct Card: Hashable, Sendable {
    let uri: String
    let title: String
  }

  static let collection = "app.bsky.feed.post"

  /// One, or those of a thread; at least one.
  let parts: [Part]
  let languages: [String]
  /// With the first part.
  let pictures: [Picture]
  /// With the first part, where there are no pictures.
  let card: Card?

  var first: Part { parts[0] }

  /// The handles that are mentioned, each once.
  var handles: [String] {
    var seen: Set<String> = []
    return parts.flatMap(\.facets).compactMap { facet in
      if case .mention(let handle) = facet.feature, seen.insert(handle).inserted { handle } else { nil }
    }
  }

  init(parts: [Part], languages: [String], pictures: [Picture], card: Card?) {
    self.parts = parts
    self.languages = languages
    self.pictures = pictures
    self.card = card
  }
}

// MARK: The payload

extension BlueskyPlan {
  private static let marker = "bluesky"

  var payload: [UInt8] {
    var entries: [(String, JSON)] = [
      ("connector", .string(Self.marker)), ("collection", .string(Self.collection)),
      ("parts", .array(parts.map(\.json))), ("languages", .array(languages.map(JSON.string))),
    ]
    if !pictures.isEmpty { entries.append(("pictures", .array(pictures.map(\.json)))) }
    if let card { entries.append(("card", .object([("uri", .string(card.uri)), ("title", .string(card.title))]))) }
    return Array(JSON.object(entries).compactText.utf8)
  }

  /// Nil for what this connector did not write.
  init?(payload: [UInt8]) {
    guard let json = JSON(parsing: String(decoding: payload, as: UTF8.self)),
      json["connector"]?.string == Self.marker, json["collection"]?.string == Self.collection,
      let partsJSON = json["parts"]?.array, !partsJSON.isEmpty, let languages = json["languages"]?.array
    else { return nil }
    let (parts, picturesJSON) = (partsJSON.compactMap(Part.init), json["pictures"]?.array ?? [])
    let pictures = picturesJSON.compactMap(Picture.init)
    guard parts.count == partsJSON.count, pictures.count == picturesJSON.count else { return nil }
    var card: Card?
    if let json = json["card"] {
      guard let uri = json["uri"]?.string, let title = json["title"]?.string else { return nil }
      card = Card(uri: uri, title: title)
    }
    self.init(parts: parts, languages: languages.compactMap(\.string), pictures: pictures, card: card)
  }
}

extension BlueskyPlan.Part {
  fileprivate var json: JSON {
    .object([("rkey", .string(rkey)), ("text", .string(text)), ("facets", .array(facets.map(\.planned)))])
  }

  fileprivate init?(_ json: JSON) {
    guard let rkey = json["rkey"]?.string, let text = json["text"]?.string, let facetsJSON = json["facets"]?.array
    else { return nil }
    let facets = facetsJSON.compactMap(BlueskyFacet.init(planned:))
    guard facets.count == facetsJSON.count, RecordKey.isValid(rkey) else { return nil }
    self.init(rkey: rkey, text: text, facets: facets)
  }
}

extension BlueskyPlan.Picture {
  fileprivate var json: JSON {
    .object([
      ("sha256", .string(hash.hex)), ("name", .string(name)), ("type", .string(type)), ("alt", .string(alt)),
    ])
  }

  fileprivate init?(_ json: JSON) {
    guard let hash = json["sha256"]?.string.flatMap(ContentHash.init(hex:)), let name = json["name"]?.string,
      let type = json["type"]?.string, let alt = json["alt"]?.string
    else { return nil }
    self.init(hash: hash, name: name, type: type, alt: alt)
  }
}

extension BlueskyFacet {
  fileprivate var planned: JSON {
    let (kind, value) =
      switch feature {
      case .link(let uri): ("link", uri)
      case .tag(let tag): ("tag", tag)
      case .mention(let handle): ("mention", handle)
      }
    return .object([
      ("from", .number(bytes.lowerBound)), ("to", .number(bytes.upperBound)), (kind, .string(value)),
    ])
  }

  fileprivate init?(planned json: JSON) {
    guard let from = json["from"]?.number, let to = json["to"]?.number, from < to else { return nil }
    let feature: Feature? =
      json["link"]?.string.map(Feature.link) ?? json["tag"]?.string.map(Feature.tag)
      ?? json["mention"]?.string.map(Feature.mention)
    guard let feature else { return nil }
    self.init(bytes: from..<to, feature: feature)
  }
}
