import Publishing

/// Why the desk cannot do what was asked, in whole sentences for whoever asked.
package struct Failure: Error {
  /// What a caller can do about it; each front end has its own sign for each.
  package enum Kind: Sendable, CaseIterable {
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
  package let messages: [String]

  package init(_ kind: Kind, _ message: String...) {
    self.kind = kind
    messages = message
  }

  package init(_ kind: Kind, messages: [String]) {
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
    case let error as CivilText.DateAlone: self.init(.usage, error.message)
    default: return nil
    }
  }
}
