/// What a person does to the queue, its channels and its rules.
package enum Deed: String, CaseIterable, Hashable, Sendable {
  case queue, edit, cancel
  /// Lets what waits in review leave, or says that it went out.
  case release
  case approve, reject
  case requestOverride = "request-override"
  case decideOverride = "decide-override"
  case withdrawOverride = "withdraw-override"
  case pause
  case endPause = "end-pause"
  /// Puts calendars and settings into force that open nothing.
  case adopt
  /// Puts something into force that opens what was closed.
  case open
  case resumeChannel = "resume-channel"
  case confirmClock = "confirm-clock"
  /// Takes personal text out of the audit log.
  case removeText = "remove-text"
  /// Lets a person in over the network.
  case addToken = "add-token"
  case revokeToken = "revoke-token"

  /// Who may, when a register is kept. What only closes asks for less than what opens.
  package var roles: Set<Person.Role> {
    switch self {
    case .queue, .edit, .release, .requestOverride: [.author, .approver, .director, .administrator]
    case .cancel, .pause, .withdrawOverride: [.author, .approver, .director, .administrator]
    case .approve, .reject: [.approver]
    case .decideOverride: [.director]
    case .endPause: [.approver, .director, .administrator]
    case .adopt, .open, .removeText: [.director, .administrator]
    case .resumeChannel, .confirmClock, .addToken, .revokeToken: [.administrator]
    }
  }

  /// Only people whose training holds may do what can lead to a publication.
  package var needsTraining: Bool {
    switch self {
    case .queue, .edit, .release, .approve, .requestOverride, .decideOverride: true
    case .cancel, .reject, .withdrawOverride, .pause, .endPause, .adopt, .open, .resumeChannel, .confirmClock,
      .removeText, .addToken, .revokeToken:
      false
    }
  }

  /// Whether whoever wrote the post, or asked for the override, may not do it (G-41).
  package var needsSecondPerson: Bool { self == .approve || self == .decideOverride }

  /// What the account that a store belongs to may do on its file while a register is in force.
  package enum AtStore: Sendable {
    /// What only tightens, or keeps the store going.
    case allowed
    /// What loosens, where nobody of the register can: it is told and signed.
    case breakingGlass
    /// What only people may, two of them for some.
    case never
  }

  package var atStore: AtStore {
    switch self {
    case .cancel, .pause, .withdrawOverride, .adopt, .confirmClock, .revokeToken: .allowed
    case .endPause, .open, .resumeChannel, .removeText, .addToken: .breakingGlass
    case .queue, .edit, .release, .approve, .reject, .requestOverride, .decideOverride: .never
    }
  }

  package var words: String {
    switch self {
    case .queue: "queue a post"
    case .edit: "change a post"
    case .cancel: "cancel a post"
    case .release: "decide on a post in review"
    case .approve: "approve a post"
    case .reject: "reject a post"
    case .requestOverride: "ask for an override"
    case .decideOverride: "decide on an override"
    case .withdrawOverride: "withdraw an override"
    case .pause: "pause a channel"
    case .endPause: "end a pause"
    case .adopt: "adopt calendars and settings"
    case .open: "agree to an opening"
    case .resumeChannel: "resume a channel"
    case .confirmClock: "vouch for the clock"
    case .removeText: "remove personal text from the audit log"
    case .addToken: "make a token"
    case .revokeToken: "take a token away"
    }
  }
}

/// Why a person may not do something: which rule, and who could help.
package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Rule: String, CaseIterable, Sendable {
    case notRegistered = "not-registered"
    case hasLeft = "has-left"
    case notTrained = "not-trained"
    case role
    case mayNotActFor = "may-not-act-for"
    case secondPerson = "second-person"
    case contentClass = "content-class"
    case grounds
    case overrideEnd = "override-end"
    case atStore = "at-the-store"
    case tokenEnd = "token-end"
  }

  package let rule: Rule
  package let description: String

  package init(_ rule: Rule, _ description: String) {
    self.rule = rule
    self.description = description
  }
}
