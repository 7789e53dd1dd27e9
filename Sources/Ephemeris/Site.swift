internal import CERFA

/// A place on the Earth, on the ellipsoid WGS84.
public struct Site: Sendable, Hashable, Codable {
    /// Degrees, north positive.
    public let latitude: Double
    /// Degrees, east positive.
    public let longitude: Double
    /// Metres above the ellipsoid.
    public let height: Double

    /// - Returns: nil where the latitude is beyond a pole, the longitude beyond a turn, or the height not from −12 km to 100 km.
    public init?(latitude: Double, longitude: Double, height: Double = 0) {
        guard abs(latitude) <= 90, abs(longitude) <= 360, (-12_000...100_000).contains(height) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
        self.height = height
    }

    /// From the Earth's centre in au, ICRS axes. Polar motion and UT1 − UTC are left out: under 0.5 km.
    func place(_ time: EphemerisTime) -> SIMD3<Double> {
        var earthFixed = [0.0, 0.0, 0.0]
        let radian = Double.pi / 180
        guard eraGd2gc(Int32(ERFA_WGS84), longitude * radian, latitude * radian, height, &earthFixed) == 0 else { return .zero }
        let rows = rotation { eraC2t00b(2_451_545, time.days, 2_451_545, time.utcDays, 0, 0, $0) }
        let metres = (0..<3).map { axis in (0..<3).reduce(0) { $0 + rows[$1 * 3 + axis] * earthFixed[$1] } }
        return SIMD3(metres[0], metres[1], metres[2]) / 149_597_870_700
    }
}

/// The same, where another thing is called a site.
public typealias ObservingSite = Site
