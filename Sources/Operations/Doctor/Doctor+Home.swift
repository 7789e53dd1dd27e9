public import Foundation
public import Threads

extension Doctor {
    /// Every check of a home.
    ///
    /// - Parameters:
    ///   - solver: the solver's program, a name that is looked up in PATH, or a path; nil where Astrobase itself solves.
    ///   - indexFolder: where the star index files are.
    ///   - skyCatalog: the offline catalogue's file.
    ///   - timeZone: the zone of camera clocks that do not say theirs.
    ///   - database: looks at the database; it may not exist yet.
    public init(
        home: HomePaths, solver: String?, indexFolder: String, skyCatalog: String,
        timeZone: TimeZone,
        database: @escaping DatabaseCheck.Examination, pool: BlockingPool = BlockingPool(name: "doctor", width: 2)
    ) {
        self.init([
            SolverCheck(program: solver),
            IndexFilesCheck(folder: indexFolder, pool: pool),
            SkyCatalogCheck(path: skyCatalog, pool: pool),
            FontsCheck(),
            FolderCheck(name: "landing pad", folder: home.landingPad, pool: pool),
            FolderCheck(name: "data folder", folder: home.data, pool: pool),
            DiskSpaceCheck(folders: [home.root, home.landingPad, home.data], pool: pool),
            FileSystemsCheck(home: home, pool: pool),
            DatabaseCheck(examination: database),
            RestoreCheck(home: home),
            ClockCheck(),
            TimeZoneCheck(timeZone: timeZone),
        ])
    }
}
