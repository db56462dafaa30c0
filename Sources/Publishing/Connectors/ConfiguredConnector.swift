/// A connector that channels can have by their settings: it tells people of itself, and is made from what they set.
///
/// All of it lies in one folder: the settings and how they are read, what people should know, its making and its work.
package protocol ConfiguredConnector: Connector {
  associatedtype Settings: ConnectorSettings

  /// What people should know before they rely on it.
  static var description: ConnectorDescription { get }

  /// The connector of one channel.
  init(of channel: Channel, _ settings: Settings, in surroundings: ConnectorSurroundings) throws

  /// What is no fault of the settings, and keeps a channel from publishing on this machine; nil where nothing does.
  /// `folder`: where relative paths in the settings start.
  static func problem(onThisMachineWith settings: Settings, folder: String) -> String?
}

extension ConfiguredConnector {
  package static var kind: ConnectorKind { Settings.kind }

  /// Reads a channel's settings; nil where that fails, which `keys` was told then.
  package static func settings(_ keys: ConnectorKeys) -> (any ConnectorSettings)? { Settings(keys) }

  package var kind: String { Settings.kind.name }
  package var readsBack: Bool { Settings.kind.readsBack }
  package static func problem(onThisMachineWith settings: Settings, folder: String) -> String? { nil }
}

/// What a channel's connector is made with.
package struct ConnectorSurroundings: Sendable {
  /// Where relative paths in the settings start.
  package let folder: String
  /// Where media lie, and what a channel's connector has to remember between two runs.
  package let companionFolder: String
  /// The channel's newest posts, at most so many, for those that show them anew.
  package let published: @Sendable (_ limit: Int) async throws -> [PublishedPost]

  package init(
    folder: String, companionFolder: String,
    published: @escaping @Sendable (_ limit: Int) async throws -> [PublishedPost]
  ) {
    self.folder = folder
    self.companionFolder = companionFolder
    self.published = published
  }
}
