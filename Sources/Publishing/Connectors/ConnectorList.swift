/// The connectors that a program has: by this list settings are read, people are told, and channels get theirs.
package struct ConnectorList: Sendable {
  /// In the order in which people are told of them.
  package let all: [any ConfiguredConnector.Type]
  /// How the channel publishes that stands in where none is set up.
  package let standIn: any ConnectorSettings

  package init(_ all: [any ConfiguredConnector.Type], standIn: any ConnectorSettings) {
    self.all = all
    self.standIn = standIn
  }

  package var names: [String] { all.map { $0.kind.name } }

  package subscript(name: String) -> (any ConfiguredConnector.Type)? { all.first { $0.kind.name == name } }

  /// The connector of a channel.
  package func connector(of channel: Channel, in surroundings: ConnectorSurroundings) throws -> any Connector {
    try owner(of: channel).made(for: channel, in: surroundings)
  }

  /// What is no fault of the settings, and keeps a channel from publishing on this machine; nil where nothing does.
  /// `folder`: where relative paths in the settings start.
  package func problem(onThisMachineOf channel: Channel, folder: String) -> String? {
    (try? owner(of: channel)).flatMap { $0.problem(of: channel, folder: folder) }
  }

  private func owner(of channel: Channel) throws(UnknownConnector) -> any ConfiguredConnector.Type {
    guard let owner = self[channel.connector.kind.name] else { throw UnknownConnector(channel) }
    return owner
  }
}

/// A channel's settings are of a connector that the program does not have.
package struct UnknownConnector: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  init(_ channel: Channel) {
    description =
      "This program has no connector “\(channel.connector.kind.name)” for the channel “\(channel.id)”; run the one that "
      + "its settings were adopted by."
  }
}

extension ConfiguredConnector {
  fileprivate static func made(for channel: Channel, in surroundings: ConnectorSurroundings) throws -> any Connector {
    guard let settings = channel.connector.base as? Settings else { throw UnknownConnector(channel) }
    return try Self(of: channel, settings, in: surroundings)
  }

  fileprivate static func problem(of channel: Channel, folder: String) -> String? {
    (channel.connector.base as? Settings).flatMap { problem(onThisMachineWith: $0, folder: folder) }
  }
}
