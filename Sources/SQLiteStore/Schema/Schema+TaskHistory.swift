extension Schema {
    /// The tasks of all queues, those that ended among them.
    ///
    /// Two clocks: `created`, `started`, `ended`, `not_before`, `expires` and `due` are seconds since 1970 by the clock on the
    /// wall, which may be set; `leased_until` and `due_boot` are seconds since the start of the machine, which `boot` names. A
    /// waiting task without `due` may be begun at once.
    static let tasksWithHistory = """
        CREATE TABLE task_new (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 255),
            queue TEXT NOT NULL CHECK (queue <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            arguments TEXT NOT NULL CHECK (json_valid(arguments)),
            key TEXT,
            priority INTEGER NOT NULL DEFAULT 0,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead', 'cancelled', 'expired')),
            not_before REAL,
            expires REAL,
            due REAL,
            due_boot REAL,
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
            losses INTEGER NOT NULL DEFAULT 0 CHECK (losses >= 0),
            worker TEXT,
            leased_until REAL,
            boot TEXT,
            to_cancel INTEGER NOT NULL DEFAULT 0 CHECK (to_cancel IN (0, 1)),
            created REAL NOT NULL,
            started REAL,
            ended REAL,
            result TEXT,
            error TEXT,
            CHECK ((state = 'running') = (leased_until IS NOT NULL)),
            CHECK (state <> 'running' OR (worker IS NOT NULL AND boot IS NOT NULL)),
            CHECK ((state IN ('waiting', 'running')) = (ended IS NULL)),
            CHECK (state = 'waiting' OR (due IS NULL AND due_boot IS NULL))
        );
        INSERT INTO task_new (seq, id, queue, name, arguments, key, state, not_before, due, attempt, worker, leased_until, boot,
            created, ended, error)
        SELECT id, printf('task-%d', id), queue, name, arguments, key, state, not_before,
            CASE WHEN state = 'waiting' AND due > created THEN due END, attempt, worker,
            CASE WHEN state = 'running' THEN 0 END, CASE WHEN state = 'running' THEN '' END,
            created, CASE WHEN state = 'dead' THEN created END, error
        FROM task ORDER BY id;
        DROP TABLE task;
        ALTER TABLE task_new RENAME TO task;
        CREATE UNIQUE INDEX task_waiting_key ON task (queue, key) WHERE state = 'waiting' AND key IS NOT NULL;
        CREATE INDEX task_ready ON task (queue, priority DESC, seq) WHERE state = 'waiting' AND due IS NULL;
        CREATE INDEX task_due ON task (due, queue) WHERE due IS NOT NULL;
        CREATE INDEX task_due_boot ON task (boot, due_boot) WHERE due_boot IS NOT NULL;
        CREATE INDEX task_running ON task (queue, boot, leased_until, to_cancel) WHERE state = 'running';
        CREATE INDEX task_dead ON task (queue) WHERE state = 'dead';
        CREATE INDEX task_expires ON task (expires) WHERE state = 'waiting' AND expires IS NOT NULL;
        CREATE INDEX task_ended ON task (ended) WHERE ended IS NOT NULL;
        CREATE TABLE paused_queue (queue TEXT PRIMARY KEY NOT NULL CHECK (queue <> '')) WITHOUT ROWID;
        """
}
