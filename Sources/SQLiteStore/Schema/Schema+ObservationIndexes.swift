extension Schema {
    /// How many observations there are of each status and type, kept by the database itself: a page's total is
    /// wanted with every page, and counting 100,000 rows takes longer than all else.
    static let observationCounts = """
        CREATE TABLE observation_count (
            status TEXT NOT NULL,
            task_type TEXT NOT NULL,
            n INTEGER NOT NULL CHECK (n >= 0),
            PRIMARY KEY (status, task_type)
        ) WITHOUT ROWID;
        CREATE TRIGGER observation_counted AFTER INSERT ON observation BEGIN
            INSERT INTO observation_count VALUES (new.status, new.task_type, 1)
                ON CONFLICT DO UPDATE SET n = n + 1;
        END;
        CREATE TRIGGER observation_recounted AFTER UPDATE OF status, task_type ON observation
        WHEN old.status <> new.status OR old.task_type <> new.task_type BEGIN
            UPDATE observation_count SET n = n - 1 WHERE status = old.status AND task_type = old.task_type;
            INSERT INTO observation_count VALUES (new.status, new.task_type, 1)
                ON CONFLICT DO UPDATE SET n = n + 1;
        END;
        CREATE TRIGGER observation_uncounted AFTER DELETE ON observation BEGIN
            UPDATE observation_count SET n = n - 1 WHERE status = old.status AND task_type = old.task_type;
        END;
        """

    /// The largest number used per date (yymmdd) and postfix, whoever chose the task id, and also after the
    /// observation is gone.
    static let taskIDCounters = """
        CREATE TABLE task_id_counter (
            date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]'),
            postfix TEXT NOT NULL,
            last INTEGER NOT NULL CHECK (last >= 0),
            PRIMARY KEY (date, postfix)
        ) WITHOUT ROWID;
        """ + noteTaskID("task_id_noted", "AFTER INSERT ON observation")
        + noteTaskID("task_id_changed", "AFTER UPDATE OF task_id ON observation")

    /// `ltrim` takes the digits off the part after the date; what it leaves is the postfix.
    private static func noteTaskID(_ name: String, _ event: String) -> String {
        """

        CREATE TRIGGER \(name) \(event)
        WHEN new.task_id GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'
            AND length(new.task_id) - length(ltrim(substr(new.task_id, 7), '0123456789')) <= 15 BEGIN
            INSERT INTO task_id_counter VALUES (
                substr(new.task_id, 1, 6),
                ltrim(substr(new.task_id, 7), '0123456789'),
                CAST(substr(new.task_id, 7, length(new.task_id) - 6
                    - length(ltrim(substr(new.task_id, 7), '0123456789'))) AS INTEGER))
                ON CONFLICT DO UPDATE SET last = max(last, excluded.last);
        END;
        """
    }

    /// Parts of words in name, field name, description and task id, by groups of three letters.
    static let observationText = """
        CREATE VIRTUAL TABLE observation_text USING fts5 (
            name, field_name, description, task_id,
            content = 'observation', content_rowid = 'id', tokenize = 'trigram'
        );
        CREATE TRIGGER observation_text_added AFTER INSERT ON observation BEGIN
            INSERT INTO observation_text (rowid, name, field_name, description, task_id)
                VALUES (new.id, new.name, new.field_name, new.description, new.task_id);
        END;
        CREATE TRIGGER observation_text_changed AFTER UPDATE OF name, field_name, description, task_id ON observation
        WHEN old.name <> new.name OR old.field_name IS NOT new.field_name OR old.description <> new.description
            OR old.task_id <> new.task_id BEGIN
            INSERT INTO observation_text (observation_text, rowid, name, field_name, description, task_id)
                VALUES ('delete', old.id, old.name, old.field_name, old.description, old.task_id);
            INSERT INTO observation_text (rowid, name, field_name, description, task_id)
                VALUES (new.id, new.name, new.field_name, new.description, new.task_id);
        END;
        CREATE TRIGGER observation_text_removed AFTER DELETE ON observation BEGIN
            INSERT INTO observation_text (observation_text, rowid, name, field_name, description, task_id)
                VALUES ('delete', old.id, old.name, old.field_name, old.description, old.task_id);
        END;
        """

    /// Boxes in space round the footprints on the unit sphere, where neither RA 0h nor a pole is special. Vertices and
    /// a point inside (for very wide fields only) are x, y, z as little-endian doubles.
    static let footprints = """
        CREATE VIRTUAL TABLE footprint USING rtree (
            id, x_min, x_max, y_min, y_max, z_min, z_max, +vertices BLOB, +inside BLOB
        );
        CREATE TRIGGER footprint_removed AFTER DELETE ON observation BEGIN
            DELETE FROM footprint WHERE id = old.id;
        END;
        """
}
