/// Looks whether everything the product needs is there, and says how to mend what is not.
public struct Doctor: Sendable {
    public let checks: [any DoctorCheck]

    public init(_ checks: [any DoctorCheck]) { self.checks = checks }

    /// What all checks say, in their order.
    public func examine() async -> [DoctorFinding] {
        await withTaskGroup(of: (Int, [DoctorFinding]).self) { group in
            for (number, check) in checks.enumerated() { group.addTask { (number, await check.examine()) } }
            var results: [Int: [DoctorFinding]] = [:]
            for await (number, findings) in group { results[number] = findings }
            return checks.indices.flatMap { results[$0] ?? [] }
        }
    }
}

/// One thing to look at. It answers always: what it cannot find out is a finding too.
public protocol DoctorCheck: Sendable {
    func examine() async -> [DoctorFinding]
}
