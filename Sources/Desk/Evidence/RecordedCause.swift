package import Elections
import Foundation
package import Texts

/// A CAUSE as the audit log keeps it, for people.
package struct RecordedCause {
  package let json: JSON

  package init(json: JSON) {
    self.json = json
  }

  package var type: String? { json["type"]?.string }
  package var election: String? { json["election"]?.string }
  package var citation: String? { json["citation"]?.string }
  package var ends: Instant? { (json["ends"] ?? json["until"])?.string.flatMap(Self.instant) }

  /// In a few words: an election, or what else holds.
  package var name: String {
    guard type == "purdah-window" else { return json["detail"]?.string ?? type ?? "a cause" }
    let summary = json["summary"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? "an entry without a title"
    return election.map { "\(summary) (\($0))" } ?? summary
  }

  package func sentence(_ civil: CivilText) -> String {
    guard type == "purdah-window" else { return name }
    var words = name
    if let day = json["polling_day"]?.string { words += ", polling day \(day)" }
    let edges = ["starts", "ends"].map { key in
      let text = json[key]?.string ?? ""
      return Self.instant(text).map(civil.short) ?? text
    }
    words += ": closed from \(edges[0]) to \(edges[1])"
    switch json["basis"]?.string {
    case "computed": words += ", by rule \(json["rule"]?.string ?? "")"
    case "notice": words += ", from the published notice"
    case "explicit": words += ", as the calendar gives it"
    case "unclassified": words += ", unclassified, so the longest plausible window"
    default: break
    }
    return words + (json["estimate"]?.bool == true ? " (an estimate)" : "")
  }

  /// An instant as entries write it: RFC 3339 with an offset.
  package static func instant(_ text: String) -> Instant? { try? CivilText(zone: .gmt).instant(text) }
}
