import Foundation

/// Names for what is another in each run, and cannot be given: the council's folder, random keys, the hashes and signatures
/// that rest on either, the numbers of processes, and the random part of the time of a next attempt.
///
/// Each value is learned from the answer that says what it is, and has one name wherever it stands: so two places that have
/// to say the same are still compared.
struct Placeholders {
  /// Keys and hashes: whole words of lower-case letters and digits.
  private var words: [String: String] = [:]
  /// Numbers of processes, which are replaced only where a field of that name holds them.
  private var processes: [String: String] = [:]
  /// Everything else, to be replaced in this order.
  private var phrases: [(value: String, name: String)] = []

  /// `answers`: those that are JSON, by the names of their golden files; `log`: the whole audit log, as `audit export` gives
  /// it.
  init(of answers: [(name: String, json: Any)], log: [[String: Any]], folder: URL) {
    let place = folder.path
    // Where a link leads to the folder for temporary files, some answers say where it leads.
    let resolved = folder.resolvingSymlinksInPath().path
    phrases = Set([place, resolved]).sorted { $0.count > $1.count }.map { ($0, "⟨folder⟩") }
    for entry in log { learn(entry) }
    for (name, json) in answers {
      learnKeys(ofPreviews: json)
      learn(json, in: name)
    }
  }

  // MARK: Learning

  private mutating func learn(_ entry: [String: Any]) {
    let number = entry["id"] as? Int ?? 0
    if let hash = entry["hash"] as? String { words[hash] = "⟨hash of entry \(number)⟩" }
    guard let detail = entry["detail"] as? [String: Any] else { return }
    if let key = detail["key"] as? String, let post = entry["post"] as? String,
      let channel = entry["channel"] as? String
    {
      learn(key: key, of: "\(post)/\(channel)")
      // A plan holds the key.
      if let plan = detail["plan_sha256"] as? String { words[plan] = "⟨plan of \(post)/\(channel)⟩" }
    }
    if let token = detail["token"] as? String, let hash = detail["hash"] as? String {
      words[hash] = "⟨hash of token \(token)⟩"
    }
    if let process = detail["process"] as? Int, let service = detail["service"] as? String {
      processes[String(process)] = "⟨process of service \(service)⟩"
    }
  }

  private mutating func learn(key: String, of delivery: String) {
    guard Self.isKey(key), words[key] == nil else { return }
    let name = "key of \(delivery)"
    let earlier = words.values.count { $0 == "⟨\(name)⟩" || $0.hasPrefix("⟨\(name), ") }
    words[key] = earlier == 0 ? "⟨\(name)⟩" : "⟨\(name), \(earlier + 1)⟩"
  }

  /// A preview shows the key of what was never sent, too.
  private mutating func learnKeys(ofPreviews json: Any) {
    guard let answer = json as? [String: Any], let post = answer["post"] as? String else { return }
    for preview in answer["previews"] as? [[String: Any]] ?? [] {
      guard let channel = preview["channel"] as? String, let text = preview["preview"] as? String else { continue }
      Self.forEachWord(of: text) { word, isWord in if isWord { learn(key: word, of: "\(post)/\(channel)") } }
    }
  }

  /// Every other hash that an answer calls just `hash`, and every time of a next attempt.
  private mutating func learn(_ json: Any, in name: String) {
    if let list = json as? [Any] {
      for element in list { learn(element, in: name) }
    } else if let object = json as? [String: Any] {
      if let hash = object["hash"] as? String, hash.utf8.count == 64, words[hash] == nil {
        let earlier = words.values.count { $0.hasPrefix("⟨hash in \(name)") }
        words[hash] = "⟨hash in \(name)\(earlier == 0 ? "" : ", \(earlier + 1)")⟩"
      }
      if let signature = object["signature"] as? String, let key = object["key"] as? String,
        let origin = object["origin"] as? String
      {
        words[signature] = "⟨signature in \(name)⟩"
        words[key] = "⟨public key⟩"
        words[origin] = "⟨name of the store⟩"
      }
      if let delivery = object["delivery"] as? String, let next = object["next_attempt"] as? String,
        object["state"] as? String == "queued", object["attempts"] as? Int != 0
      {
        learn(nextAttempt: next, of: delivery)
      }
      for key in object.keys.sorted() { if let value = object[key] { learn(value, in: name) } }
    }
  }

  /// `2026-04-20T10:01:06.296+01:00`: as JSON has it, in UTC, and to the second as people read it.
  private mutating func learn(nextAttempt text: String, of delivery: String) {
    guard let match = text.wholeMatch(of: /(.{10}T(.{5})(:..))(\.\d+)?([+-].{5})/),
      let moment = try? Date("\(match.1)\(match.5)", strategy: .iso8601)
    else { return }
    let utc = moment.formatted(.iso8601).dropLast() + (match.4 ?? "") + "Z"
    let read = ", \(match.2)\(match.3 == ":00" ? "" : match.3)"
    let name = "⟨next attempt of \(delivery)⟩"
    phrases += [(text, name), (String(utc), name), (read, ", \(name)")].filter { value, _ in
      !phrases.contains { $0.value == value }
    }
  }

  // MARK: Replacing

  func replaced(in text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    // `"process": 12`, and `""process"":12` as JSON stands in a field of CSV.
    var (field, gap) = ("", "")
    Self.forEachWord(of: text) { piece, isWord in
      guard isWord else {
        gap = piece
        result += piece
        return
      }
      let isProcess = field == "process" && gap.hasPrefix("\"") && gap.allSatisfy { "\": ".contains($0) }
      result += (isProcess ? processes[piece] : words[piece]) ?? piece
      field = piece
    }
    // Random, and told once.
    result = result.replacing(/pk_[0-9a-f]{64}/, with: "⟨token⟩")
    for (value, name) in phrases where result.utf8.count >= value.utf8.count {
      result = result.replacing(value, with: name)
    }
    return result
  }

  /// What no answer may keep once everything is replaced: a key that nobody knows the delivery of, or a folder of this run.
  static func remains(in text: String) -> [String] {
    var found: [String] = []
    forEachWord(of: text) { word, isWord in if isWord, isKey(word) { found.append(word) } }
    if text.contains("portcullis-cli-") { found.append("a folder of this run") }
    return found
  }

  /// 26 characters of base32, as a delivery's key is written: no word of English is that long without a space.
  private static func isKey(_ word: String) -> Bool {
    word.utf8.count == 26 && word.utf8.allSatisfy { (97...122).contains($0) || (50...55).contains($0) }
  }

  /// The text in pieces: runs of lower-case letters and digits, and what stands between them.
  private static func forEachWord(of text: String, _ body: (_ piece: String, _ isWord: Bool) -> Void) {
    var rest = Substring(text).utf8
    while let first = rest.first {
      let isWord = belongsToWord(first)
      let end = rest.firstIndex { belongsToWord($0) != isWord } ?? rest.endIndex
      body(String(decoding: rest[..<end], as: UTF8.self), isWord)
      rest = rest[end...]
    }
  }

  private static func belongsToWord(_ byte: UInt8) -> Bool { (97...122).contains(byte) || (48...57).contains(byte) }
}
