import Texts

/// What stands on the network beside what was planned, as sentences for each difference.
struct BlueskyComparison {
  let plan: BlueskyPlan
  let account: String
  /// The accounts behind handles; nil where that is not known, and then any account will do.
  let mentions: [String: String?]?

  struct Found {
    let cid: String?
    let value: JSON
  }

  /// `records` are those of the plan's parts, in order. The date may be any: every attempt may have its own.
  func differences(from records: [Found?]) -> [String] {
    var differences: [String] = []
    for (number, part) in plan.parts.enumerated() {
      let which = plan.parts.count > 1 ? "Post \(number + 1) of the thread" : "The post"
      guard records.indices.contains(number), let found = records[number] else {
        differences.append("\(which) is missing.")
        continue
      }
      let value = found.value
      // Bytes, not characters: an accent may be written in two ways.
      if Array((value["text"]?.string ?? "").utf8) != Array(part.text.utf8) {
        differences.append("\(which) has another text.")
      }
      if !hasFacets(value, of: part) { differences.append("\(which) has other links, tags or mentions.") }
      if (value["langs"]?.array ?? []).map(\.string) != plan.languages {
        differences.append("\(which) has other languages.")
      }
      if number == 0 {
        differences += embedDifferences(value["embed"], which)
        if value["reply"] != nil { differences.append("\(which) is a reply.") }
      } else if !isReply(value, number, records) {
        differences.append("\(which) does not reply to the one before it.")
      }
    }
    return differences
  }

  // MARK: Facets

  private func hasFacets(_ value: JSON, of part: BlueskyPlan.Part) -> Bool {
    let found = value["facets"]?.array ?? []
    if let mentions {
      return Self.texts(found) == Self.texts(part.facets.compactMap { $0.json(mentions: mentions) })
    }
    let places = part.facets.compactMap { facet in
      if case .mention = facet.feature { facet.bytes } else { nil }
    }
    let planned = part.facets.filter { if case .mention = $0.feature { false } else { true } }
    let others = found.filter { facet in
      guard facet["features"]?.array?.first?["$type"]?.string == "app.bsky.richtext.facet#mention",
        let from = facet["index"]?["byteStart"]?.number, let to = facet["index"]?["byteEnd"]?.number, from < to
      else { return true }
      return !places.contains(from..<to)
    }
    return Self.texts(others) == Self.texts(planned.compactMap { $0.json(mentions: [:]) })
  }

  /// Read anew, so that the order of keys says nothing.
  private static func texts(_ values: [JSON]) -> [String] {
    values.map { (JSON(parsing: $0.compactText) ?? .null).compactText }
  }

  // MARK: Embeds

  private func embedDifferences(_ embed: JSON?, _ which: String) -> [String] {
    let type = embed?["$type"]?.string
    if !plan.pictures.isEmpty {
      guard type == "app.bsky.embed.images", let images = embed?["images"]?.array else {
        return ["\(which) has no pictures."]
      }
      guard images.count == plan.pictures.count else {
        return ["\(which) has \(images.count) pictures instead of \(plan.pictures.count)."]
      }
      var differences: [String] = []
      for (image, picture) in zip(images, plan.pictures) {
        if Array((image["alt"]?.string ?? "").utf8) != Array(picture.alt.utf8) {
          differences.append("\(which) has another alt text for “\(picture.name)”.")
        }
        if image["image"]?["ref"]?["$link"]?.string != ContentID(ofBlob: picture.hash).text {
          differences.append("\(which) has another picture in place of “\(picture.name)”.")
        }
      }
      return differences
    }
    guard let card = plan.card else { return embed == nil ? [] : ["\(which) has something embedded."] }
    let external = embed?["external"]
    let isSame =
      type == "app.bsky.embed.external" && external?["uri"]?.string == card.uri
      && external?["title"]?.string == card.title
    return isSame ? [] : ["\(which) has another link card."]
  }

  // MARK: Threads

  private func isReply(_ value: JSON, _ number: Int, _ records: [Found?]) -> Bool {
    func names(_ reference: JSON?, part: Int) -> Bool {
      let uri = BlueskyRecord.uri(account: account, rkey: plan.parts[part].rkey)
      return reference?["uri"]?.string == uri && reference?["cid"]?.string == records[part]?.cid
    }
    return names(value["reply"]?["root"], part: 0) && names(value["reply"]?["parent"], part: number - 1)
  }
}
