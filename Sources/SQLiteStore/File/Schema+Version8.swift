/// Version 8.
extension Schema {
  /// Personal texts beside the audit log, which covers a digest of each.
  static let texts8 = """
    CREATE TABLE audit_text (
      entry INTEGER NOT NULL PRIMARY KEY REFERENCES audit (id),
      -- Both null: it was removed, as the entry of that number says.
      key BLOB CHECK (length(key) = 16),
      text TEXT,
      removal INTEGER REFERENCES audit (id),
      CHECK ((key IS NULL) = (text IS NULL)),
      CHECK ((removal IS NULL) = (text IS NOT NULL)));
    CREATE TRIGGER audit_text_unchanged BEFORE UPDATE ON audit_text
      WHEN OLD.text IS NULL OR NEW.text IS NOT NULL OR NEW.entry <> OLD.entry
      BEGIN SELECT RAISE (ABORT, 'a text of the audit log can only be removed'); END;
    CREATE TRIGGER audit_text_kept BEFORE DELETE ON audit_text
      BEGIN SELECT RAISE (ABORT, 'a text of the audit log can only be removed'); END;
    """

  /// A removed text goes from what is final too; everything else of that stays as it was.
  static let removals8 = """
    DROP TRIGGER delivery_final;
    CREATE TRIGGER delivery_final
      BEFORE UPDATE OF id, post, post_revision, lane, content_hash, key, due_at, late_after, expires_at, released_at, next_at,
        state, fence, claimed_by, lease_until, attempts, lookups, doubted, since, url, sent_at, finished_at, override_id,
        override_until, wish, wish_at, wish_by, id_channel
      ON delivery WHEN OLD.finished_at IS NOT NULL
      BEGIN SELECT RAISE (ABORT, 'a final state never changes'); END;
    CREATE TRIGGER delivery_words BEFORE UPDATE OF reason, remote_id, wish_reason ON delivery
      WHEN OLD.finished_at IS NOT NULL AND (
        NEW.reason IS NOT OLD.reason AND NOT coalesce (instr (NEW.reason, '[removed by '), 0)
        OR NEW.remote_id IS NOT OLD.remote_id AND NOT coalesce (instr (NEW.remote_id, '[removed by '), 0)
        OR NEW.wish_reason IS NOT OLD.wish_reason AND NOT coalesce (instr (NEW.wish_reason, '[removed by '), 0))
      BEGIN SELECT RAISE (ABORT, 'a final state never changes, but for words that are removed'); END;
    """
}
