import Catalogs
public import Threads

/// Is the offline catalogue there, and where do its data come from?
public struct SkyCatalogCheck: DoctorCheck {
    static let remedy = "start with ./run, or unpack Debian's kstars-data into a folder and: astrobase import sky FOLDER"
    let path: String
    let pool: BlockingPool

    public init(path: String, pool: BlockingPool) {
        self.path = path
        self.pool = pool
    }

    public func examine() async -> [DoctorFinding] {
        let name = "sky catalogue"
        do {
            let path = path
            let file = try await pool.run { try CatalogFile(path: path) }
            let counts = "\(file.starCount) stars, \(file.deepSkyCount) deep-sky objects in \(path)"
            return [DoctorFinding(name, .ok, ([counts] + file.sources.map(\.description)).joined(separator: "; "))]
        } catch {
            return [
                DoctorFinding(
                    name, .warning,
                    "\(error) Drawings have no stars' names, no deep-sky objects and no constellations; all else works.",
                    remedy: Self.remedy)
            ]
        }
    }
}
