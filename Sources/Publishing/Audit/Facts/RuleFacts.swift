package import Elections
package import Texts

// What changes the rules, and what closes and opens channels.

extension AuditFact {
  /// A revision came into force.
  package struct Adopted: FactPayload {
    package let hash: ContentHash?
    /// The gate adopted it itself.
    package let isAutomatic: Bool
    package let reason: String?
    /// What was being sent then.
    package let inFlight: [DeliveryName]
    /// What went to review, because nobody had agreed to its leaving.
    package let setAside: [DeliveryName]
    /// What it closes and opens, as compact JSON text.
    package let change: String?

    package init(
      _ hash: ContentHash, isAutomatic: Bool, reason: String?, inFlight: [DeliveryName], setAside: [DeliveryName],
      change: String?
    ) {
      self.hash = hash
      self.isAutomatic = isAutomatic
      self.reason = reason
      self.inFlight = inFlight
      self.setAside = setAside
      self.change = change
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      hash = try facts.value(.hash)
      isAutomatic = try facts.value(.automatic) ?? false
      reason = try facts.value(.reason)
      inFlight = try facts.list(.inFlight)
      setAside = try facts.list(.setAside)
      change = facts.compact(.change)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.hash, hash)
      facts.add(.automatic, isAutomatic)
      facts.add(.reason, personal: reason)
      facts.add(.inFlight, inFlight)
      facts.addIfThere(.setAside, setAside)
      if let change { facts.add(.change, compact: change) }
    }
  }

  /// A file or folder of the rules cannot be read, or can be read again.
  package struct DoubtfulSource: FactPayload {
    package let source: String?
    /// What is, or was, wrong with it.
    package let reason: String?

    package init(_ facts: FactReader) throws(UnreadableFact) {
      source = try facts.value(.source)
      reason = try facts.value(.reason)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.source, source)
      facts.add(.reason, personal: reason)
    }
  }

  /// A channel closed or opened for a class.
  package struct LaneChange: FactPayload {
    package let contentClass: ContentClass?

    package init(_ contentClass: ContentClass) { self.contentClass = contentClass }

    package init(_ facts: FactReader) throws(UnreadableFact) { contentClass = try facts.value(.contentClass) }

    package func write(to facts: inout FactWriter) { facts.add(.contentClass, contentClass) }
  }

  /// A person paused a channel, or all.
  package struct Paused: FactPayload {
    package let reason: String?
    /// Nil: until somebody ends it.
    package let until: Instant?
    /// What was being sent then on what it holds.
    package let inFlight: [DeliveryName]

    package init(_ facts: FactReader) throws(UnreadableFact) {
      reason = try facts.value(.reason)
      until = try facts.value(.until)
      inFlight = try facts.list(.inFlight)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.reason, personal: reason)
      facts.add(.until, until)
      facts.addIfThere(.inFlight, inFlight)
    }
  }
}
