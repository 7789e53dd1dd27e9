extension Schema {
    static let collections = """
        CREATE TABLE collection (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            date REAL,
            name TEXT NOT NULL CONSTRAINT name CHECK (name <> ''),
            type TEXT NOT NULL,
            description TEXT NOT NULL
        );
        CREATE TABLE collection_observation (
            collection INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
            observation INTEGER NOT NULL REFERENCES observation (id) ON DELETE CASCADE,
            PRIMARY KEY (collection, observation)
        ) WITHOUT ROWID;
        CREATE INDEX collection_by_observation ON collection_observation (observation);
        """
}
