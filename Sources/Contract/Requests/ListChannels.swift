/// The channels, with who answers for them and how they are used.
package struct ListChannels: Request {
  /// Only those that have published nothing for so long, as `30d`.
  package let stale: String?

  package init(stale: String?) { self.stale = stale }

  package static let path = "channels"
  package static let summary = "Lists the channels, with who answers for them and how they are used."

  package struct Answer: Codable, Hashable, Sendable {
    package let channels: [Channel]
    package let authority: Authority
    /// How many there are, silent or not; for words alone.
    @ForWords package private(set) var total: Int?

    package init(channels: [Channel], authority: Authority, total: Int) {
      self.channels = channels
      self.authority = authority
      self.total = total
    }

    private enum CodingKeys: String, CodingKey {
      case channels, authority
      case total = "_total"
    }
  }

  package enum Credential: String, Codable, CaseIterable, Sendable {
    case refused
    case notRefused = "not refused"
  }

  package struct Channel: Codable, Hashable, Sendable {
    package let channel: String
    package let name: String
    package let connector: String
    /// By login, as the owner and the approvers.
    package let administrators: [String]
    package let owner: String?
    package let approvers: [String]
    package let lastPublished: Moment?
    package let nextDue: Moment?
    package let daysSilent: Int?
    package let credential: Credential
    /// Why its receiver stopped it; nil where none did.
    package let stopped: String?
    /// Whether it is open; for words alone.
    @ForWords package private(set) var state = ChannelAnswer.State.open
    /// When that changes; for words alone.
    @ForWords package private(set) var until: Moment?
    /// How people call those above; nil where no register of people is kept. For words alone.
    @ForWords package private(set) var names: [String: String]?

    package init(
      channel: String, name: String, connector: String, administrators: [String], owner: String?, approvers: [String],
      lastPublished: Moment?, nextDue: Moment?, daysSilent: Int?, stopped: String?, state: ChannelAnswer.State,
      until: Moment?, names: [String: String]?
    ) {
      self.channel = channel
      self.name = name
      self.connector = connector
      self.administrators = administrators
      self.owner = owner
      self.approvers = approvers
      self.lastPublished = lastPublished
      self.nextDue = nextDue
      self.daysSilent = daysSilent
      credential = stopped == nil ? .notRefused : .refused
      self.stopped = stopped
      self.state = state
      self.until = until
      self.names = names
    }

    private enum CodingKeys: String, CodingKey {
      case channel, name, connector
      case administrators = "administrator"
      case owner, approvers
      case lastPublished = "last_published"
      case nextDue = "next_due"
      case daysSilent = "days_silent"
      case credential, stopped
      case state = "_state"
      case until = "_until"
      case names = "_names"
    }
  }
}
