/// Where something stands in a calendar.
package struct SourcePlace: Codable, Hashable, Sendable {
  package let file: String
  package let line: Int
  package let uid: String

  package init(file: String, line: Int, uid: String) {
    self.file = file
    self.line = line
    self.uid = uid
  }
}

/// One reason to hold: `CAUSE` in the guide to the command line.
package enum HoldCause: Codable, Hashable, Sendable {
  case window(Window)
  case condition(Condition)

  /// A purdah window, with the law that makes it and the line that it stands in.
  package struct Window: Codable, Hashable, Sendable {
    package let type: String
    package let election: String?
    package let kind: String?
    package let nation: String?
    package let area: String?
    package let pollingDay: Day?
    package let starts: Moment
    package let ends: Moment
    /// How the window was found: computed, notice, explicit, unclassified.
    package let basis: String
    package let rule: String
    package let citation: String
    package let estimate: Bool
    package let summary: String
    package let source: SourcePlace

    package init(
      election: String?, kind: String?, nation: String?, area: String?, pollingDay: Day?, starts: Moment, ends: Moment,
      basis: String, rule: String, citation: String, estimate: Bool, summary: String, source: SourcePlace
    ) {
      type = Self.type
      self.election = election
      self.kind = kind
      self.nation = nation
      self.area = area
      self.pollingDay = pollingDay
      self.starts = starts
      self.ends = ends
      self.basis = basis
      self.rule = rule
      self.citation = citation
      self.estimate = estimate
      self.summary = summary
      self.source = source
    }

    fileprivate static let type = "purdah-window"

    private enum CodingKeys: String, CodingKey {
      case type, election, kind, nation, area
      case pollingDay = "polling_day"
      case starts, ends, basis, rule, citation, estimate, summary, source
    }
  }

  /// What holds though no election does.
  package struct Condition: Codable, Hashable, Sendable {
    package let type: String
    /// A whole sentence.
    package let detail: String
    /// When it ends, where that is known.
    package let until: Moment?

    package init(type: String, detail: String, until: Moment?) {
      self.type = type
      self.detail = detail
      self.until = until
    }
  }

  private enum TypeKey: String, CodingKey { case type }

  package init(from decoder: any Decoder) throws {
    let type = try decoder.container(keyedBy: TypeKey.self).decode(String.self, forKey: .type)
    self = type == Window.type ? .window(try Window(from: decoder)) : .condition(try Condition(from: decoder))
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .window(let window): try window.encode(to: encoder)
    case .condition(let condition): try condition.encode(to: encoder)
    }
  }
}

extension HoldCause: HasShapes {
  package static var shapes: [any Decodable.Type] { [Window.self, Condition.self] }
  package static var example: HoldCause { .condition(Condition(type: "paused", detail: "", until: nil)) }
}
