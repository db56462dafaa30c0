import Elections
import Texts

/// What preparing found out, kept for every later attempt; it holds no secret.
struct BlueskyKept: Sendable {
  /// The DID of the account. A post once prepared for one never goes out on another.
  let account: String
  /// For the post's public address.
  var handle: String
  /// When it was last prepared, which is just before it was last sent.
  var attempted: Instant
  /// What the post will be dated.
  var created: Instant
  /// The DID behind each handle; nil where there is none.
  var mentions: [String: String?] = [:]
  /// What the server said of each uploaded picture, by its hash.
  var blobs: [String: Blob] = [:]

  struct Blob: Sendable {
    let json: JSON
    let at: Instant
  }

  init(account: String, handle: String, attempted: Instant, created: Instant) {
    self.account = account
    self.handle = handle
    self.attempted = attempted
    self.created = created
  }

  var bytes: [UInt8] {
    let blobs = blobs.sorted { $0.key < $1.key }.map { key, blob in
      (key, JSON.object([("blob", blob.json), ("at", .number(Int(blob.at.millisecondsSince1970)))]))
    }
    let json = JSON.object([
      ("connector", .string("bluesky")), ("account", .string(account)), ("handle", .string(handle)),
      ("attempted", .number(Int(attempted.millisecondsSince1970))),
      ("created", .number(Int(created.millisecondsSince1970))),
      ("mentions", .object(mentions.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) })),
      ("blobs", .object(blobs)),
    ])
    return Array(json.compactText.utf8)
  }

  /// Nil for what this connector did not write.
  init?(bytes: [UInt8]?) {
    guard let bytes, let json = JSON(parsing: String(decoding: bytes, as: UTF8.self)),
      json["connector"]?.string == "bluesky", let account = json["account"]?.string,
      let handle = json["handle"]?.string, let attempted = json["attempted"]?.number,
      let created = json["created"]?.number, let mentions = json["mentions"], let blobs = json["blobs"]
    else { return nil }
    self.account = account
    self.handle = handle
    self.attempted = Instant(millisecondsSince1970: Int64(attempted))
    self.created = Instant(millisecondsSince1970: Int64(created))
    for key in mentions.keys ?? [] { self.mentions.updateValue(mentions[key]?.string, forKey: key) }
    for key in blobs.keys ?? [] {
      guard let blob = blobs[key]?["blob"], let at = blobs[key]?["at"]?.number else { return nil }
      self.blobs[key] = Blob(json: blob, at: Instant(millisecondsSince1970: Int64(at)))
    }
  }
}
