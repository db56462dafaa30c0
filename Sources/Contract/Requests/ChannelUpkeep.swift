/// Checks a channel's credential, account and limits without posting anything. It asks the channel's receiver, so it is more
/// than a look.
package struct TestChannel: Request {
  package let channel: String

  package init(channel: String) { self.channel = channel }

  package static let path = "channels/{channel}/test"
  package static let changes = true
  package static let summary = "Checks a channel's credential, account and limits without posting anything."

  package struct Answer: Codable, Hashable, Sendable {
    package let channel: String
    package let connector: String
    package let usable: Bool
    /// In whole sentences.
    package let findings: [String]

    package init(channel: String, connector: String, usable: Bool, findings: [String]) {
      self.channel = channel
      self.connector = connector
      self.usable = usable
      self.findings = findings
    }
  }
}

/// Lets a channel be used again after its credential was refused or its receiver switched itself off.
package struct ResumeChannel: Request {
  package let channel: String
  package let reason: String

  package init(channel: String, reason: String) {
    self.channel = channel
    self.reason = reason
  }

  package static let path = "channels/{channel}/resume"
  package static let changes = true
  package static let summary =
    "Lets a channel be used again after its credential was refused or its receiver switched itself off."

  package struct Answer: Codable, Hashable, Sendable {
    package let channel: String
    /// False where it was not stopped.
    package let resumed: Bool
    package let authority: Authority

    package init(channel: String, resumed: Bool, authority: Authority) {
      self.channel = channel
      self.resumed = resumed
      self.authority = authority
    }
  }
}
