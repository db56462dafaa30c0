import Elections
import Foundation
package import Publishing
package import Texts

/// An entry as a line of `audit.json` gives it.
package struct PackEntry {
  package let id: Int64
  package let previous: ContentHash
  package let hash: ContentHash
  package let isRedacted: Bool
  /// The entry itself, to be proved by its hash; nil where the line hides what the hash covers.
  package let entry: AuditEntry?

  package init(_ line: String) throws {
    guard let json = JSON(parsing: line), let id = json["id"]?.number,
      let previous = json["previous"]?.string.flatMap(ContentHash.init(hex:)),
      let hash = json["hash"]?.string.flatMap(ContentHash.init(hex:))
    else { throw ZipProblem("audit.json holds a line that is no entry.") }
    self.id = Int64(id)
    self.previous = previous
    self.hash = hash
    isRedacted = json["redacted"]?.bool == true
    entry = WrittenMembers(line).flatMap { members in
      Self.draft(json, members).map { draft in
        AuditEntry(
          id: Int64(id), chained: draft, beside: Self.text(json, members), previous: previous, hash: hash)
      }
    }
  }

  /// With the fact that the chain covers.
  private static func draft(_ json: JSON, _ members: WrittenMembers) -> AuditDraft? {
    guard let at = json["at"]?.string.flatMap(RecordedCause.instant), let actor = json["actor"]?.string,
      let event = json["event"]?.string.flatMap(AuditEvent.init(rawValue:)),
      let causes = members.kept("causes", empty: "[]"),
      let detail = members.kept("sealed", empty: "null") ?? members.kept("detail", empty: "null")
    else { return nil }
    // What is hidden as a whole is null too.
    if json["redacted"]?.bool == true, detail.isEmpty { return nil }
    return AuditDraft(
      at: at, actor: actor, written: WrittenFact(event, kept: detail),
      post: json["post"]?.string.flatMap(PostID.init(factText:)), channel: json["channel"]?.string,
      revision: json["revision"]?.number.map { RevisionNumber(Int64($0)) }, causes: causes)
  }

  /// What the line has of a personal text. One that it hides, or that was removed when the pack was made, is not its to
  /// prove.
  private static func text(_ json: JSON, _ members: WrittenMembers) -> TextBeside? {
    guard let sealed = members.kept("sealed", empty: "null").map(SealedDetail.init) else { return .removed(nil) }
    guard let key = json["key"]?.string.flatMap(TextKey.init(hex:)),
      let detail = members.kept("detail", empty: "null")
    else { return nil }
    // Where it is another fact altogether, no text of it has the digest.
    return .kept(sealed.personal(in: detail) ?? "", key)
  }
}

/// The members of a JSON object as they are written, byte for byte: what an entry's hash covers.
struct WrittenMembers {
  private var members: [Substring: Substring] = [:]

  /// Nil where `text` is not an object on one line without blanks.
  init?(_ text: String) {
    var rest = text.utf8[...]
    func take(_ mark: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: mark) else { return false }
      rest.removeFirst()
      return true
    }
    guard take("{") else { return nil }
    repeat {
      guard let key = Self.value(&rest), key.hasPrefix("\""), take(":"), let value = Self.value(&rest) else {
        return nil
      }
      members[key.dropFirst().dropLast()] = value
    } while take(",")
    guard take("}"), rest.isEmpty else { return nil }
  }

  subscript(_ name: String) -> Substring? { members[name[...]] }

  /// What the log keeps of a member: nothing where `empty` stands there, and what a text says where it is one, since what
  /// is no JSON on one line was made a text.
  func kept(_ name: String, empty: String) -> String? {
    guard let member = self[name] else { return nil }
    if member == empty { return "" }
    return member.hasPrefix("\"") ? JSON(parsing: String(member))?.string : String(member)
  }

  /// Up to the comma, colon or bracket after it.
  private static func value(_ rest: inout Substring.UTF8View) -> Substring? {
    let start = rest.startIndex
    var (depth, isText, isEscaped) = (0, false, false)
    var index = start
    while index < rest.endIndex {
      let byte = rest[index]
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isText = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ":"):
          if depth == 0 {
            let value = Substring(rest[..<index])
            rest = rest[index...]
            return value
          }
          if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { depth -= 1 }
        default: break
        }
      }
      index = rest.index(after: index)
    }
    return nil
  }
}
