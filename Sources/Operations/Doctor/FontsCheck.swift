import Subprocess

/// Are there fonts? Drawing needs one; nothing else does.
public struct FontsCheck: DoctorCheck {
    static let remedy = "apt-get install fontconfig fonts-dejavu-core"

    public init() {}

    public func examine() async -> [DoctorFinding] {
        let result = try? await run(
            .name("fc-list"), arguments: [":", "family"], output: .string(limit: 4 << 20), error: .discarded)
        guard let list = result?.standardOutput else {
            return [DoctorFinding("fonts", .warning, "fontconfig is missing: nothing can be lettered.", remedy: Self.remedy)]
        }
        let families = Set(list.split(separator: "\n"))
        guard !families.isEmpty else {
            return [DoctorFinding("fonts", .warning, "There are no fonts: drawings would have no text.", remedy: Self.remedy)]
        }
        return [DoctorFinding("fonts", .ok, families.count == 1 ? "1 family" : "\(families.count) families")]
    }
}
