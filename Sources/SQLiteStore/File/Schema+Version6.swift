/// Version 6.
extension Schema {
  /// One id of a network belongs to one delivery for ever.
  static let remoteIDs6 = """
    -- The channel on which no other delivery may have this remote_id; null where a council's own program or receiver gives
    -- the ids, which may repeat them, and where a person confirmed.
    ALTER TABLE delivery ADD COLUMN id_channel TEXT;

    -- Of what stands twice already the first keeps it.
    DROP TRIGGER delivery_final;
    UPDATE delivery SET id_channel = (SELECT channel FROM lane WHERE lane.id = delivery.lane)
      WHERE state = 'published' AND remote_id NOT LIKE 'confirmed by a person: %' AND id IN (
        SELECT min(d.id) FROM delivery AS d JOIN lane AS l ON l.id = d.lane WHERE d.state = 'published'
        GROUP BY l.channel, d.remote_id);
    CREATE TRIGGER delivery_final BEFORE UPDATE ON delivery WHEN OLD.finished_at IS NOT NULL
      BEGIN SELECT RAISE (ABORT, 'a final state never changes'); END;

    -- Where the channel is null, no two are equal, so ids may repeat and are found all the same.
    CREATE UNIQUE INDEX delivery_id ON delivery (remote_id, id_channel) WHERE remote_id IS NOT NULL;
    """
}
