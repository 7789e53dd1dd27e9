public import Foundation
public import Sky

/// Where a body stands and how it looks.
public struct Place: Sendable, Hashable {
    /// Astrometric: corrected for light time, not for aberration or deflection; ICRS, as a star catalogue's.
    public let position: SkyPosition
    /// From the observer, au.
    public let distance: Double
    /// From the Sun, au; 0 for the Sun.
    public let sunDistance: Double
    /// The angle Sun–body–observer in degrees, 0 for a full disc.
    public let phaseAngle: Double
    /// Visual; nil where it is not known.
    public let magnitude: Double?

    /// The lit part of the disc, 0 … 1.
    public var illuminatedFraction: Double { (1 + cos(phaseAngle * .pi / 180)) / 2 }
}

/// Places of the bodies of the solar system.
public enum Ephemeris {
    /// The place of a body at a time, from the Earth's centre or from a site.
    ///
    /// Against DE421 in 1998–2035: Mercury to Saturn and the Sun 0.5″, Moon 1″, Uranus to Pluto 2″; asteroids and comets are followed on
    /// the orbit that their elements describe.
    public static func place(of body: Body, at date: Date, from site: Site? = nil) -> Place {
        Vantage(date, from: site).place(of: body)
    }
}

func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }

func length(_ v: SIMD3<Double>) -> Double { dot(v, v).squareRoot() }
