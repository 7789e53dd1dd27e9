import Foundation

/// The large moons of Jupiter: Lieske's theory E5 (1998, A&AS 129, 205) in the form of Meeus, Astronomical Algorithms, chapter 44, of which
/// the terms under 0.004° in longitude and 0.02° in latitude are left out. Within 1.5″ of the full polynomials in 1999–2039.
///
/// Vectors from Jupiter's centre in kilometres, ecliptic and equinox J2000.
struct GalileanTheory {
    // Mean longitudes, perijoves and nodes; degrees, B1950.
    private let (l1, l2, l3, l4): (Double, Double, Double, Double)
    private let (p1, p2, p3, p4): (Double, Double, Double, Double)
    private let (w1, w2, w3, w4): (Double, Double, Double, Double)
    /// The node of Jupiter's equator on its orbit, Jupiter's mean anomaly, the phase of the free libration.
    private let (psi, anomaly, libration): (Double, Double, Double)
    private let days: Double

    private static let radius = 71_398.0
    /// Jupiter's perihelion.
    private static let perihelion = 13.469942

    init(_ days: Double) {
        self.days = days
        let t = days + 2_451_545 - 2_443_000.5
        l1 = 106.07719 + 203.488955790 * t
        l2 = 175.73161 + 101.374724735 * t
        l3 = 120.55883 + 50.317609207 * t
        l4 = 84.44459 + 21.571071177 * t
        p1 = 97.0881 + 0.16138586 * t
        p2 = 154.8663 + 0.04726307 * t
        p3 = 188.1840 + 0.00712734 * t
        p4 = 335.2868 + 0.00184 * t
        w1 = 312.3346 - 0.13279386 * t
        w2 = 100.4411 - 0.03263064 * t
        w3 = 119.1942 - 0.00717703 * t
        w4 = 322.6186 - 0.00175934 * t
        psi = 316.5182 - 0.00000208 * t
        libration = 199.6766 + 0.17379190 * t
        let inequality = 0.33033 * sine(163.679 + 0.0010512 * t) + 0.03439 * sine(34.486 - 0.0161731 * t)
        anomaly = 30.23756 + 0.0830925701 * t + inequality
    }

    var io: SIMD3<Double> {
        var longitude = l1 + 0.47259 * sine(2 * (l1 - l2)) - 0.03478 * sine(p3 - p4) + 0.01081 * sine(l2 - 2 * l3 + p3)
        longitude += 0.00738 * sine(libration) + 0.00713 * sine(l2 - 2 * l3 + p2)
        longitude += 0.00666 * sine(l2 - 2 * l3 + p4) + 0.00445 * sine(l1 - p3)
        longitude -= 0.00674 * sine(p1 + p3 - 2 * Self.perihelion - 2 * anomaly)
        let latitude = 0.0006393 * sine(longitude - w1) + 0.0001825 * sine(longitude - w2)
        return place(longitude, latitude, 5.90569 * (1 - 0.0041339 * cosine(2 * (l1 - l2))))
    }

    var europa: SIMD3<Double> {
        var longitude = l2 + 1.06476 * sine(2 * (l2 - l3)) + 0.04256 * sine(l1 - 2 * l2 + p3) + 0.03581 * sine(l2 - p3)
        longitude += 0.02395 * sine(l1 - 2 * l2 + p4) + 0.01984 * sine(l2 - p4) - 0.01778 * sine(libration)
        longitude += 0.01654 * sine(l2 - p2) + 0.01334 * sine(l2 - 2 * l3 + p2) + 0.01294 * sine(p3 - p4)
        longitude += -0.01142 * sine(l2 - l3) - 0.01057 * sine(anomaly) - 0.00775 * sine(2 * (psi - Self.perihelion))
        longitude += 0.00524 * sine(2 * (l1 - l2)) - 0.00460 * sine(l1 - l3)
        let latitude = 0.0081004 * sine(longitude - w2) + 0.0004512 * sine(longitude - w3) - 0.0003284 * sine(longitude - psi)
        return place(longitude, latitude, 9.39657 * (1 + 0.0093848 * cosine(l1 - l2) - 0.0003116 * cosine(l2 - p3)))
    }

