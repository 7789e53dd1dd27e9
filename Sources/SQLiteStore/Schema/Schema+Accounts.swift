extension Schema {
    static let accounts = """
        CREATE TABLE account (
            name TEXT PRIMARY KEY NOT NULL CHECK (length(name) BETWEEN 1 AND 150),
            role TEXT NOT NULL CHECK (role IN ('reader', 'editor', 'admin')),
            password_hash TEXT NOT NULL CHECK (password_hash <> ''),
            created REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE session (
            token_hash TEXT PRIMARY KEY NOT NULL CHECK (length(token_hash) = 64),
            account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE ON UPDATE CASCADE,
            expires REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX session_by_account ON session (account);
        CREATE INDEX session_by_expiry ON session (expires);
        """
}
