/// What the caller found out about the database.
public struct DatabaseState: Sendable, Hashable {
    /// False in a new home.
    public var exists: Bool
    /// What SQLite's `quick_check` says beside "ok"; empty when it is sound.
    public var damage: [String]
    /// Migrations that the program has and the database lacks.
    public var pendingMigrations: [String]
    /// Migrations of the database that the program does not know: it was written by a newer one.
    public var unknownMigrations: [String]

    public init(exists: Bool, damage: [String] = [], pendingMigrations: [String] = [], unknownMigrations: [String] = []) {
        self.exists = exists
        self.damage = damage
        self.pendingMigrations = pendingMigrations
        self.unknownMigrations = unknownMigrations
    }
}

/// Can the database be opened, is it sound, and of which age is its schema?
public struct DatabaseCheck: DoctorCheck {
    /// Looks at the database, off the cooperative pool; throws when it cannot be opened.
    public typealias Examination = @Sendable () async throws -> DatabaseState
    let examination: Examination

    public init(examination: @escaping Examination) { self.examination = examination }

    public func examine() async -> [DoctorFinding] {
        let name = "database"
        do {
            let state = try await examination()
            guard state.exists else { return [DoctorFinding(name, .ok, "none yet; `astrobase up` makes one")] }
            if !state.damage.isEmpty {
                return [
                    DoctorFinding(
                        name, .problem, "The database is damaged: \(state.damage.prefix(3).joined(separator: "; "))",
                        remedy: "stop Astrobase, keep a copy of the home, and `astrobase restore` the last backup")
                ]
            }
            if !state.unknownMigrations.isEmpty {
                return [
                    DoctorFinding(
                        name, .problem,
                        "The database was written by a newer Astrobase (\(state.unknownMigrations.joined(separator: ", "))).",
                        remedy: "install that version or a newer one")
                ]
            }
            if !state.pendingMigrations.isEmpty {
                return [DoctorFinding(name, .ok, "sound; `astrobase up` brings it up to date")]
            }
            return [DoctorFinding(name, .ok, "sound and up to date")]
        } catch {
            return [
                DoctorFinding(
                    name, .problem, "The database cannot be opened: \(error)",
                    remedy: "see to the permissions of its file and folder, or `astrobase restore` the last backup")
            ]
        }
    }
}
