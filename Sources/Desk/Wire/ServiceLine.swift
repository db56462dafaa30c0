import Contract
import Foundation
package import Texts

/// One line of what a service tells its own command: JSON, of which the last line is the answer or why there is none.
///
/// So a command can show how far long work has come and what else it should know, while the answer is still being made.
package enum ServiceLine: Sendable {
  /// Something that whoever asked should know before the answer.
  case notice(String)
  /// How far long work of a name has come; nil: it is done, or given up.
  case progress(label: String, total: Int, done: Int?)
  /// One of many values that together are too long for one answer.
  case item(JSON)
  /// A piece of a file.
  case bytes([UInt8])
  case answer(JSON)
  case failure(Failure)
}

extension ServiceLine {
  package static let mediaType = "application/x-ndjson"

  private enum Key: String { case notice, progress, item, bytes, answer, failure }

  /// With its line end.
  package var text: String {
    let (key, value): (Key, JSON) =
      switch self {
      case .notice(let text): (.notice, .string(text))
      case .progress(let label, let total, let done):
        (
          .progress,
          .object([
            ("label", .string(label)), ("total", .number(total)), ("done", done.map(JSON.number) ?? .null),
          ])
        )
      case .item(let json): (.item, json)
      case .bytes(let bytes): (.bytes, .string(Base64.text(bytes)))
      case .answer(let json): (.answer, json)
      case .failure(let failure): (.failure, JSON(encoding: failure))
      }
    return JSON.object([(key.rawValue, value)]).compactText + "\n"
  }

  /// Nil for what is no such line.
  package init?(_ text: some StringProtocol) {
    guard let line = JSON(parsing: String(text)), let name = line.keys?.first, let key = Key(rawValue: name),
      let value = line[name]
    else { return nil }
    switch key {
    case .notice:
      guard let text = value.string else { return nil }
      self = .notice(text)
    case .progress:
      guard let label = value["label"]?.string, let total = value["total"]?.number else { return nil }
      self = .progress(label: label, total: total, done: value["done"]?.number)
    case .item: self = .item(value)
    case .bytes:
      guard let bytes = value.string.flatMap(Base64.bytes) else { return nil }
      self = .bytes(bytes)
    case .answer: self = .answer(value)
    case .failure:
      guard let failure = try? value.decoded(as: Failure.self) else { return nil }
      self = .failure(failure)
    }
  }
}

/// Base64 (RFC 4648).
package enum Base64 {
  package static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
  package static func bytes(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map(Array.init) }
}
