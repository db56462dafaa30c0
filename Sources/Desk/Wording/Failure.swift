package import Publishing

/// Why the desk cannot do what was asked, in whole sentences for whoever asked.
package struct Failure: Error {
  /// What a caller can do about it; each front end has its own sign for each.
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case failed
    /// It was asked for in a way that cannot be understood.
    case usage
    case badInput
    /// The store or the gate cannot be reached, or cannot be relied on.
    case unavailable
    case cannotWrite
    case tryAgain
    case notPermitted
    /// No set-up was found, or one that cannot work.
    case noSetUp
  }

  package let kind: Kind
  package let messages: [Sentence]

  package init(_ kind: Kind, _ message: Sentence...) {
    self.kind = kind
    messages = message
  }

  package init(_ kind: Kind, messages: [Sentence]) {
    self.kind = kind
    self.messages = messages
  }
}

extension Failure {
  /// The error with its sentences; nil for one that the desk does not know.
  package init?(reporting error: any Error) {
    switch error {
    case let error as Failure: self = error
    case let error as StoreError: self.init(error)
    case let error as CivilText.DateAlone: self.init(.usage, Sentence(error.message))
    default: return nil
    }
  }
}

extension Failure {
  package init(_ error: StoreError) {
    switch error {
    case .unavailable, .damaged: self.init(.unavailable, error.sentence)
    case .cannotWrite: self.init(.cannotWrite, error.sentence)
    case .busy, .nothingAdopted, .superseded, .notAsSeen: self.init(.tryAgain, error.sentence)
    case .notPermitted: self.init(.notPermitted, error.sentence)
    case .operationReused: self.init(.failed, error.sentence)
    case .noSuchOverride, .overrideIs, .noSuchToken, .noSuchEntry, .noTextApart: self.init(.badInput, error.sentence)
    case .keyConflict, .noSuchPost, .noSuchDelivery: self.init(.badInput, error.sentence)
    case .refused(_, .inFlight), .refused(_, .awaited): self.init(.tryAgain, error.sentence)
    case .refused: self.init(.badInput, error.sentence)
    }
  }
}