    var ganymede: SIMD3<Double> {
        var longitude = l3 + 0.16490 * sine(l3 - p3) + 0.09081 * sine(l3 - p4) - 0.06907 * sine(l2 - l3) + 0.03784 * sine(p3 - p4)
        longitude += 0.01846 * sine(2 * (l3 - l4)) - 0.01340 * sine(anomaly) - 0.01014 * sine(2 * (psi - Self.perihelion))
        longitude += 0.00704 * sine(l2 - 2 * l3 + p3) - 0.00620 * sine(l2 - 2 * l3 + p2) - 0.00541 * sine(l3 - l4)
        var latitude = 0.0032402 * sine(longitude - w3) - 0.0016911 * sine(longitude - psi)
        latitude += 0.0006847 * sine(longitude - w4) - 0.0002797 * sine(longitude - w2)
        let distance = 1 - 0.0014388 * cosine(l3 - p3) - 0.0007919 * cosine(l3 - p4) + 0.0006342 * cosine(l2 - l3)
        return place(longitude, latitude, 14.98832 * distance)
    }

    var callisto: SIMD3<Double> {
        var longitude = l4 + 0.84287 * sine(l4 - p4) + 0.03431 * sine(p4 - p3) - 0.03305 * sine(2 * (psi - Self.perihelion))
        longitude += -0.03211 * sine(anomaly) - 0.01862 * sine(l4 - p3) + 0.01186 * sine(psi - w4)
        longitude += 0.00623 * sine(l4 + p4 - 2 * anomaly - 2 * Self.perihelion)
        let latitude = -0.0076579 * sine(longitude - psi) + 0.0044134 * sine(longitude - w4) - 0.0005112 * sine(longitude - w3)
        return place(longitude, latitude, 26.36273 * (1 - 0.0073546 * cosine(l4 - p4)))
    }

    /// - Parameters:
    ///   - longitude: in Jupiter's equator, by way of its node on the orbit; B1950, degrees.
    ///   - tangent: of the latitude above the equator.
    ///   - distance: in radii of Jupiter.
    private func place(_ longitude: Double, _ tangent: Double, _ distance: Double) -> SIMD3<Double> {
        let flat = distance * Self.radius / (1 + tangent * tangent).squareRoot()
        let inEquator = SIMD3(flat * cosine(longitude - psi), flat * sine(longitude - psi), flat * tangent)
        let inclination = 3.120262 + 0.0006 * (days + 36_524.5) / 36_525
        // From B1950 to J2000 longitudes grow by the precession; Jupiter's orbit of J2000.
        let (node, precession) = (100.464441, 0.69841)
        return inEquator.turnedAboutX(inclination).turnedAboutZ(psi + precession - node).turnedAboutX(1.303270).turnedAboutZ(node)
    }
}

/// Titan: the main terms of Dourneau's theory (1987) as in Meeus, Astronomical Algorithms, chapter 46; within 1.5″ in 1999–2039.
enum Titan {
    /// From Saturn's centre in kilometres, ecliptic and equinox J2000.
    static func place(_ days: Double) -> SIMD3<Double> {
        let t = days + 2_451_545 - 2_411_368
        let (node, perisaturn) = (42 - 0.5118 * t / 365.25, 276.59 + 0.5118 * t / 365.25)
        let longitude = 261.1582 + 22.57697855 * t + 0.074025 * sine(node)
        let inclination = 27.45141 + 0.295999 * cosine(node)
        let ascending = 168.66925 + 0.628808 * sine(node)
        let e = 0.029092
        let mean = longitude - perisaturn
        let anomaly = mean + (2 * e * sine(mean) + 1.25 * e * e * sine(2 * mean)) * 180 / .pi
        let distance = 1_221_870 * (1 - e * e) / (1 + e * cosine(anomaly))
        let along = anomaly + perisaturn - ascending
        // Precession from B1950.
        return SIMD3(distance * cosine(along), distance * sine(along), 0).turnedAboutX(inclination).turnedAboutZ(ascending + 0.69841)
    }
}
