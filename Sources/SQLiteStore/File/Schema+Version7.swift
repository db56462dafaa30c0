/// Version 7.
extension Schema {
  /// Calls that may come again.
  static let operations7 = """
    -- Calls of several transactions with their answers. `entries` has for each its id, sixteen bytes, a digest of what was
    -- asked, eight bytes, the length of its answer and the answer; `first` and `last` are the lowest and the highest id.
    -- Ids begin with the time at which they were made, so rows are appended, and the oldest stand first. `mark` is the
    -- clock's mark when the row was written.
    CREATE TABLE operation (
      last BLOB NOT NULL PRIMARY KEY CHECK (length(last) = 16),
      first BLOB NOT NULL CHECK (length(first) = 16),
      mark INTEGER NOT NULL,
      entries BLOB NOT NULL) WITHOUT ROWID;

    -- How far the audit log goes, so that a missing end shows; the highest id of all calls, and the latest calls, until
    -- they are enough for a row of `operation`.
    CREATE TABLE latest (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      entry INTEGER NOT NULL,
      hash BLOB NOT NULL,
      highest BLOB CHECK (length(highest) = 16),
      calls BLOB NOT NULL);
    INSERT INTO latest SELECT id, last, hash, NULL, zeroblob(0) FROM audit_head;
    DROP TABLE audit_head;
    """
}
