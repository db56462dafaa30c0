extension AuditFact.DoubtfulSource {
  package init(_ doubt: SourceDoubt) {
    source = doubt.source
    reason = doubt.detail
  }
}
