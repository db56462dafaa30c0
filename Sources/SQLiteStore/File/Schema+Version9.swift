// Which rules the log says are in force.

extension Schema {
  /// An entry for each revision, so that the last is found without reading the log: what is in force is compared with it
  /// each time that rules are looked for.
  static let adopted9 = """
    CREATE INDEX audit_adopted ON audit (id, revision) WHERE event = 'adopted';
    """
}
