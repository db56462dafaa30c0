package import Elections

/// One account or outlet that the council publishes on.
package struct Channel: Hashable, Sendable {
  /// Its key in the settings, which commands use.
  package let id: String
  package let name: String
  package let connector: AnyConnectorSettings
  /// The areas whose elections close it; nil: every election does.
  package let areas: [Area]?
  /// The classes of content for which a blackout closes it.
  package let closesFor: [ContentClass]
  /// Nil: no limit.
  package let pace: Pace?
  /// What is later than this waits for a person.
  package let lateAfter: Duration
  package let governance: Governance

  package init(
    id: String,
    name: String,
    connector: any ConnectorSettings,
    areas: [Area]? = nil,
    closesFor: [ContentClass] = ContentClass.allCases,
    pace: Pace? = nil,
    lateAfter: Duration = Channel.defaultLateAfter,
    governance: Governance = Governance()
  ) {
    self.id = id
    self.name = name
    self.connector = AnyConnectorSettings(connector)
    self.areas = areas
    self.closesFor = closesFor
    self.pace = pace
    self.lateAfter = lateAfter
    self.governance = governance
  }

  /// The same channel, closed for other classes.
  package func closing(for classes: [ContentClass]) -> Channel {
    Channel(
      id: id, name: name, connector: connector.base, areas: areas, closesFor: classes, pace: pace, lateAfter: lateAfter,
      governance: governance)
  }

  package static let defaultLateAfter = Duration.seconds(4 * 3600)

  /// Stands in where no channels are set up, so that every command works on a fresh machine.
  package static func standIn(_ connector: any ConnectorSettings, areas: [Area]?) -> Channel {
    Channel(id: "feed", name: "Feed", connector: connector, areas: areas)
  }
}

extension Channel {
  /// How a gate takes a channel's deliveries in hand.
  package struct Handling: Hashable, Sendable {
    /// The most that are in hand at once; nil takes what the gate takes.
    package let atOnce: Int?
    /// How much longer than usual a lease lasts, where drafts and uploads come before the send.
    package let preparation: Duration

    package init(atOnce: Int? = nil, preparation: Duration = .zero) {
      self.atOnce = atOnce
      self.preparation = preparation
    }
  }

  package var handling: Handling { connector.handling }
}

/// At most so many posts in a stretch of time.
package struct Pace: Hashable, Sendable {
  package let posts: Int
  package let per: Duration

  package init(posts: Int, per: Duration) {
    self.posts = posts
    self.per = per
  }
}
