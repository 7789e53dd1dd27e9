public import Foundation
import Sky

/// When the Moon is new, full and between.
public enum MoonPhase: Int, Sendable, CaseIterable {
    case new, firstQuarter, full, lastQuarter

    /// The phases that follow a time, in order, each where the Moon's ecliptic longitude is so many quarters of a turn ahead of the Sun's, as
    /// both are seen from the Earth's centre; to the nearest minute or two.
    public static func following(_ date: Date, count: Int) -> [(phase: MoonPhase, date: Date)] {
        let quarter = Double.pi / 2
        // A synodic month has 29.53 days.
        let rate = 2 * Double.pi / (29.530_59 * 86400)
        let begin = elongation(date)
        let first = Int((begin / quarter).rounded(.up))
        return (first..<first + max(0, count)).map { number in
            let target = Double(number) * quarter
            var time = date.addingTimeInterval((target - begin) / rate)
            for _ in 0..<6 {
                let miss = (target - elongation(time)).remainder(dividingBy: 2 * .pi)
                time = time.addingTimeInterval(miss / rate)
                if abs(miss) < 1e-6 { break }
            }
            return (MoonPhase(rawValue: number % 4) ?? .new, time)
        }
    }

    /// How far the Moon is ahead of the Sun in ecliptic longitude, radians, 0 ..< 2π; with aberration.
    private static func elongation(_ date: Date) -> Double {
        let vantage = Vantage(date)
        let angle = longitude(of: .moon, vantage) - longitude(of: .sun, vantage)
        let turned = angle.remainder(dividingBy: 2 * .pi)
        return turned < 0 ? turned + 2 * .pi : turned
    }

    private static func longitude(of body: Body, _ vantage: Vantage) -> Double {
        let v = vantage.place(of: body).position.unitVector
        // The Earth's motion round the Sun stands for that round the barycentre.
        let seen = Ecliptic.fromICRS(SIMD3(v.x, v.y, v.z) + vantage.motion * Vantage.lightTime)
        return atan2(seen.y, seen.x)
    }
}
