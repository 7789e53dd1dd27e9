extension Schema {
    /// Times are seconds since 1970 UTC with fraction; angles are degrees, ICRS. A check is named for the field of
    /// the record as the REST API calls it, so that its violation can be told to a user.
    static let observations = """
        CREATE TABLE observation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            task_id TEXT NOT NULL UNIQUE
                CONSTRAINT taskID CHECK (length(task_id) BETWEEN 1 AND 100 AND task_id NOT IN ('.', '..')
                    AND instr(task_id, '/') = 0),
            task_type TEXT NOT NULL,
            name TEXT NOT NULL,
            instrument TEXT NOT NULL,
            filter TEXT NOT NULL,
            field_name TEXT,
            field_ra REAL CONSTRAINT field_ra CHECK (field_ra BETWEEN 0 AND 360),
            field_dec REAL CONSTRAINT field_dec CHECK (field_dec BETWEEN -90 AND 90),
            field_fov REAL CONSTRAINT field_fov CHECK (field_fov >= 0),
            box TEXT,
            ra_min REAL CONSTRAINT ra_min CHECK (ra_min BETWEEN 0 AND 360),
            ra_max REAL CONSTRAINT ra_max CHECK (ra_max BETWEEN 0 AND 360),
            dec_min REAL CONSTRAINT dec_min CHECK (dec_min BETWEEN -90 AND 90),
            dec_max REAL CONSTRAINT dec_max CHECK (dec_max BETWEEN -90 AND 90),
            ra_dec_fov TEXT,
            date REAL,
            status TEXT NOT NULL CONSTRAINT my_status CHECK (status <> ''),
            astrometry_url TEXT NOT NULL,
            job TEXT NOT NULL,
            quality TEXT NOT NULL,
            description TEXT NOT NULL,
            parent INTEGER REFERENCES observation (id) ON DELETE SET NULL
                CONSTRAINT parent CHECK (parent <> id),
            exposure_seconds INTEGER NOT NULL CONSTRAINT exposure_in_seconds CHECK (exposure_seconds >= 0),
            iso TEXT NOT NULL,
            focal_length INTEGER NOT NULL CONSTRAINT focal_length CHECK (focal_length >= 0),
            stacked_images INTEGER NOT NULL CONSTRAINT stacked_images CHECK (stacked_images >= 0),
            magnitude REAL,
            image_type TEXT NOT NULL,
            used_in_hips INTEGER NOT NULL CHECK (used_in_hips IN (0, 1)),
            extra TEXT,
            transient TEXT,
            reason TEXT,
            sha256 TEXT UNIQUE
                CONSTRAINT sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
            original_file TEXT,
            date_source TEXT,
            camera TEXT,
            lens TEXT,
            exposure_time REAL CONSTRAINT exposure_time CHECK (exposure_time >= 0),
            iso_speed INTEGER,
            focal_length_mm REAL,
            format TEXT,
            width INTEGER CONSTRAINT width CHECK (width > 0),
            height INTEGER CONSTRAINT height CHECK (height > 0),
            exif_orientation INTEGER CONSTRAINT exif_orientation CHECK (exif_orientation BETWEEN 1 AND 8),
            created REAL NOT NULL
        );
        CREATE INDEX observation_by_parent ON observation (parent) WHERE parent IS NOT NULL;
        -- Narrow copies of what lists are filtered by, in the order of lists: pages far down are found in these.
        CREATE INDEX observation_listing ON observation (id, status, task_type);
        CREATE INDEX observation_by_status ON observation (status, id, task_type);
        """

    static let products = """
        CREATE TABLE product (
            id INTEGER PRIMARY KEY,
            observation_id INTEGER NOT NULL REFERENCES observation (id) ON DELETE CASCADE,
            filename TEXT NOT NULL
                CONSTRAINT filename CHECK (length(filename) BETWEEN 1 AND 255 AND instr(filename, '/') = 0
                    AND filename NOT IN ('.', '..')),
            type TEXT NOT NULL,
            status TEXT NOT NULL,
            size INTEGER NOT NULL CONSTRAINT size CHECK (size >= 0),
            sha256 TEXT CONSTRAINT sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
            UNIQUE (observation_id, filename)
        );
        """

    /// Corners and footprint are blobs of little-endian doubles: ra, dec pairs and x, y, z triples.
    static let solutions = """
        CREATE TABLE solution (
            observation_id INTEGER PRIMARY KEY REFERENCES observation (id) ON DELETE CASCADE,
            centre_ra REAL NOT NULL CHECK (centre_ra BETWEEN 0 AND 360),
            centre_dec REAL NOT NULL CHECK (centre_dec BETWEEN -90 AND 90),
            radius REAL NOT NULL CHECK (radius > 0),
            pixel_scale REAL NOT NULL CHECK (pixel_scale > 0),
            orientation REAL NOT NULL CHECK (orientation BETWEEN -360 AND 360),
            parity INTEGER NOT NULL CHECK (parity IN (-1, 1)),
            footprint BLOB NOT NULL CHECK (length(footprint) % 24 = 0),
            corners BLOB NOT NULL CHECK (length(corners) % 16 = 0),
            frame TEXT NOT NULL CHECK (frame IN ('upright', 'stored')),
            matched_stars INTEGER,
            log_odds REAL,
            engine TEXT NOT NULL,
            index_name TEXT,
            seconds REAL
        );
        """
}
