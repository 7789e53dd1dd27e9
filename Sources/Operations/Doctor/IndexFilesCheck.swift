import StarIndex
public import Threads

/// Are there star index files, and which fields can be solved with them?
public struct IndexFilesCheck: DoctorCheck {
    static let remedy = "apt-get install astrometry-data-tycho2"
    static let smallFieldRemedy =
        "for smaller fields: apt-get install astrometry-data-tycho2-07 astrometry-data-tycho2-08 astrometry-data-tycho2-09"
    let folder: String
    let pool: BlockingPool

    public init(folder: String, pool: BlockingPool) {
        self.folder = folder
        self.pool = pool
    }

    public func examine() async -> [DoctorFinding] {
        let folder = folder
        guard let found = try? await pool.run({ IndexFolder.scan(folder) }) else { return [] }
        var findings = found.problems.map {
            DoctorFinding("index files", .warning, "\($0.path): \($0.message)", remedy: "remove it, or install it again")
        }
        guard !found.indexes.isEmpty else {
            findings.insert(
                DoctorFinding(
                    "index files", .problem, "No star index files in \(folder): no picture can be solved.",
                    remedy: Self.remedy),
                at: 0)
            return findings
        }
        let coverage = FieldCoverage(quadScales: found.indexes.map { ($0.scaleLow, $0.scaleHigh) })
        let isNarrow = coverage.ranges.first.map { $0.from > 1 } ?? true
        findings.insert(
            DoctorFinding(
                "index files", isNarrow ? .warning : .ok,
                "\(found.indexes.count) files in \(folder), for fields from \(coverage.description)",
                remedy: isNarrow ? Self.smallFieldRemedy : nil),
            at: 0)
        return findings
    }
}
