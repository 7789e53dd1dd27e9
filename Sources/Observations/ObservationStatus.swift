/// Where an observation is on its way. Existing programs write these words; unknown ones are kept as they are.
public struct ObservationStatus: RawRepresentable, Sendable, Hashable, Codable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let defined = Self(rawValue: "defined")
    /// Ingested, waits for the user's "Process".
    public static let raw = Self(rawValue: "raw")
    /// To be solved.
    public static let pending = Self(rawValue: "pending")
    public static let submitting = Self(rawValue: "submitting")
    /// At the solver.
    public static let submitted = Self(rawValue: "submitted")
    public static let failedSubmitting = Self(rawValue: "failed submitting")
    /// Solved, results wait to be fetched.
    public static let processed = Self(rawValue: "processed")
    /// The same as `processed` for the existing workers.
    public static let waiting = Self(rawValue: "waiting")
    public static let done = Self(rawValue: "done")
    public static let failed = Self(rawValue: "failed")
    /// To be deleted, files first.
    public static let removing = Self(rawValue: "removing")
}
