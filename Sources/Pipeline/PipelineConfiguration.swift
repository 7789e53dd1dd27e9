public import Foundation

/// What a person may choose about the walk of a photo.
public struct PipelineConfiguration: Sendable, Hashable {
    /// Solve at once what was ingested, instead of waiting for the user's "Process".
    public var autoProcess = false
    /// The zone of EXIF times that name none.
    public var zone: TimeZone = .current
    /// A file is complete when nothing happened to it for this long, in seconds.
    public var quietSeconds = 2.0
    /// Pictures of more pixels are refused, in millions.
    public var limitMegapixels = 400
    /// How many photos are ingested at the same time.
    public var ingestWidth = 3
    /// How many solutions are turned into products at the same time. Each may hold a whole picture in memory.
    public var processWidth = 1
    /// Seconds between two questions to the solver while it has pictures.
    public var solverPollingSeconds = 2.0
    /// How often a solver that cannot be reached is tried, with growing pauses, before the photo is marked as failed.
    public var submitAttempts = 6
    /// How long deleted files stay in the trash.
    public var trashDays = 30

    public init() {}
}
