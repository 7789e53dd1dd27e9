/// What one check of the doctor's says.
public struct DoctorFinding: Sendable, Hashable, Codable {
    public enum Status: String, Sendable, Hashable, Codable {
        case ok
        /// It works, with something missing or soon to go wrong.
        case warning
        /// Something the product needs is not there.
        case problem
    }

    /// The check's name, such as `solver`.
    public var name: String
    public var status: Status
    public var message: String
    /// How to mend it.
    public var remedy: String?

    public init(_ name: String, _ status: Status, _ message: String, remedy: String? = nil) {
        self.name = name
        self.status = status
        self.message = message
        self.remedy = remedy
    }
}

extension [DoctorFinding] {
    /// The worst of all; `ok` where there is none.
    public var worst: DoctorFinding.Status {
        contains { $0.status == .problem } ? .problem : contains { $0.status == .warning } ? .warning : .ok
    }
}

extension DoctorFinding: CustomStringConvertible {
    /// For a person: one line, and one with the remedy.
    public var description: String {
        let mark =
            switch status {
            case .ok: "ok     "
            case .warning: "warning"
            case .problem: "PROBLEM"
            }
        return "\(mark)  \(name): \(message)" + (remedy.map { "\n         to mend: \($0)" } ?? "")
    }
}
