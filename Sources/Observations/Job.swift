public import Foundation

/// A piece of work that somebody asked for, such as "draw a grid on this picture", with what became of it.
///
/// `command` and `parameters` are the words of existing programs; `ImagingJobs` in room Pipeline says what they mean.
public struct Job: Sendable, Hashable, Identifiable {
    public var id: Int64 = 0
    /// Who is to do it: `celery` for the workers.
    public var jobService = "celery"
    public var queue = "celery"
    /// The broker's name for it.
    public var celeryID: String?
    public var command: String
    /// Comma separated.
    public var parameters: String
    public var extra: String?
    public var status: JobStatus = .new
    /// What came out; the reason when it failed.
    public var result = ""
    public var created: Date?
    public var finished: Date?

    public init(command: String, parameters: String = "", extra: String? = nil) {
        self.command = command
        self.parameters = parameters
        self.extra = extra
    }
}

/// Where a job is on its way. Existing programs write these words; unknown ones are kept as they are.
public struct JobStatus: RawRepresentable, Sendable, Hashable, Codable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let new = Self(rawValue: "new")
    /// Being done.
    public static let handling = Self(rawValue: "handling")
    public static let done = Self(rawValue: "done")
    /// It failed; the job's result says why.
    public static let error = Self(rawValue: "error")
}
