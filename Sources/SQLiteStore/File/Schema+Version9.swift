// Which rules the log says are in force, and who may ask over the network.

extension Schema {
  /// An entry for each revision, so that the last is found without reading the log: what is in force is compared with it
  /// each time that rules are looked for.
  static let adopted9 = """
    CREATE INDEX audit_adopted ON audit (id, revision) WHERE event = 'adopted';
    -- So that a post of an import is known by the import's entry.
    CREATE INDEX audit_imported ON audit (id) WHERE event = 'imported';
    -- In the very words of the question, or SQLite would not use it.
    CREATE INDEX audit_glass ON audit (id) WHERE instr(actor, ' at the store, breaking glass') > 0;
    """

  static let tokens9 = """
    CREATE TABLE token (
      id INTEGER NOT NULL PRIMARY KEY,
      login TEXT NOT NULL,
      scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
      -- Of the secret, which nobody keeps.
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      made_at INTEGER NOT NULL,
      made_by TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      accepted_at INTEGER,
      revoked_at INTEGER,
      revoked_by TEXT,
      CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)));
    CREATE TRIGGER token_kept BEFORE DELETE ON token
      BEGIN SELECT RAISE (ABORT, 'a token is never deleted'); END;
    """
}
