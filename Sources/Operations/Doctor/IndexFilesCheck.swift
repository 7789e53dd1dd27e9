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
        return findings + Self.kinds(found.indexes)
    }

    /// A line for each size of features: which files, which fields they serve, how much of the sky.
    private static func kinds(_ indexes: [StarIndexInfo]) -> [DoctorFinding] {
        struct Kind: Hashable {
            var low, high: Double
            var size: Int
        }
        let kinds = Dictionary(grouping: indexes) { Kind(low: $0.scaleLow, high: $0.scaleHigh, size: $0.dimquads) }
        return kinds.sorted { ($0.key.low, $0.key.size) < ($1.key.low, $1.key.size) }.map { kind, files in
            let names = files.map(\.name).sorted()
            let stars = files.reduce(0) { $0 + $1.stars }
            let sky = files.reduce(0) { $0 + $1.skyFraction }
            let field = FieldCoverage(quadScales: [(kind.low, kind.high)]).description
            return DoctorFinding(
                "index files", .ok,
                (names.count == 1 ? names[0] : "\(names[0]) … \(names[names.count - 1]) (\(names.count) files)")
                    + ": features of \(kind.size) stars, for fields from \(field); \(stars) stars"
                    + (sky < 0.995 ? ", \(Int((sky * 100).rounded())) % of the sky" : ""))
        }
    }
}
