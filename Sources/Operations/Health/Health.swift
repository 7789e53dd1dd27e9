/// Whether a process can do its work.
public struct Health: Sendable {
    private let checks: [HealthCheck]

    public init(_ checks: [HealthCheck] = []) {
        self.checks = checks
    }

    /// With another check before the others.
    public func adding(_ check: HealthCheck) -> Health { Health([check] + checks) }

    /// Makes all checks at once.
    public func report() async -> HealthReport {
        await withTaskGroup(of: (Int, String?).self) { group in
            for (place, check) in checks.enumerated() {
                group.addTask { (place, await check.problem()) }
            }
            var problems = [String?](repeating: nil, count: checks.count)
            for await (place, problem) in group { problems[place] = problem }
            return HealthReport(
                problems: zip(checks, problems).compactMap { check, problem in problem.map { "\(check.name): \($0)" } })
        }
    }
}

public struct HealthReport: Sendable, Hashable {
    /// Name and reason; empty when all is well.
    public var problems: [String]

    public var isWell: Bool { problems.isEmpty }

    /// "ok", or a line for each problem.
    public var text: String { (isWell ? ["ok"] : problems).map { $0 + "\n" }.joined() }
}
