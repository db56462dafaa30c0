package import Texts

// What gates say of themselves and of their store.

extension AuditFact {
  package struct GateStarted: FactPayload {
    package let service: ServiceID?
    package let host: String?
    package let process: Int?

    package init(_ facts: FactReader) throws(UnreadableFact) {
      service = try facts.value(.service)
      host = try facts.value(.host)
      process = try facts.value(.process)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.service, service)
      facts.add(.host, host)
      facts.add(.process, process)
    }
  }

  package struct GateStopped: FactPayload {
    package let service: ServiceID?

    package init(_ service: ServiceID) { self.service = service }

    package init(_ facts: FactReader) throws(UnreadableFact) { service = try facts.value(.service) }

    package func write(to facts: inout FactWriter) { facts.add(.service, service) }
  }

  /// The store was found set back to an earlier state.
  package struct SetBack: FactPayload {
    package let way: SetBackWay?
    /// The last entry of the log that was found.
    package let entry: Int?
    /// The entry that its anchor names; nil where there is no anchor to be read.
    package let anchor: Int?
    package let anchorHash: ContentHash?

    package init(_ facts: FactReader) throws(UnreadableFact) {
      way = try facts.value(.way)
      entry = try facts.value(.entry)
      anchor = try facts.value(.anchor)
      anchorHash = try facts.value(.anchorHash)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.way, way)
      facts.add(.entry, entry)
      facts.add(.anchor, anchor)
      facts.add(.anchorHash, anchorHash)
    }
  }
}

/// How a store was found to have been set back.
package enum SetBackWay: String, Sendable {
  /// Its log ends before its anchor.
  case behind
  /// Its log has another entry where its anchor is.
  case different
  /// Its anchor is not there: it is a copy on another machine, or the anchor was lost.
  case missing
  case unreadable
  /// A person put a copy in the place of what was lost.
  case restored
}
