package import Elections

/// One account or outlet that the council publishes on.
package struct Channel: Hashable, Sendable {
  /// Its key in the settings, which commands use.
  package let id: String
  package let name: String
  package let connector: ConnectorSettings
  /// The areas whose elections close it; nil: every election does.
  package let areas: [Area]?
  /// The classes of content for which a blackout closes it.
  package let closesFor: [ContentClass]
  /// Nil: no limit.
  package let pace: Pace?
  /// What is later than this waits for a person.
  package let lateAfter: Duration

  package init(
    id: String,
    name: String,
    connector: ConnectorSettings,
    areas: [Area]? = nil,
    closesFor: [ContentClass] = ContentClass.allCases,
    pace: Pace? = nil,
    lateAfter: Duration = Channel.defaultLateAfter
  ) {
    self.id = id
    self.name = name
    self.connector = connector
    self.areas = areas
    self.closesFor = closesFor
    self.pace = pace
    self.lateAfter = lateAfter
  }

  /// The same channel, closed for other classes.
  package func closing(for classes: [ContentClass]) -> Channel {
    Channel(
      id: id, name: name, connector: connector, areas: areas, closesFor: classes, pace: pace, lateAfter: lateAfter)
  }

  package static let defaultLateAfter = Duration.seconds(4 * 3600)

  /// Stands in where no channels are set up, so that every command works on a fresh machine.
  package static func standIn(areas: [Area]?) -> Channel {
    Channel(id: "feed", name: "Feed", connector: .feed(path: "public/feed.atom"), areas: areas)
  }
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

/// How a channel's posts leave, as the settings say it.
package enum ConnectorSettings: Hashable, Sendable {
  case feed(path: String)
  /// `receiverDedupes`: the receiver tells copies apart by their webhook-id, so that an attempt whose answer was
  /// lost may be repeated.
  case webhook(url: String, secret: SecretReference?, allowsInsecure: Bool, receiverDedupes: Bool = false)

  package var name: String {
    switch self {
    case .feed: "feed"
    case .webhook: "webhook"
    }
  }
}

/// Where a secret is kept; none ever stands in the settings.
package enum SecretReference: Hashable, Sendable {
  case file(String)
  case environment(String)
}
