import Elections
import Texts

/// The records of `app.bsky.feed.post` that a plan becomes.
enum BlueskyRecord {
  /// Where a record stands.
  static func uri(account: String, rkey: String) -> String { "at://\(account)/\(BlueskyPlan.collection)/\(rkey)" }

  /// The key of a post of the account; nil for any other address.
  static func key(_ uri: String?, account: String) -> String? {
    let start = Self.uri(account: account, rkey: "")
    guard let uri, uri.hasPrefix(start) else { return nil }
    let key = uri.dropFirst(start.count)
    let isKey = key.utf8.allSatisfy { $0 < 0x7F && $0 > 0x20 } && !key.contains { "/?#\"<>".contains($0) }
    return !key.isEmpty && key.utf8.count <= 512 && isKey ? String(key) : nil
  }

  /// All parts, each a reply to the one before. Nil when a picture was not uploaded.
  static func records(of plan: BlueskyPlan, _ kept: BlueskyKept) -> [(rkey: String, record: JSON)]? {
    guard let embed = embed(of: plan, kept) else { return nil }
    var records: [(rkey: String, record: JSON)] = []
    var references: [JSON] = []
    for part in plan.parts {
      var entries: [(String, JSON)] = [
        ("$type", .string(BlueskyPlan.collection)), ("text", .string(part.text)),
        ("createdAt", .string(timeText(kept.created))),
      ]
      if !plan.languages.isEmpty { entries.append(("langs", .array(plan.languages.map(JSON.string)))) }
      let facets = part.facets.compactMap { $0.json(mentions: kept.mentions) }
      if !facets.isEmpty { entries.append(("facets", .array(facets))) }
      if let root = references.first, let parent = references.last {
        entries.append(("reply", .object([("root", root), ("parent", parent)])))
      } else if !embed.isNull {
        entries.append(("embed", embed))
      }
      let record = JSON.object(entries)
      records.append((part.rkey, record))
      references.append(
        .object([
          ("uri", .string(uri(account: kept.account, rkey: part.rkey))),
          ("cid", .string(ContentID(ofRecord: record).text)),
        ]))
    }
    return records
  }

  /// The one request that makes it public: a record, or all those of a thread at once.
  static func commit(of plan: BlueskyPlan, _ kept: BlueskyKept) -> (path: String, body: JSON)? {
    guard let records = records(of: plan, kept), let first = records.first else { return nil }
    let (repo, collection) = (JSON.string(kept.account), JSON.string(BlueskyPlan.collection))
    if records.count == 1 {
      return (
        "/xrpc/com.atproto.repo.createRecord",
        .object([
          ("repo", repo), ("collection", collection), ("rkey", .string(first.rkey)), ("record", first.record),
        ])
      )
    }
    let writes = records.map { rkey, record in
      JSON.object([
        ("$type", .string("com.atproto.repo.applyWrites#create")), ("collection", collection),
        ("rkey", .string(rkey)), ("value", record),
      ])
    }
    return ("/xrpc/com.atproto.repo.applyWrites", .object([("repo", repo), ("writes", .array(writes))]))
  }

  /// RFC 3339 in UTC, always with milliseconds.
  static func timeText(_ instant: Instant) -> String {
    let text = UTCText.text(instant)
    return text.contains(".") ? text : text.dropLast() + ".000Z"
  }

  /// `.null` for none.
  private static func embed(of plan: BlueskyPlan, _ kept: BlueskyKept) -> JSON? {
    if !plan.pictures.isEmpty {
      var images: [JSON] = []
      for picture in plan.pictures {
        guard let blob = kept.blobs[picture.hash.hex] else { return nil }
        images.append(.object([("alt", .string(picture.alt)), ("image", blob.json)]))
      }
      return .object([("$type", .string("app.bsky.embed.images")), ("images", .array(images))])
    }
    guard let card = plan.card else { return .null }
    let external = JSON.object([
      ("uri", .string(card.uri)), ("title", .string(card.title)), ("description", .string("")),
    ])
    return .object([("$type", .string("app.bsky.embed.external")), ("external", external)])
  }
}

extension BlueskyFacet {
  /// Nil for a mention of nobody, which stays plain text.
  func json(mentions: [String: String?]) -> JSON? {
    let (kind, key, value): (String, String, String)
    switch feature {
    case .link(let uri): (kind, key, value) = ("link", "uri", uri)
    case .tag(let tag): (kind, key, value) = ("tag", "tag", tag)
    case .mention(let handle):
      guard let account = mentions[handle] ?? nil else { return nil }
      (kind, key, value) = ("mention", "did", account)
    }
    let feature = JSON.object([("$type", .string("app.bsky.richtext.facet#\(kind)")), (key, .string(value))])
    return .object([
      ("index", .object([("byteStart", .number(bytes.lowerBound)), ("byteEnd", .number(bytes.upperBound))])),
      ("features", .array([feature])),
    ])
  }
}
