/// How a channel's posts leave, as its settings say it: what anybody may ask of it. The rest only its connector reads.
///
/// Each connector has a type of its own for them, in its own folder; `AnyConnectorSettings` holds whichever a channel has.
package protocol ConnectorSettings: Hashable, Sendable {
  /// Of which connector these are the settings.
  static var kind: ConnectorKind { get }

  /// Reads what a channel says of its connector; nil where something is wrong or missing, which `keys` was told then.
  init?(_ keys: ConnectorKeys)

  /// Where addresses may lead.
  var reach: NetworkReach { get }

  /// The web server that posts go to, which can be asked what time it is; nil where there is none.
  var webAddress: String? { get }

  /// The file that the channel writes, as it is named in the settings, and that no other channel may write; nil where
  /// there is none.
  var ownFile: String? { get }

  /// How many posts are taken in hand at once. Servers that are asked several things for one post are given few at a
  /// time, and longer for each.
  var handling: Channel.Handling { get }
}

extension ConnectorSettings {
  package var reach: NetworkReach { NetworkReach() }
  package var webAddress: String? { nil }
  package var ownFile: String? { nil }
  package var handling: Channel.Handling { Channel.Handling() }
}

/// What is known of a connector wherever its channels' settings are.
package struct ConnectorKind: Hashable, Sendable {
  /// As settings name it: `webhook`.
  package let name: String
  /// The keys that a channel may have besides those of every channel, in the order in which people are told of them. Each
  /// says where posts go, or as whom.
  package let keys: [String]
  /// Whether what went out can be read where the public reads it.
  package let readsBack: Bool

  package init(_ name: String, keys: [String], readsBack: Bool = false) {
    self.name = name
    self.keys = keys
    self.readsBack = readsBack
  }
}

/// The settings of one channel's connector, whichever it is.
package struct AnyConnectorSettings: Hashable, Sendable {
  package let base: any ConnectorSettings

  package init(_ base: any ConnectorSettings) { self.base = base }

  package var kind: ConnectorKind { type(of: base).kind }
  package var reach: NetworkReach { base.reach }
  package var webAddress: String? { base.webAddress }
  package var ownFile: String? { base.ownFile }
  package var handling: Channel.Handling { base.handling }

  package static func == (left: Self, right: Self) -> Bool {
    func isSame<Own: ConnectorSettings>(_ own: Own) -> Bool { right.base as? Own == own }
    return isSame(left.base)
  }

  package func hash(into hasher: inout Hasher) { base.hash(into: &hasher) }
}
