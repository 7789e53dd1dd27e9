extension Schema {
    static let solveRequest = "ALTER TABLE observation ADD COLUMN solve_request TEXT;"

    /// Keys of programs, and what they handed in to be solved.
    static let nova = """
        CREATE TABLE api_key (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
            key_hash TEXT NOT NULL UNIQUE CHECK (length(key_hash) = 64),
            created REAL NOT NULL
        );
        CREATE TABLE api_session (
            token_hash TEXT PRIMARY KEY NOT NULL CHECK (length(token_hash) = 64),
            key INTEGER NOT NULL REFERENCES api_key (id) ON DELETE CASCADE,
            expires REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX api_session_by_key ON api_session (key);
        CREATE INDEX api_session_by_expiry ON api_session (expires);
        CREATE TABLE nova_submission (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key INTEGER NOT NULL,
            folder TEXT NOT NULL UNIQUE,
            filename TEXT NOT NULL,
            url TEXT,
            options TEXT NOT NULL,
            hash TEXT,
            created REAL NOT NULL,
            started REAL,
            finished REAL,
            error TEXT
        );
        CREATE INDEX nova_submission_open ON nova_submission (key, id) WHERE finished IS NULL;
        CREATE INDEX nova_submission_by_key ON nova_submission (key, id);
        CREATE INDEX nova_submission_by_age ON nova_submission (created);
        CREATE TABLE nova_image (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            submission INTEGER NOT NULL REFERENCES nova_submission (id) ON DELETE CASCADE,
            key INTEGER NOT NULL,
            place INTEGER NOT NULL,
            filename TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'solving', 'success', 'failure')),
            attempts INTEGER NOT NULL DEFAULT 0,
            started REAL,
            finished REAL,
            reason TEXT,
            calibration TEXT,
            UNIQUE (submission, place)
        );
        CREATE INDEX nova_image_waiting ON nova_image (key, id) WHERE state = 'waiting';
        CREATE TABLE nova_tag (
            image INTEGER NOT NULL REFERENCES nova_image (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            tag TEXT NOT NULL,
            PRIMARY KEY (image, place)
        ) WITHOUT ROWID;
        CREATE INDEX nova_tag_by_text ON nova_tag (tag COLLATE NOCASE);
        """
}
