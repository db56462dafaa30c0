import Elections
import Foundation
import PublishingGate

/// A JSON value whose keys keep the order in which they are written: what a reader sees first comes first.
indirect enum JSON {
  case null
  case bool(Bool)
  case number(Int)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  init(_ text: String?) { self = text.map(JSON.string) ?? .null }

  /// Indented by two blanks, with a line end.
  var text: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  /// As it stands inside something that is indented so many steps.
  func text(indent: Int) -> String {
    var text = ""
    write(to: &text, indent: indent)
    return text
  }

  private func write(to text: inout String, indent: Int) {
    let inner = String(repeating: "  ", count: indent + 1)
    let outer = String(repeating: "  ", count: indent)
    switch self {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .number(let number): text += String(number)
    case .string(let string): Self.write(string, to: &text)
    case .array(let values):
      if values.isEmpty { return text += "[]" }
      text += "[\n"
      for (index, value) in values.enumerated() {
        text += index == 0 ? inner : ",\n" + inner
        value.write(to: &text, indent: indent + 1)
      }
      text += "\n" + outer + "]"
    case .object(let entries):
      if entries.isEmpty { return text += "{}" }
      text += "{\n"
      for (index, (key, value)) in entries.enumerated() {
        text += index == 0 ? inner : ",\n" + inner
        Self.write(key, to: &text)
        text += ": "
        value.write(to: &text, indent: indent + 1)
      }
      text += "\n" + outer + "}"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

/// The contract's objects (`CAUSE` and its kin).
struct ContractJSON {
  let civil: CivilText

  func instant(_ instant: Instant?) -> JSON { JSON(instant.map(civil.rfc3339)) }

  func cause(_ cause: Cause) -> JSON {
    switch cause {
    case .purdahWindow(let window): self.window(window)
    case .calendarUnreadable(let detail):
      .object([("type", .string("calendar-unreadable")), ("detail", .string(detail))])
    }
  }

  func causes(_ causes: some Sequence<Cause>) -> JSON { .array(causes.map(cause)) }

  func window(_ window: PurdahWindow) -> JSON {
    .object([
      ("type", .string("purdah-window")),
      ("election", JSON(window.election?.description)),
      ("kind", JSON(window.kind?.rawValue)),
      ("nation", JSON(window.nation?.rawValue)),
      ("area", JSON(window.area?.description)),
      ("polling_day", JSON(window.pollingDay?.description)),
      ("starts", instant(window.starts)),
      ("ends", instant(window.ends)),
      ("basis", .string(window.basis.rawValue)),
      ("rule", .string(window.rule)),
      ("citation", .string(window.citation)),
      ("estimate", .bool(window.isEstimate)),
      ("summary", .string(window.summary)),
      ("source", source(window.source)),
    ])
  }

  func source(_ source: SourceLine) -> JSON {
    .object([("file", .string(source.file)), ("line", .number(source.line)), ("uid", .string(source.uid))])
  }
}
