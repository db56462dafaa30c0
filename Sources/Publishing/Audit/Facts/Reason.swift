extension AuditFact {
  /// Only why: what a person wrote, a receiver answered or the gate found.
  package struct Reason: FactPayload {
    package let reason: String?

    package init(_ reason: String) { self.reason = reason }

    package init(_ facts: FactReader) throws(UnreadableFact) { reason = try facts.value(.reason) }

    package func write(to facts: inout FactWriter) { facts.add(.reason, personal: reason) }
  }
}
