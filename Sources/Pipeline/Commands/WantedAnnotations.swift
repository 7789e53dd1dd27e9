/// Jobs that are made by themselves for each picture that was solved.
public struct WantedAnnotations: Sendable {
    /// Of `JobMaker.commands`.
    public let commands: [String]
    public let maker: JobMaker

    /// What needs nothing but the picture and the catalogues.
    public static let possible = ["grid", "grid_eq", "stars", "exoplanets", "asteroids"]

    public init(commands: [String], maker: JobMaker) { (self.commands, self.maker) = (commands, maker) }
}
