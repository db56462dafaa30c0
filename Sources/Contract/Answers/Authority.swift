import Texts

/// Whose answer it is, and by what it was given: every answer says so.
package struct Authority: Codable, Hashable, Sendable {
  package enum Source: String, Codable, CaseIterable, Sendable {
    /// The revision in force.
    case revision
    /// A settings file.
    case settings
    /// No settings file was found: the built-in settings.
    case builtIn = "built-in"
  }

  /// As the settings give it; nil where they give none.
  package let name: String?
  package let source: Source
  /// The folder that the revision was adopted from, the settings file, or the folder of calendars.
  package let place: String

  package init(name: String?, source: Source, place: String) {
    self.name = name
    self.source = source
    self.place = place
  }

  private enum Keys: String, CodingKey { case name, folder, settings, calendars, source }

  private static func key(of source: Source) -> Keys {
    switch source {
    case .revision: .folder
    case .settings: .settings
    case .builtIn: .calendars
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    name = try container.decodeIfPresent(String.self, forKey: .name)
    source = try container.decode(Source.self, forKey: .source)
    place = try container.decode(String.self, forKey: Self.key(of: source))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(name, forKey: .name)
    try container.encode(place, forKey: Self.key(of: source))
    try container.encode(source, forKey: .source)
  }
}

extension Authority: DescribesItself {
  package static var schema: Schema {
    .object([
      Schema.Property(name: "name", schema: .nullable(.string()), isRequired: true),
      Schema.Property(name: "folder", schema: .string(), isRequired: false),
      Schema.Property(name: "settings", schema: .string(), isRequired: false),
      Schema.Property(name: "calendars", schema: .string(), isRequired: false),
      Schema.Property(name: "source", schema: .string(oneOf: Source.allCases.map(\.rawValue)), isRequired: true),
    ])
  }
}
