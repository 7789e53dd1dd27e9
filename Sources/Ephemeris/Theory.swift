internal import CERFA
internal import CNova
import Foundation
import Synchronization

/// Places of the Earth, planets and the Moon in au, ICRS axes: ERFA's Earth, and VSOP87, ELP 2000-82B and Meeus's Pluto of libnova.
enum Theory {
    /// libnova keeps its last results in static variables.
    private static let nova = Mutex(())

    /// The Earth from the Sun, and from the barycentre of the solar system.
    static func earth(_ days: Double) -> (fromSun: SIMD3<Double>, fromBarycentre: SIMD3<Double>) {
        var heliocentric = [(Double, Double, Double)](repeating: (0, 0, 0), count: 2)
        var barycentric = heliocentric
        // The status only warns of dates outside 1900–2100.
        _ = eraEpv00(2_451_545, days, &heliocentric, &barycentric)
        let (h, b) = (heliocentric[0], barycentric[0])
        return (SIMD3(h.0, h.1, h.2), SIMD3(b.0, b.1, b.2))
    }

    /// The Sun from the barycentre.
    static func sun(_ days: Double) -> SIMD3<Double> {
        let earth = earth(days)
        return earth.fromBarycentre - earth.fromSun
    }

    /// A planet from the Sun.
    static func planet(_ planet: Planet, _ days: Double) -> SIMD3<Double> {
        var place = ln_helio_posn()
        let julian = days + 2_451_545
        nova.withLock { _ in
            switch planet {
            case .mercury: ln_get_mercury_helio_coords(julian, &place)
            case .venus: ln_get_venus_helio_coords(julian, &place)
            case .mars: ln_get_mars_helio_coords(julian, &place)
            case .jupiter: ln_get_jupiter_helio_coords(julian, &place)
            case .saturn: ln_get_saturn_helio_coords(julian, &place)
            case .uranus: ln_get_uranus_helio_coords(julian, &place)
            case .neptune: ln_get_neptune_helio_coords(julian, &place)
            case .pluto: ln_get_pluto_helio_coords(julian, &place)
            }
        }
        let (l, b) = (place.L * .pi / 180, place.B * .pi / 180)
        // Of the equinox J2000, both Meeus's Pluto and libnova's VSOP87, which is turned into FK5.
        return Ecliptic.toICRS(place.R * SIMD3(cos(b) * cos(l), cos(b) * sin(l), sin(b)))
    }

    /// The Moon from the Earth's centre.
    static func moon(_ days: Double) -> SIMD3<Double> {
        var place = ln_rect_posn()
        nova.withLock { _ in ln_get_lunar_geo_posn(days + 2_451_545, &place, 0) }
        return Ecliptic.toICRS(SIMD3(place.X, place.Y, place.Z)) / 149_597_870.7
    }
}
