package import Elections
package import Foundation

/// Everything that an authority sets up (`portcullis.yaml`).
package struct Settings: Sendable {
  package struct Authority: Sendable {
    package var name: String?
    package var nation: Nation
    package var zone: TimeZone
    /// Nil: every election touches it.
    package var areas: [Area]?

    package init(name: String? = nil, nation: Nation, zone: TimeZone, areas: [Area]? = nil) {
      self.name = name
      self.nation = nation
      self.zone = zone
      self.areas = areas
    }
  }

  /// Where the checkpoints of the audit log are kept, and the key that signs them: paths as written, relative to the
  /// settings file; nil where none is named.
  package struct Checkpoints: Hashable, Sendable {
    package var folder: String?
    package var keyFile: String?

    package init(folder: String? = nil, keyFile: String? = nil) {
      self.folder = folder
      self.keyFile = keyFile
    }
  }

  package var authority: Authority
  /// The folder as written, relative to the settings file; nil where none is.
  package var calendars: String?
  package var purdah: PurdahSettings
  package var sources: [SourceRule]
  package var channels: [Channel]
  /// Nil: no register is kept, and anyone with access may publish.
  package var register: Register?
  package var contentChecks: ContentChecks?
  /// The folder that holds the store's anchor, as written, relative to the settings file; nil where none is named.
  package var anchor: String?
  package var checkpoints = Checkpoints()
  package var service = ServiceSettings()
  /// What an evidence pack leaves out.
  package var redactions: [String] = []
  /// Every value as it stands in the file, by its path: what two files are told apart by.
  package var written: [SettingsPath: String] = [:]
  /// The line on which each area first stands in the file.
  package var areaLines: [Area: Int] = [:]
  /// No settings file was read.
  package let isBuiltIn: Bool

  package init(
    authority: Authority, calendars: String? = nil, purdah: PurdahSettings, sources: [SourceRule], channels: [Channel],
    register: Register? = nil, contentChecks: ContentChecks? = nil, anchor: String? = nil,
    checkpoints: Checkpoints = Checkpoints(), service: ServiceSettings = ServiceSettings(), redactions: [String] = [],
    written: [SettingsPath: String] = [:], areaLines: [Area: Int] = [:], isBuiltIn: Bool
  ) {
    self.authority = authority
    self.calendars = calendars
    self.purdah = purdah
    self.sources = sources
    self.channels = channels
    self.register = register
    self.contentChecks = contentChecks
    self.anchor = anchor
    self.checkpoints = checkpoints
    self.service = service
    self.redactions = redactions
    self.written = written
    self.areaLines = areaLines
    self.isBuiltIn = isBuiltIn
  }

  /// What holds without a settings file; nil when the time zone database lacks Europe/London. `connector`: how the channel
  /// that stands in publishes.
  package static func builtIn(publishingBy connector: any ConnectorSettings) -> Settings? {
    guard let zone = ZoneCheck.zone(named: defaultZoneName) else { return nil }
    return Settings(
      authority: Authority(name: nil, nation: .england, zone: zone, areas: nil),
      calendars: nil,
      purdah: PurdahSettings(),
      sources: [],
      channels: [.standIn(connector, areas: nil)],
      isBuiltIn: true
    )
  }

  /// What `init` writes until somebody puts their own in its place.
  package static let placeholderName = "Our council"

  package static let defaultZoneName = "Europe/London"
}
