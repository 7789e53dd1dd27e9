extension Schema {
    /// Tasks requested with a change, until the relay has handed them to a queue.
    static let outbox = """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            request TEXT NOT NULL CHECK (json_valid(request))
        );
        """

    static let tasks = """
        CREATE TABLE task (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            queue TEXT NOT NULL CHECK (queue <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            arguments TEXT NOT NULL CHECK (json_valid(arguments)),
            key TEXT,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'dead')),
            not_before REAL,
            due REAL NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
            worker TEXT,
            leased_until REAL,
            error TEXT,
            created REAL NOT NULL,
            CHECK ((state = 'running') = (worker IS NOT NULL AND leased_until IS NOT NULL))
        );
        CREATE UNIQUE INDEX task_waiting_key ON task (queue, key) WHERE state = 'waiting' AND key IS NOT NULL;
        CREATE INDEX task_due ON task (queue, due, id) WHERE state = 'waiting';
        CREATE INDEX task_leased ON task (leased_until) WHERE state = 'running';
        CREATE INDEX task_state ON task (queue, state);
        """
}
