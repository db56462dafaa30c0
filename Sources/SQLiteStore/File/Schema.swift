import GRDB

/// The tables, and how earlier versions become this one.
///
/// States are held by CHECKs, final states and the audit log by triggers: what the code must never do, the file
/// refuses as well. Instants are milliseconds since 1970 in UTC.
enum Schema {
  /// Marks a file as a store of Portcullis (`PRAGMA application_id`): "PCLS".
  static let applicationID: Int32 = 0x5043_4C53

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 the queue and the gate") { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: "PRAGMA user_version = 1")
      try db.execute(sql: version1)
    }
    migrator.registerMigration("2 prepared, seen, and fewer pages") { db in
      try db.execute(sql: "PRAGMA user_version = 2")
      try db.execute(sql: version2)
    }
    migrator.registerMigration("3 people, approvals and overrides") { db in
      try db.execute(sql: "PRAGMA user_version = 3")
      try db.execute(sql: version3)
    }
    migrator.registerMigration("4 what each state holds") { db in
      try db.execute(sql: "PRAGMA user_version = 4")
      try db.execute(sql: version4)
    }
    migrator.registerMigration("5 what was seen, what is in doubt, and where the store stands") { db in
      try db.execute(sql: "PRAGMA user_version = 5")
      for part in [revisions5, clock5, identity5, deliveries5] { try db.execute(sql: part) }
    }
    migrator.registerMigration("6 one id, one delivery") { db in
      try db.execute(sql: "PRAGMA user_version = 6")
      try db.execute(sql: remoteIDs6)
    }
    migrator.registerMigration("7 calls that come again") { db in
      try db.execute(sql: "PRAGMA user_version = 7")
      try db.execute(sql: operations7)
    }
    migrator.registerMigration("8 personal texts beside the audit log") { db in
      try db.execute(sql: "PRAGMA user_version = 8")
      for part in [texts8, removals8] { try db.execute(sql: part) }
    }
    migrator.registerMigration("9 which rules the log says are in force, and tokens") { db in
      try db.execute(sql: "PRAGMA user_version = 9")
      for part in [adopted9, tokens9] { try db.execute(sql: part) }
    }
    return migrator
  }

  /// What of the schema is not as a new store has it: what the file itself refuses, it has to refuse.
  static func differences(in db: Database) throws -> [String] {
    func parts(_ db: Database) throws -> [String: String] {
      let rows = try Row.fetchAll(db, sql: "SELECT type, name, coalesce(sql, '') FROM sqlite_master")
      return Dictionary(rows.map { ("\($0[0] as String) \($0[1] as String)", $0[2] as String) }) { $1 }
    }
    let new = try DatabaseQueue()
    try migrator.migrate(new)
    let (expected, found) = (try new.read(parts), try parts(db))
    // SQLite keeps notes of its own, as on statistics.
    return Set(expected.keys).union(found.keys).sorted().filter {
      !$0.contains(" sqlite_") && expected[$0] != found[$0]
    }
    .map { "The \($0) of the store is not as Portcullis made it." }
  }

  private static let version4 = """
    -- The same table, with what each state holds in one place. An IN with a list would make SQLite build a table of its
    -- values each time that a statement runs, which was half of what queueing a post cost.
    CREATE TABLE delivery_4 (
      id INTEGER NOT NULL PRIMARY KEY,
      post INTEGER NOT NULL REFERENCES post (id),
      post_revision INTEGER NOT NULL,
      lane INTEGER NOT NULL REFERENCES lane (id),
      content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
      key BLOB NOT NULL CHECK (length(key) = 16),
      due_at INTEGER NOT NULL,
      late_after INTEGER,
      expires_at INTEGER,
      released_at INTEGER,
      next_at INTEGER NOT NULL,
      state TEXT NOT NULL,
      fence INTEGER NOT NULL,
      claimed_by INTEGER,
      lease_until INTEGER,
      attempts INTEGER NOT NULL,
      lookups INTEGER NOT NULL,
      doubted INTEGER NOT NULL DEFAULT 0 CHECK (doubted = 0 OR doubted = 1),
      since INTEGER,
      reason TEXT,
      remote_id TEXT,
      url TEXT,
      sent_at INTEGER,
      finished_at INTEGER,
      override_id INTEGER,
      override_until INTEGER CHECK ((override_until IS NULL) = (override_id IS NULL)),
      CHECK (CASE state
        WHEN 'queued' THEN (claimed_by IS NULL) = (lease_until IS NULL)
          AND since IS NULL AND finished_at IS NULL AND remote_id IS NULL
        WHEN 'sending' THEN claimed_by IS NOT NULL AND lease_until IS NOT NULL
          AND since IS NULL AND finished_at IS NULL AND remote_id IS NULL
        WHEN 'uncertain' THEN claimed_by IS NULL AND lease_until IS NULL
          AND since IS NOT NULL AND finished_at IS NULL AND remote_id IS NULL
        WHEN 'review' THEN claimed_by IS NULL AND lease_until IS NULL
          AND since IS NOT NULL AND finished_at IS NULL AND remote_id IS NULL
        WHEN 'published' THEN claimed_by IS NULL AND lease_until IS NULL
          AND since IS NULL AND finished_at IS NOT NULL AND remote_id IS NOT NULL
        WHEN 'failed' THEN claimed_by IS NULL AND lease_until IS NULL
          AND since IS NULL AND finished_at IS NOT NULL AND remote_id IS NULL
        WHEN 'cancelled' THEN claimed_by IS NULL AND lease_until IS NULL
          AND since IS NULL AND finished_at IS NOT NULL AND remote_id IS NULL
        WHEN 'expired' THEN claimed_by IS NULL AND lease_until IS NULL
          AND since IS NULL AND finished_at IS NOT NULL AND remote_id IS NULL
        ELSE 0 END));
    INSERT INTO delivery_4
      SELECT id, post, post_revision, lane, content_hash, key, due_at, late_after, expires_at, released_at, next_at, state,
        fence, claimed_by, lease_until, attempts, lookups, doubted, since, reason, remote_id, url, sent_at, finished_at,
        override_id, override_until
      FROM delivery ORDER BY id;
    DROP TABLE delivery;
    ALTER TABLE delivery_4 RENAME TO delivery;

    CREATE INDEX delivery_claim ON delivery (lane, next_at, id) WHERE state = 'queued' AND claimed_by IS NULL;
    CREATE INDEX delivery_lease ON delivery (lease_until) WHERE claimed_by IS NOT NULL;
    CREATE INDEX delivery_doubt ON delivery (next_at, id) WHERE state = 'uncertain';
    CREATE INDEX delivery_review ON delivery (since) WHERE state = 'review';
    CREATE INDEX delivery_expiry ON delivery (expires_at)
      WHERE expires_at IS NOT NULL AND claimed_by IS NULL AND state IN ('queued', 'review');
    CREATE INDEX delivery_published ON delivery (lane, finished_at) WHERE state = 'published';

    CREATE TRIGGER delivery_final BEFORE UPDATE ON delivery WHEN OLD.finished_at IS NOT NULL
      BEGIN SELECT RAISE (ABORT, 'a final state never changes'); END;
    CREATE TRIGGER delivery_kept BEFORE DELETE ON delivery
      BEGIN SELECT RAISE (ABORT, 'a delivery is never deleted'); END;
    """

  private static let version3 = """
    -- A lane for what deliveries of a channel and class have of their own.
    CREATE TABLE lane_3 (
      id INTEGER NOT NULL PRIMARY KEY,
      channel TEXT NOT NULL,
      class TEXT NOT NULL CHECK (class IN ('routine', 'service', 'statutory', 'emergency')),
      overridden INTEGER NOT NULL CHECK (overridden IN (0, 1)),
      approvals INTEGER NOT NULL CHECK (approvals BETWEEN 0 AND 3),
      flagged INTEGER NOT NULL CHECK (flagged IN (0, 1)),
      open INTEGER CHECK (open IN (0, 1)),
      UNIQUE (channel, class, overridden, approvals, flagged));
    INSERT INTO lane_3 SELECT id, channel, class, 0, 0, 0, open FROM lane;
    DROP TABLE lane;
    ALTER TABLE lane_3 RENAME TO lane;

    CREATE TABLE snapshot_file_3 (
      revision INTEGER NOT NULL,
      position INTEGER NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('settings', 'elections', 'bank-holidays', 'terms')),
      path TEXT NOT NULL,
      hash BLOB NOT NULL REFERENCES file (hash),
      PRIMARY KEY (revision, position, role, path),
      FOREIGN KEY (revision, position) REFERENCES snapshot (revision, position)) WITHOUT ROWID;
    INSERT INTO snapshot_file_3 SELECT revision, position, role, path, hash FROM snapshot_file;
    DROP TABLE snapshot_file;
    ALTER TABLE snapshot_file_3 RENAME TO snapshot_file;

    ALTER TABLE delivery ADD COLUMN override_id INTEGER;
    ALTER TABLE delivery ADD COLUMN override_until INTEGER CHECK ((override_until IS NULL) = (override_id IS NULL));

    -- Approvals and rejections, each for one content and time.
    CREATE TABLE approval (
      id INTEGER NOT NULL PRIMARY KEY,
      delivery INTEGER NOT NULL REFERENCES delivery (id),
      actor TEXT NOT NULL,
      at INTEGER NOT NULL,
      content_hash BLOB NOT NULL,
      due_at INTEGER NOT NULL,
      approves INTEGER NOT NULL CHECK (approves IN (0, 1)),
      reason TEXT);
    CREATE INDEX approval_delivery ON approval (delivery);

    CREATE TABLE override (
      id INTEGER NOT NULL PRIMARY KEY,
      delivery INTEGER NOT NULL REFERENCES delivery (id),
      content_hash BLOB NOT NULL,
      basis TEXT NOT NULL CHECK (basis IN ('emergency', 'statutory', 'election-information', 'public-safety')),
      reason TEXT NOT NULL,
      until_at INTEGER NOT NULL,
      requester TEXT NOT NULL,
      requested_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'withdrawn', 'used', 'ended')),
      decider TEXT,
      decided_at INTEGER,
      CHECK ((decider IS NULL) = (decided_at IS NULL)),
      CHECK (decider IS NOT NULL OR state IN ('requested', 'ended')));
    CREATE INDEX override_delivery ON override (delivery);
    CREATE TRIGGER override_kept BEFORE DELETE ON override
      BEGIN SELECT RAISE (ABORT, 'an override is never deleted'); END;

    -- One for a channel, and '*' for all.
    CREATE TABLE pause (
      channel TEXT NOT NULL PRIMARY KEY,
      reason TEXT NOT NULL,
      until_at INTEGER,
      at INTEGER NOT NULL,
      actor TEXT NOT NULL) WITHOUT ROWID;
    """

  private static let version2 = """
    -- The ids of drafts and uploads that nobody sees yet, in the connector's own form.
    CREATE TABLE preparation (
      delivery INTEGER NOT NULL REFERENCES delivery (id),
      post_revision INTEGER NOT NULL,
      ids BLOB NOT NULL,
      PRIMARY KEY (delivery, post_revision)) WITHOUT ROWID;

    -- When what went out was read back where the public reads it.
    ALTER TABLE attempt ADD COLUMN seen_at INTEGER;

    -- A post with what it says now: a table and two indexes less to write for each submission. Numbers are never given
    -- again, because a post is never deleted.
    CREATE TABLE post_2 (
      id INTEGER NOT NULL PRIMARY KEY,
      revision INTEGER NOT NULL CHECK (revision > 0),
      author TEXT NOT NULL,
      key TEXT,
      fingerprint BLOB,
      created_at INTEGER NOT NULL,
      body TEXT NOT NULL,
      edited_by TEXT,
      edited_at INTEGER,
      -- Its deliveries have consecutive numbers, and posts' deliveries the order of the posts.
      first_delivery INTEGER NOT NULL,
      delivery_count INTEGER NOT NULL CHECK (delivery_count > 0),
      CHECK ((key IS NULL) = (fingerprint IS NULL)));
    INSERT INTO post_2
      SELECT p.id, p.revision, p.author, p.key, p.fingerprint, p.created_at, c.body, c.edited_by, c.edited_at,
        (SELECT min(id) FROM delivery WHERE post = p.id), (SELECT count(*) FROM delivery WHERE post = p.id)
      FROM post AS p JOIN content AS c ON c.post = p.id AND c.revision = p.revision;
    DROP TABLE post;
    ALTER TABLE post_2 RENAME TO post;
    CREATE UNIQUE INDEX post_key ON post (key) WHERE key IS NOT NULL;
    CREATE TRIGGER post_kept BEFORE DELETE ON post
      BEGIN SELECT RAISE (ABORT, 'a post is never deleted'); END;
    DROP INDEX delivery_post;

    -- `content` keeps the revisions before.
    DELETE FROM content WHERE revision = (SELECT revision FROM post WHERE id = content.post);
    """

  private static let version1 = """
    CREATE TABLE file (
      hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
      bytes BLOB NOT NULL);

    CREATE TABLE revision (
      number INTEGER NOT NULL PRIMARY KEY,
      hash BLOB NOT NULL,
      adopted_at INTEGER NOT NULL,
      adopted_by TEXT NOT NULL,
      reason TEXT,
      automatic INTEGER NOT NULL CHECK (automatic IN (0, 1)));

    -- Position 0 governs; the others only close.
    CREATE TABLE snapshot (
      revision INTEGER NOT NULL REFERENCES revision (number),
      position INTEGER NOT NULL,
      folder TEXT NOT NULL,
      calendars TEXT NOT NULL,
      PRIMARY KEY (revision, position)) WITHOUT ROWID;

    CREATE TABLE snapshot_file (
      revision INTEGER NOT NULL,
      position INTEGER NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('settings', 'elections', 'bank-holidays')),
      path TEXT NOT NULL,
      hash BLOB NOT NULL REFERENCES file (hash),
      PRIMARY KEY (revision, position, role, path),
      FOREIGN KEY (revision, position) REFERENCES snapshot (revision, position)) WITHOUT ROWID;

    CREATE TABLE epoch (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      revision INTEGER NOT NULL REFERENCES revision (number));

    CREATE TABLE clock (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      high_water INTEGER NOT NULL,
      confirmations INTEGER NOT NULL);
    INSERT INTO clock VALUES (1, 0, 0);

    CREATE TABLE lane (
      id INTEGER NOT NULL PRIMARY KEY,
      channel TEXT NOT NULL,
      class TEXT NOT NULL CHECK (class IN ('routine', 'service', 'statutory', 'emergency')),
      -- The last edge that was recorded; null, before the first, counts as open.
      open INTEGER CHECK (open IN (0, 1)),
      UNIQUE (channel, class));

    CREATE TABLE post (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      revision INTEGER NOT NULL CHECK (revision > 0),
      author TEXT NOT NULL,
      key TEXT,
      fingerprint BLOB,
      created_at INTEGER NOT NULL,
      CHECK ((key IS NULL) = (fingerprint IS NULL)));
    CREATE UNIQUE INDEX post_key ON post (key) WHERE key IS NOT NULL;

    -- What a post says, each revision of it, apart from the hot row.
    CREATE TABLE content (
      post INTEGER NOT NULL REFERENCES post (id),
      revision INTEGER NOT NULL,
      body TEXT NOT NULL,
      edited_by TEXT,
      edited_at INTEGER,
      PRIMARY KEY (post, revision)) WITHOUT ROWID;

    CREATE TABLE delivery (
      id INTEGER NOT NULL PRIMARY KEY,
      post INTEGER NOT NULL REFERENCES post (id),
      post_revision INTEGER NOT NULL,
      lane INTEGER NOT NULL REFERENCES lane (id),
      content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
      key BLOB NOT NULL CHECK (length(key) = 16),
      due_at INTEGER NOT NULL,
      late_after INTEGER,
      expires_at INTEGER,
      released_at INTEGER,
      next_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN (
        'queued', 'sending', 'published', 'failed', 'uncertain', 'review', 'cancelled', 'expired')),
      fence INTEGER NOT NULL,
      claimed_by INTEGER,
      lease_until INTEGER,
      attempts INTEGER NOT NULL,
      lookups INTEGER NOT NULL,
      -- Some attempt's answer was lost: only the same content may be sent under the same key.
      doubted INTEGER NOT NULL DEFAULT 0 CHECK (doubted IN (0, 1)),
      -- Since when it is in doubt or in review.
      since INTEGER,
      reason TEXT,
      remote_id TEXT,
      url TEXT,
      sent_at INTEGER,
      finished_at INTEGER,
      CHECK ((claimed_by IS NULL) = (lease_until IS NULL)),
      CHECK (claimed_by IS NULL OR state IN ('queued', 'sending')),
      CHECK (state <> 'sending' OR claimed_by IS NOT NULL),
      CHECK ((finished_at IS NOT NULL) = (state IN ('published', 'failed', 'cancelled', 'expired'))),
      CHECK ((since IS NOT NULL) = (state IN ('uncertain', 'review'))),
      CHECK ((remote_id IS NOT NULL) = (state = 'published')));

    CREATE INDEX delivery_claim ON delivery (lane, next_at, id) WHERE state = 'queued' AND claimed_by IS NULL;
    CREATE INDEX delivery_lease ON delivery (lease_until) WHERE claimed_by IS NOT NULL;
    CREATE INDEX delivery_doubt ON delivery (next_at, id) WHERE state = 'uncertain';
    CREATE INDEX delivery_review ON delivery (since) WHERE state = 'review';
    CREATE INDEX delivery_expiry ON delivery (expires_at)
      WHERE expires_at IS NOT NULL AND claimed_by IS NULL AND state IN ('queued', 'review');
    CREATE INDEX delivery_published ON delivery (lane, finished_at) WHERE state = 'published';
    CREATE INDEX delivery_post ON delivery (post);

    CREATE TRIGGER delivery_final BEFORE UPDATE ON delivery WHEN OLD.finished_at IS NOT NULL
      BEGIN SELECT RAISE (ABORT, 'a final state never changes'); END;
    CREATE TRIGGER delivery_kept BEFORE DELETE ON delivery
      BEGIN SELECT RAISE (ABORT, 'a delivery is never deleted'); END;

    CREATE TABLE plan (
      delivery INTEGER NOT NULL REFERENCES delivery (id),
      post_revision INTEGER NOT NULL,
      payload BLOB NOT NULL,
      PRIMARY KEY (delivery, post_revision)) WITHOUT ROWID;

    CREATE TABLE attempt (
      delivery INTEGER NOT NULL REFERENCES delivery (id),
      fence INTEGER NOT NULL,
      revision INTEGER NOT NULL REFERENCES revision (number),
      began_at INTEGER NOT NULL,
      ended_at INTEGER,
      outcome TEXT,
      PRIMARY KEY (delivery, fence)) WITHOUT ROWID;

    CREATE TABLE service (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      host TEXT NOT NULL,
      process INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      heartbeat_at INTEGER NOT NULL,
      ended_at INTEGER);

    CREATE TABLE pace (channel TEXT NOT NULL PRIMARY KEY, permits BLOB NOT NULL) WITHOUT ROWID;

    CREATE TABLE stop (
      channel TEXT NOT NULL PRIMARY KEY,
      reason TEXT NOT NULL,
      at INTEGER NOT NULL,
      actor TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE audit (
      id INTEGER NOT NULL PRIMARY KEY,
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      event TEXT NOT NULL,
      post INTEGER,
      channel TEXT,
      revision INTEGER,
      causes TEXT NOT NULL,
      detail TEXT NOT NULL,
      previous BLOB NOT NULL,
      hash BLOB NOT NULL);
    CREATE INDEX audit_post ON audit (post) WHERE post IS NOT NULL;
    CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
      BEGIN SELECT RAISE (ABORT, 'the audit log is only appended to'); END;
    CREATE TRIGGER audit_kept BEFORE DELETE ON audit
      BEGIN SELECT RAISE (ABORT, 'the audit log is only appended to'); END;

    -- How far the log goes, so that a missing end shows.
    CREATE TABLE audit_head (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      last INTEGER NOT NULL,
      hash BLOB NOT NULL);
    """
}
