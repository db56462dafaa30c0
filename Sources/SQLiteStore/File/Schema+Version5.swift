/// Version 5, in the parts that belong together.
extension Schema {
  /// What people agree to, and what closes while a change waits for one.
  static let revisions5 = """
    -- What a login was shown whole last, and how far the store had come by then: an agreement is to that.
    CREATE TABLE look (
      login TEXT NOT NULL,
      -- `adopt`, or a post's number.
      subject TEXT NOT NULL,
      -- The hash, or the post's revision.
      seen TEXT NOT NULL,
      at INTEGER NOT NULL,
      newest_post INTEGER NOT NULL,
      last_entry INTEGER NOT NULL,
      PRIMARY KEY (login, subject)) WITHOUT ROWID;

    -- Files and folders that cannot be read: while there are any, nothing leaves.
    CREATE TABLE doubt (
      source TEXT NOT NULL PRIMARY KEY,
      detail TEXT NOT NULL,
      since INTEGER NOT NULL) WITHOUT ROWID;

    -- `closures`: what changes that wait for a person close beyond what governs.
    CREATE TABLE snapshot_file_5 (
      revision INTEGER NOT NULL,
      position INTEGER NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('settings', 'elections', 'bank-holidays', 'terms', 'closures')),
      path TEXT NOT NULL,
      hash BLOB NOT NULL REFERENCES file (hash),
      PRIMARY KEY (revision, position, role, path),
      FOREIGN KEY (revision, position) REFERENCES snapshot (revision, position)) WITHOUT ROWID;
    INSERT INTO snapshot_file_5 SELECT revision, position, role, path, hash FROM snapshot_file;
    DROP TABLE snapshot_file;
    ALTER TABLE snapshot_file_5 RENAME TO snapshot_file;
    """

  /// By which clock the mark was taken, and when a gate was heard of.
  static let clock5 = """
    -- A look at both clocks in the last boot in which the one on the wall was sound: the boot, CLOCK_BOOTTIME in
    -- milliseconds, what the wall showed, and who said that it was right; null: taken on trust.
    ALTER TABLE clock ADD COLUMN boot TEXT;
    ALTER TABLE clock ADD COLUMN boot_time INTEGER;
    ALTER TABLE clock ADD COLUMN wall INTEGER;
    ALTER TABLE clock ADD COLUMN witness TEXT CHECK (witness IN ('kernel', 'server', 'person'));
    -- Why the gate that was heard of last does not trust the clock.
    ALTER TABLE clock ADD COLUMN doubt TEXT;

    -- The last sign of life by the time that the machine had run; `heartbeat_at` is what its clock showed, right or wrong.
    ALTER TABLE service ADD COLUMN beat_boot TEXT;
    ALTER TABLE service ADD COLUMN beat_time INTEGER;
    """

  /// Which store it is, and which gate works on it.
  static let identity5 = """
    -- The name of this store for its anchor, whether one was ever written, and the folder that holds it.
    CREATE TABLE identity (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      store TEXT NOT NULL,
      anchored INTEGER NOT NULL CHECK (anchored IN (0, 1)),
      anchor TEXT);
    INSERT INTO identity VALUES (1, lower(hex(randomblob(16))), 0, NULL);

    -- By what a gate's process is known again, and when its files were last read whole.
    ALTER TABLE service ADD COLUMN boot TEXT;
    ALTER TABLE service ADD COLUMN process_started INTEGER;
    ALTER TABLE service ADD COLUMN looked_at INTEGER;
    """

  /// What came of deliveries beside their states.
  static let deliveries5 = """
    -- Claims that were given back for another reason than time.
    CREATE TABLE given_back (
      delivery INTEGER NOT NULL PRIMARY KEY REFERENCES delivery (id),
      count INTEGER NOT NULL CHECK (count > 0),
      reason TEXT NOT NULL,
      at INTEGER NOT NULL) WITHOUT ROWID;

    -- Outcomes that came after the delivery had been settled without them.
    CREATE TABLE late_report (
      delivery INTEGER NOT NULL REFERENCES delivery (id),
      fence INTEGER NOT NULL,
      at INTEGER NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('published', 'failed', 'not-sent', 'unknown')),
      remote_id TEXT,
      url TEXT,
      reason TEXT,
      CHECK ((outcome = 'published') = (remote_id IS NOT NULL)),
      PRIMARY KEY (delivery, fence)) WITHOUT ROWID;

    -- What somebody decided of a delivery while it was being sent, or its answer awaited.
    ALTER TABLE delivery ADD COLUMN wish TEXT CHECK (wish = 'cancel' OR wish = 'reject');
    ALTER TABLE delivery ADD COLUMN wish_at INTEGER CHECK ((wish_at IS NULL) = (wish IS NULL));
    ALTER TABLE delivery ADD COLUMN wish_by TEXT CHECK ((wish_by IS NULL) = (wish IS NULL));
    ALTER TABLE delivery ADD COLUMN wish_reason TEXT CHECK ((wish_reason IS NULL) = (wish IS NULL));

    -- Whose attempt it was.
    ALTER TABLE attempt ADD COLUMN service INTEGER;
    """
}
