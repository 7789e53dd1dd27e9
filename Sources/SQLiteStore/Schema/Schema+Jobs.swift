extension Schema {
    static let limitingMagnitude = "ALTER TABLE solution ADD COLUMN limiting_magnitude REAL;"

    static let jobs = """
        CREATE TABLE job (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            job_service TEXT NOT NULL,
            queue TEXT NOT NULL,
            celery_id TEXT,
            command TEXT NOT NULL CONSTRAINT command CHECK (command <> ''),
            parameters TEXT NOT NULL,
            extra TEXT,
            status TEXT NOT NULL CONSTRAINT status CHECK (status <> ''),
            result TEXT NOT NULL,
            created REAL NOT NULL,
            finished REAL
        );
        CREATE INDEX job_by_status ON job (status, job_service, id);
        """

    /// Names are plain names of a file and a folder; degrees are ICRS.
    static let cutouts = """
        CREATE TABLE cutout_directory (
            directory TEXT PRIMARY KEY
                CONSTRAINT directory CHECK (length(directory) BETWEEN 1 AND 255 AND instr(directory, '/') = 0
                    AND directory NOT LIKE '.%'),
            field_name TEXT,
            field_ra REAL CONSTRAINT field_ra CHECK (field_ra BETWEEN 0 AND 360),
            field_dec REAL CONSTRAINT field_dec CHECK (field_dec BETWEEN -90 AND 90),
            field_fov REAL CONSTRAINT field_fov CHECK (field_fov >= 0),
            cutout_size INTEGER CONSTRAINT cutout_size CHECK (cutout_size >= 0),
            visible INTEGER NOT NULL CHECK (visible IN (0, 1)),
            status TEXT NOT NULL CONSTRAINT status CHECK (status <> '')
        );
        CREATE TABLE cutout (
            filename TEXT PRIMARY KEY
                CONSTRAINT filename CHECK (length(filename) BETWEEN 1 AND 255 AND instr(filename, '/') = 0
                    AND filename NOT LIKE '.%'),
            directory TEXT NOT NULL REFERENCES cutout_directory (directory) ON DELETE CASCADE,
            field_name TEXT,
            field_ra REAL CONSTRAINT field_ra CHECK (field_ra BETWEEN 0 AND 360),
            field_dec REAL CONSTRAINT field_dec CHECK (field_dec BETWEEN -90 AND 90),
            field_fov REAL CONSTRAINT field_fov CHECK (field_fov >= 0),
            cutout_size INTEGER CONSTRAINT cutout_size CHECK (cutout_size >= 0),
            position INTEGER NOT NULL,
            visible INTEGER NOT NULL CHECK (visible IN (0, 1)),
            is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
            observation_date REAL,
            observation_name TEXT,
            observation_quality TEXT,
            observation_task_id TEXT NOT NULL,
            cutout_quality TEXT NOT NULL,
            status TEXT NOT NULL CONSTRAINT status CHECK (status <> ''),
            reason TEXT,
            coverage REAL CONSTRAINT coverage CHECK (coverage BETWEEN 0 AND 1),
            created REAL NOT NULL
        );
        CREATE INDEX cutout_by_directory ON cutout (directory, position, observation_date);
        CREATE INDEX cutout_by_observation ON cutout (observation_task_id);
        """
}
