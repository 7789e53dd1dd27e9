extension Schema {
    /// What became of each observation, kept by the database itself, so that no change of a status is left out: the last 50 of each.
    static let observationChanges = """
        CREATE TABLE observation_change (
            id INTEGER PRIMARY KEY,
            observation_id INTEGER NOT NULL REFERENCES observation (id) ON DELETE CASCADE,
            time REAL NOT NULL,
            status TEXT NOT NULL,
            reason TEXT
        );
        CREATE INDEX observation_change_order ON observation_change (observation_id, id);
        CREATE TRIGGER observation_change_kept AFTER UPDATE OF status, reason ON observation
        WHEN new.status IS NOT old.status OR (new.reason IS NOT old.reason AND new.reason IS NOT NULL)
        BEGIN
            INSERT INTO observation_change (observation_id, time, status, reason)
            VALUES (new.id, (julianday('now') - 2440587.5) * 86400.0, new.status, new.reason);
            DELETE FROM observation_change WHERE observation_id = new.id AND id <= (
                SELECT id FROM observation_change WHERE observation_id = new.id ORDER BY id DESC LIMIT 1 OFFSET 50);
        END;
        """
}
