/// How astrometry.net's solve-field is run.
public struct SolveFieldConfiguration: Sendable, Hashable {
    /// A name that is looked up in PATH, or a path.
    public var program = "solve-field"
    /// The folder with the star index files.
    public var indexFolder = "/usr/share/astrometry"
    /// Bytes of address space that one solver process may have.
    public var memoryBytes = 1 << 30
    /// The program that guards a solver process, and its first arguments.
    public var guardProgram: [String]
    /// Larger pictures are refused.
    public var limitMegapixels = 400

    /// - Parameter guardProgram: such as the path of `astrobase`, and `guard`.
    public init(guardProgram: [String]) { self.guardProgram = guardProgram }
}
