/// A comet as a line of the Minor Planet Center's CometEls.txt gives it. Angles in degrees, ecliptic and equinox J2000.
public struct Comet: Sendable, Hashable {
    public let name: String
    /// Julian date, TT.
    public let perihelionTime: Double
    /// In au.
    public let perihelionDistance: Double
    public let eccentricity: Double
    public let argument: Double
    public let node: Double
    public let inclination: Double
    /// Total absolute magnitude; nil where the line has none.
    public let m1: Double?
    /// The slope k of 2.5 k log r; the file's own value, 4 where it has none.
    public let k: Double

    /// - Returns: nil for a line that is not one of elements.
    public init?(cometEls line: some StringProtocol) {
        let columns = FixedColumns(line)
        guard let year = columns.number(15...18), let month = columns.number(20...21), let day = columns.number(23...29),
            let time = CalendarDate.julianDate(year: year, month: month, day: day), let q = columns.number(31...39),
            let eccentricity = columns.number(42...49), let argument = columns.number(52...59), let node = columns.number(62...69),
            let inclination = columns.number(72...79), q > 0, eccentricity >= 0, let name = columns.text(103...158)
        else { return nil }
        self.name = name
        perihelionTime = time
        perihelionDistance = q
        self.eccentricity = eccentricity
        self.argument = argument
        self.node = node
        self.inclination = inclination
        m1 = columns.number(92...95)
        k = columns.number(97...100) ?? 4
    }
}
