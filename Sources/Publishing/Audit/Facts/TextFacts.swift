extension AuditFact {
  /// A person had the personal text of an entry taken away.
  package struct TextRemoved: FactPayload {
    /// Whose text it was.
    package let entry: Int?
    package let reason: String?

    package init(from entry: Int64, _ reason: String) {
      self.entry = Int(entry)
      self.reason = reason
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      entry = try facts.value(.entry)
      reason = try facts.value(.reason)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.entry, entry)
      facts.add(.reason, personal: reason)
    }
  }
}
