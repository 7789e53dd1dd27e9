/// An asteroid as a line of the Minor Planet Center's MPCORB.DAT gives it. Angles in degrees, ecliptic and equinox J2000.
public struct MinorPlanet: Sendable, Hashable {
    /// Number and name, or the provisional designation: "(1) Ceres", "2021 AB1".
    public let name: String
    /// Absolute magnitude; nil where the line has none.
    public let h: Double?
    public let g: Double
    /// Julian date, TT.
    public let epoch: Double
    public let meanAnomaly: Double
    public let argument: Double
    public let node: Double
    public let inclination: Double
    public let eccentricity: Double
    /// In au.
    public let semimajorAxis: Double

    /// - Returns: nil for a line that is not one of elements.
    public init?(mpcorb line: some StringProtocol) {
        let columns = FixedColumns(line)
        guard let epoch = columns.text(21...25).flatMap(PackedDate.julianDate),
            let meanAnomaly = columns.number(27...35), let argument = columns.number(38...46), let node = columns.number(49...57),
            let inclination = columns.number(60...68), let eccentricity = columns.number(71...79), let axis = columns.number(93...103),
            (0..<1).contains(eccentricity), axis > 0, let name = columns.text(167...194) ?? columns.text(1...7)
        else { return nil }
        self.name = name
        h = columns.number(9...13)
        g = columns.number(15...19) ?? 0.15
        self.epoch = epoch
        self.meanAnomaly = meanAnomaly
        self.argument = argument
        self.node = node
        self.inclination = inclination
        self.eccentricity = eccentricity
        semimajorAxis = axis
    }
}
