import Catalogs
import Foundation
import Sky

/// Finds the stars of one file in the other, so that each gets its number.
///
/// Most positions of the binary files are of epoch 2000, those of the nearest stars of Hipparcos's 1991.25: both are tried.
enum HenryDraper {
    static func number(_ stars: inout [ListedStar], from binary: [BinaryStars.Star]) {
        var best = [Double](repeating: .infinity, count: stars.count)
        for years in [0, -8.75] {
            let places = stars.indices.map { (position: stars[$0].position(years: years), star: $0) }
                .sorted { $0.position.dec < $1.position.dec }
            for candidate in binary where candidate.hd > 0 {
                let reach = 2.0 / 3600
                var index = places.firstIndex(from: candidate.position.dec - reach)
                while index < places.count, places[index].position.dec <= candidate.position.dec + reach {
                    let (position, star) = places[index]
                    index += 1
                    let difference = abs(stars[star].magnitude - candidate.magnitude)
                    guard difference < 0.8 else { continue }
                    let arcseconds = position.separation(to: candidate.position) * 3600
                    // Of close pairs the magnitude tells which is which.
                    let score = arcseconds + 3 * difference
                    guard arcseconds < 2, score < best[star] else { continue }
                    best[star] = score
                    stars[star].hd = candidate.hd
                }
            }
        }
    }

    /// Where the stars of these numbers are.
    static func positions(stars: [ListedStar], binary: [BinaryStars.Star]) -> [Int: SkyPosition] {
        var positions: [Int: SkyPosition] = [:]
        for star in binary where star.hd > 0 { positions[star.hd] = star.position }
        // The brightest last: it is the one that is meant where several parts of a star have one number.
        for star in stars.sorted(by: { $0.magnitude > $1.magnitude }) { if let hd = star.hd { positions[hd] = star.position } }
        return positions
    }
}

extension ListedStar {
    /// Where it is so many years after J2000.
    fileprivate func position(years: Double) -> SkyPosition {
        let cosine = max(1e-6, cos(radians(position.dec)))
        return SkyPosition(
            ra: position.ra + properMotion.east / 3.6e6 * years / cosine,
            dec: position.dec + properMotion.north / 3.6e6 * years)
    }
}

extension [(position: SkyPosition, star: Int)] {
    /// The first that is not south of `dec`.
    fileprivate func firstIndex(from dec: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].position.dec < dec { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
