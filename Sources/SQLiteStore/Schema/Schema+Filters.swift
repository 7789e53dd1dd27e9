extension Schema {
    /// What lists are filtered by that has few values. `is_child` and `has_box` follow from the record.
    private static let groups = [
        "status", "task_type", "quality", "image_type", "instrument", "filter", "iso", "used_in_hips", "is_child", "has_box",
    ]
    /// Numbers that lists are filtered by, and how many bins a unit has: powers of two, so that bins end at exact numbers.
    private static let binned = [
        ("field_ra", "1"), ("field_dec", "1"), ("field_fov", "16"), ("ra_min", "1"), ("ra_max", "1"), ("dec_min", "1"),
        ("dec_max", "1"), ("date", "0.0000152587890625"), ("magnitude", "16"), ("exposure_seconds", "1"), ("focal_length", "1"),
        ("stacked_images", "1"),
    ]

    /// How many observations there are of each combination of values, and in each bin of a number, kept by the database itself:
    /// counting a million rows takes longer than all else of a page. And an index for each field that lists can be put in order by.
    static let observationFilters = """
        ALTER TABLE observation ADD COLUMN is_child INTEGER GENERATED ALWAYS AS (parent IS NOT NULL) VIRTUAL;
        ALTER TABLE observation ADD COLUMN has_box INTEGER GENERATED ALWAYS AS (box IS NOT NULL) VIRTUAL;
        CREATE TABLE observation_group (
            \(groups.map { "\($0) NOT NULL" }.joined(separator: ", ")), n INTEGER NOT NULL CHECK (n >= 0),
            PRIMARY KEY (\(groups.joined(separator: ", ")))
        ) WITHOUT ROWID;
        CREATE TABLE observation_bin (
            field TEXT NOT NULL, bin INTEGER NOT NULL, n INTEGER NOT NULL CHECK (n >= 0), PRIMARY KEY (field, bin)
        ) WITHOUT ROWID;
        INSERT INTO observation_group
            SELECT \(groups.joined(separator: ", ")), count(*) FROM observation GROUP BY \(groups.joined(separator: ", "));
        \(binned.map { "INSERT INTO observation_bin \(bins($0.0, $0.1)) GROUP BY 2;" }.joined(separator: "\n"))
        CREATE TRIGGER observation_grouped AFTER INSERT ON observation BEGIN
            \(regroup("new", 1))
            \(binned.map { rebin($0.0, $0.1, "new", 1) }.joined(separator: "\n"))
        END;
        CREATE TRIGGER observation_ungrouped AFTER DELETE ON observation BEGIN
            \(regroup("old", -1))
            \(binned.map { rebin($0.0, $0.1, "old", -1) }.joined(separator: "\n"))
        END;
        CREATE TRIGGER observation_regrouped AFTER UPDATE ON observation
        WHEN \(groups.map { "\(value("old", $0)) <> \(value("new", $0))" }.joined(separator: " OR ")) BEGIN
            \(regroup("old", -1))
            \(regroup("new", 1))
        END;
        \(binned.map(rebinned).joined(separator: "\n"))
        CREATE INDEX observation_filtering ON observation (id, \((groups + binned.map(\.0)).joined(separator: ", ")));
        \(binned.map { "CREATE INDEX observation_by_\($0.0) ON observation (\($0.0));" }.joined(separator: "\n"))
        \(ordered.map { "CREATE INDEX observation_by_\($0) ON observation (\($0));" }.joined(separator: "\n"))
        """

    /// What a map wants to know of the files of each of a thousand observations.
    static let fitsProducts = "CREATE INDEX product_fits ON product (observation_id, id, filename) WHERE type = 'fits'"

    private static let ordered = ["name", "field_name", "quality", "image_type", "instrument", "iso", "task_type"]

    private static func value(_ row: String, _ column: String) -> String {
        switch column {
        case "is_child": "(\(row).parent IS NOT NULL)"
        case "has_box": "(\(row).box IS NOT NULL)"
        default: "\(row).\(column)"
        }
    }

    private static func regroup(_ row: String, _ change: Int) -> String {
        """
        INSERT INTO observation_group VALUES (\(groups.map { value(row, $0) }.joined(separator: ", ")), max(0, \(change)))
                ON CONFLICT DO UPDATE SET n = n + \(change);
        """
    }

    private static func bins(_ column: String, _ scale: String) -> String {
        "SELECT '\(column)', CAST(\(column) * \(scale) AS INTEGER), count(*) FROM observation WHERE \(column) IS NOT NULL"
    }

    private static func rebin(_ column: String, _ scale: String, _ row: String, _ change: Int) -> String {
        """
        INSERT INTO observation_bin SELECT '\(column)', CAST(\(row).\(column) * \(scale) AS INTEGER), max(0, \(change))
                WHERE \(row).\(column) IS NOT NULL ON CONFLICT DO UPDATE SET n = n + \(change);
        """
    }

    private static func rebinned(_ column: String, _ scale: String) -> String {
        """
        CREATE TRIGGER observation_rebinned_\(column) AFTER UPDATE OF \(column) ON observation
        WHEN old.\(column) IS NOT new.\(column) BEGIN
            \(rebin(column, scale, "old", -1))
            \(rebin(column, scale, "new", 1))
        END;
        """
    }
}
