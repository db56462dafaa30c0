package import Elections
package import Foundation
package import Texts

/// Causes as records keep them: the audit log, a revision's closures, and evidence.
///
/// It is the form in which answers give them too (`HoldCause` in `Contract`), so that a record reads like an answer; a test
/// compares the two. No answer is made with it.
package struct ContractJSON: Sendable {
  package let zone: TimeZone

  package init(zone: TimeZone) { self.zone = zone }

  package func instant(_ instant: Instant?) -> JSON { JSON(instant.map(zone.rfc3339)) }

  package func cause(_ cause: Cause) -> JSON {
    switch cause {
    case .purdahWindow(let window): self.window(window)
    case .condition(let condition):
      .object([
        ("type", .string(condition.kind.rawValue)), ("detail", .string(condition.detail.description)),
        ("until", instant(condition.until)),
      ])
    }
  }

  package func causes(_ causes: some Sequence<Cause>) -> JSON { .array(causes.map(cause)) }

  package func window(_ window: PurdahWindow) -> JSON {
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

  package func source(_ source: SourceLine) -> JSON {
    .object([("file", .string(source.file)), ("line", .number(source.line)), ("uid", .string(source.uid))])
  }
}

extension TimeZone {
  /// RFC 3339 in the zone's offset; milliseconds where there are some.
  package func rfc3339(_ instant: Instant) -> String {
    let offset = offsetSeconds(at: instant)
    let milliseconds = Int(instant.millisecondsSince1970 - instant.secondsSince1970 * 1000)
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let fraction = milliseconds == 0 ? "" : "." + padded(milliseconds, 3)
    // An offset with seconds, as before 1900, is rounded to the minute that RFC 3339 can write.
    let minutes = abs(offset) / 60
    let shown = offset < 0 ? -minutes * 60 : minutes * 60
    let civil = CivilDateTime(secondsAsUTC: instant.secondsSince1970 + Int64(shown))
    return "\(civil)\(fraction)\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
  }
}
