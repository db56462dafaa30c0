package import Elections

// What becomes of overrides.

extension AuditFact {
  /// A person asked for an override, or decided on it.
  package struct OverrideAct: FactPayload {
    package let override: OverrideID?
    package let basis: OverrideBasis?
    package let until: Instant?
    package let reason: String?
    /// The login that asked for it.
    package let requester: String?

    package init(_ facts: FactReader) throws(UnreadableFact) {
      override = try facts.value(.override)
      basis = try facts.value(.basis)
      until = try facts.value(.until)
      reason = try facts.value(.reason)
      requester = try facts.value(.requester)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.override, override)
      facts.add(.basis, basis)
      facts.add(.until, until)
      facts.add(.reason, personal: reason)
      facts.add(.requester, requester)
    }
  }

  /// It let its delivery leave.
  package struct OverrideUsed: FactPayload {
    package let override: OverrideID?

    package init(_ override: OverrideID) { self.override = override }

    package init(_ facts: FactReader) throws(UnreadableFact) { override = try facts.value(.override) }

    package func write(to facts: inout FactWriter) { facts.add(.override, override) }
  }

  /// Its time passed while its delivery waited.
  package struct OverrideEnded: FactPayload {
    package let override: OverrideID?
    package let until: Instant?

    package init(_ grant: OverrideGrant) {
      override = grant.id
      until = grant.until
    }

    package init(_ facts: FactReader) throws(UnreadableFact) {
      override = try facts.value(.override)
      until = try facts.value(.until)
    }

    package func write(to facts: inout FactWriter) {
      facts.add(.override, override)
      facts.add(.until, until)
    }
  }
}
