/// Version 7.
extension Schema {
  /// Calls that may come again.
  static let operations7 = """
    -- The calls of one transaction, with their answers: a row for all of them, since one for each would be a tenth of what
    -- queueing a post costs. `entries` has for each its id, sixteen bytes, a digest of what was asked, eight bytes, the
    -- length of its answer and the answer; `first` and `last` are the lowest and the highest id. Ids begin with the time
    -- at which they were made, so rows are appended, and the oldest stand first. `mark` is the clock's mark at that time.
    CREATE TABLE operation (
      last BLOB NOT NULL PRIMARY KEY CHECK (length(last) = 16),
      first BLOB NOT NULL CHECK (length(first) = 16),
      mark INTEGER NOT NULL,
      entries BLOB NOT NULL) WITHOUT ROWID;
    """
}
